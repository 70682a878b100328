import type { Severity } from './diagnostic.ts'

/**
 * Every finding that is not a lint rule's: code, severity, message, documentation. A message says what is wrong with
 * the very words used; what to do about it is the hint where the finding is made.
 */
interface Entry<P> {
  readonly severity: Severity
  readonly message: (params: P) => string
  /** For `kac explain`: what it means, what keepalived does, what to write instead. */
  readonly doc: string
}

function error<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'error', message, doc }
}

function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function warning<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'warning', message, doc }
}

function note<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'note', message, doc }
}

export const catalogue = {
  'syntax/unclosed-block': error(
    (p: { keyword: string }) => `the block of "${p.keyword}" is never closed`,
    'A closing brace is missing. keepalived ends every open block at the end of the file and uses what it read. kac also ends one where a keyword follows that only stands outside all blocks.',
  ),
  'syntax/missing-brace': error(
    (p: { keyword: string }) => `"${p.keyword}" opens a block, and its { is missing`,
    'The file has a closing brace too many, and here a block begins without an opening one. Put { at the end of the line.',
  ),
  'syntax/stray-brace': error(
    (p: { brace: string }) => `${p.brace} does not belong to any block`,
    'There is no line that this { could be the block of, or no open block that this } could end. keepalived reports it and goes on.',
  ),
  'syntax/misread': error(
    () => 'keepalived reads this outside the block that it is meant for',
    'A brace or an unknown block elsewhere upsets which lines belong to which block. keepalived ends a block at the next closing brace, whatever that was meant to close. Repair the other findings about blocks first.',
  ),
  'syntax/too-deep': error(
    (p: { most: number }) => `blocks are nested more than ${p.most} deep here`,
    'No keyword of keepalived nests like that. What is inside is not looked at.',
  ),
  'syntax/unclosed-quote': error(
    () => 'this double quote is not closed on its line',
    'Quotes do not go on over the end of a line, and there is no escape for a quote inside quotes. keepalived drops the rest of the line.',
  ),
  'syntax/line-too-long': error(
    (p: { bytes: number; most: number }) => `this line has ${p.bytes} bytes, and keepalived reads at most ${p.most}`,
    'keepalived drops the first 1023 bytes of such a line and reads the rest as a line of its own. kac reads the whole line. Comments count too.',
  ),
  'syntax/escaped-comment': error(
    (p: { mark: string }) => `${p.mark} begins a comment for keepalived, but in global_defs`,
    'keepalived takes the backslash away and then looks for comments again, so that the rest of the line, a brace too, is lost. kac reads the mark as a letter. Double quotes keep it one in both.',
  ),
  'syntax/nul': error(
    () => 'this line has a NUL byte in it and is left out',
    'Configuration is text. A NUL byte points to a damaged or binary file; keepalived ignores the line.',
  ),
  'syntax/byte-order-mark': error(
    () => 'the file begins with a byte order mark, which keepalived takes for part of the first word',
    'Some editors put this invisible character in front of UTF-8 text. keepalived then does not know the first keyword. kac reads over it; save the file without it.',
  ),

  'expand/unreadable': error(
    (p: { name: string; what: string }) => `${p.name} ${p.what}`,
    'The configuration itself cannot be read. keepalived does not start.',
  ),
  'expand/include-missing': warning(
    (p: { name: string; what: string }) => `${p.name} ${p.what}, so nothing is included`,
    'keepalived mentions a plain include that finds nothing and goes on without it. Use includem or another checked variant where the file has to be there.',
  ),
  'expand/include-refused': error(
    (p: { name: string; what: string }) => `${p.name} ${p.what}, and this include is checked`,
    'includer, includem, includew, includeb, includea and the setting include_check make such an include an error: keepalived does not start.',
  ),
  'expand/outside': error(
    (p: { name: string }) => `${p.name} leads out of the repository that is followed`,
    'Of a repository only its own files are read, whatever its includes and symbolic links name: who may write to it must not reach the files of the host. The commit is refused. Put the file into the repository.',
  ),
  'expand/include-cycle': error(
    (p: { name: string }) => `${p.name} includes itself, directly or through others`,
    'keepalived reads such a file again and again until it has no file descriptors left. kac reads it once.',
  ),
  'expand/undefined-name': error(
    (p: { written: string }) => `${p.written} is not defined`,
    'A name in braces that is not defined when the line is used stays as it is, and its braces then split the line. Definitions are made with $NAME=value on a line of its own, above the use.',
  ),
  'expand/misused-name': error(
    (p: { written: string }) => `${p.written} does not have the arguments it needs`,
    '_ENV takes the name of one variable, _RANDOM at most two numbers in ascending order; the other predefined names take nothing.',
  ),
  'expand/definition-inside-line': error(
    (p: { name: string }) => `$${p.name} is a definition of several lines, and has to be the last thing on its line`,
    'A definition that was continued with backslashes can only end a line: its other lines follow that one. keepalived leaves the name as it is otherwise.',
  ),
  'expand/comment-in-definition': error(
    (p: { name: string }) => `this comment ends the definition of $${p.name} for keepalived 2.4.3`,
    'A comment takes the backslash at its end with it, so that what follows is read as lines of their own, outside the definition. kac goes on with the definition, as older releases do. Move the comment above it.',
  ),
  'expand/endless': error(
    () => 'replacing the names in this line does not come to an end, or makes it too long',
    'A definition that leads back to itself never ends in keepalived; one that makes a line longer than 1022 bytes is left out there without a word. kac leaves the line out.',
  ),
  'expand/bad-sequence': error(
    (p: { form: string; why: string }) => `${p.form} cannot be read: ${p.why}`,
    'Forms are ~SEQ(NAME, START, STEP, END), with START and STEP optional, and ~LST(NAME, VALUE, ...) or ~LST({NAME, NAME}, {VALUE, VALUE}, ...). keepalived drops the whole line.',
  ),
  'expand/too-much': error(
    (p: { most: number; what: string }) => `there are more than ${p.most} ${p.what}`,
    'A limit of kac, far above what a host can use. Mostly a number in a sequence is wrong, a definition uses itself, files include each other many times, or a file is no configuration. The configuration is not used.',
  ),
  'expand/too-deep': error(
    (p: { most: number }) => `files, definitions and sequences are more than ${p.most} deep here`,
    'A limit of kac: mostly a definition of several lines that uses itself. The configuration is not used.',
  ),

  'bind/missing-argument': error(
    (p: { keyword: string }) => `${p.keyword} needs a word after it`,
    'A word that is needed is missing at the end of the line. Mostly keepalived stops reading at such a line and does not start.',
  ),
  'bind/not-a-number': error(
    (p: { keyword: string; text: string }) => `"${p.text}" is not a number that ${p.keyword} takes`,
    'Numbers are decimal digits with nothing after them; no unit, no hexadecimal. A configuration test of keepalived drops such a line, the running daemon may use the leading digits.',
  ),
  'bind/out-of-range': error(
    (p: { keyword: string; text: string; range: string }) => `${p.keyword} is ${p.text} and has to be ${p.range}`,
    'The number is outside what the keyword takes. keepalived leaves the line out, or takes the nearest value where the hint says so.',
  ),
  'bind/too-precise': error(
    (p: { keyword: string; text: string; decimals: number }) =>
      `${p.keyword} is ${p.text}, with more than ${p.decimals} decimals`,
    'Times are kept in microseconds; further decimals are rounded away.',
  ),
  'bind/not-an-address': error(
    (p: { keyword: string; text: string }) => `"${p.text}" is not an address that ${p.keyword} takes`,
    'Addresses are IPv4 with four decimal parts and no leading zeros, or IPv6 without a zone. Names are not looked up. keepalived leaves the line out.',
  ),
  'bind/wrong-address': error(
    (p: { keyword: string; text: string; wanted: string }) => `${p.text} is not ${p.wanted}, as ${p.keyword} needs`,
    'The address is well formed but of a kind that does not fit. keepalived leaves the line out.',
  ),
  'bind/bad-prefix': error(
    (p: { text: string; most: number }) => `"${p.text}" has no prefix length between 0 and ${p.most}`,
    'The prefix length is a number of bits; masks such as 255.255.255.0 are not understood.',
  ),
  'bind/ignored-text': warning(
    (p: { text: string; kept: string; rest: string }) => `"${p.text}" is read as ${p.kept}: "${p.rest}" has no effect`,
    'Only an address fits here. keepalived cuts off what follows it without saying so.',
  ),
  'bind/unknown-value': error(
    (p: { keyword: string; text: string; choices: readonly string[] }) =>
      `${p.keyword} takes ${anyOf(p.choices)}, not "${p.text}"`,
    'The keyword takes one of a few words, spelt exactly so. keepalived leaves the line out or uses its default.',
  ),
  'bind/too-long': error(
    (p: { keyword: string; text: string; max: number }) =>
      `"${p.text}" is longer than the ${p.max} bytes that ${p.keyword} takes`,
    'The word does not fit. keepalived leaves the line out, or cuts the word where the hint says so.',
  ),
  'bind/secret-too-long': error(
    (p: { keyword: string; max: number }) => `only the first ${p.max} bytes of ${p.keyword} count`,
    'Adverts have room for eight bytes of password. Two longer passwords that begin alike are equal on the wire. Write the eight bytes that count.',
  ),
  'bind/bad-interface': error(
    (p: { keyword: string; text: string }) => `${p.keyword} is "${p.text}", which no interface is called`,
    'Names of interfaces have no colon and no slash: eth0:1 is a label of an address on eth0. What ip shows as eth0@if2 is eth0. A name with $ is a definition that is not made. keepalived does not find such an interface, and refuses the whole file where it needs one.',
  ),
  'bind/bad-digest': error(
    (p: { text: string }) => `"${p.text}" is not a digest of 32 hexadecimal digits`,
    'The digest of a page is its MD5 sum in hexadecimal. keepalived leaves the line out.',
  ),
  'bind/bad-status-code': error(
    (p: { text: string }) => `"${p.text}" is not a status code from 100 to 599, nor a range of them`,
    'Codes are written 200, ranges 200-299. keepalived skips the word and keeps the others.',
  ),
  'bind/unknown-keyword': error(
    (p: { keyword: string; block: string }) =>
      p.block === '' ? `"${p.keyword}" is not a keyword` : `"${p.keyword}" is not a keyword of ${p.block}`,
    'keepalived ignores a line whose first word it does not know in this block, and reads the lines of its block, if it has one, as if they stood outside. Spelling counts, upper and lower case too.',
  ),
  'bind/unknown-option': error(
    (p: { keyword: string; text: string }) => `"${p.text}" is not an option of a ${p.keyword} line`,
    'The words of the line are options in any order, each with its value. keepalived skips a word that it does not know, and takes the next one for an option again.',
  ),
  'bind/missing-block': error(
    (p: { keyword: string }) => `${p.keyword} needs a block in braces`,
    'The keyword opens a block, and none follows. keepalived takes the next lines for the content of the block, up to the next closing brace.',
  ),
  'bind/empty-block': error(
    (p: { keyword: string }) => `${p.keyword} is empty`,
    'The block has no entries, so it has no effect.',
  ),
  'bind/unexpected-block': error(
    (p: { keyword: string }) => `${p.keyword} does not take a block in braces`,
    'The keyword takes words on its own line. keepalived reports the brace, and reads the lines in it as if they stood outside.',
  ),
  'bind/extra-words': warning(
    (p: { keyword: string; text: string }) => `"${p.text}" has no effect: ${p.keyword} takes no more words`,
    'keepalived ignores the rest of the line without a word. A line is one statement: a second keyword on it is not read.',
  ),
  'bind/dropped-words': error(
    (p: { keyword: string; text: string }) => `"${p.text}" is left out: ${p.keyword} takes no more words`,
    'keepalived reports the words that are too many and ignores them.',
  ),
  'bind/one-name': error(
    (p: { keyword: string; text: string }) => `${p.keyword} takes one name, and "${p.text}" is a second one`,
    'A name with blanks in it has to be in double quotes. keepalived leaves the whole block out.',
  ),
  'bind/repeated': error(
    (p: { keyword: string; kept: 'first' | 'last' }) =>
      `${p.keyword} is given more than once: the ${p.kept} one counts`,
    'The keyword holds one value. Remove the lines that do not count.',
  ),
  'bind/deprecated': warning(
    (p: { keyword: string; instead: string }) => `${p.keyword} is an old name: ${p.instead} is what to write`,
    'The keyword still works and will go some day. keepalived reports some of these at each use.',
  ),
  'bind/missing-keyword': error(
    (p: { block: string; keyword: string }) => `${p.block} has no ${p.keyword}`,
    'The block cannot be used without this keyword. For vrrp_instance keepalived refuses the whole file, so that no instance runs.',
  ),
  'bind/bad-command': error(
    (p: { keyword: string; why: string }) => `the command of ${p.keyword} cannot be run: ${p.why}`,
    'A command is one word, in double quotes where it has arguments; quotes inside it are single ones. keepalived leaves the line out.',
  ),
  'bind/mixed-families': error(
    (p: { what: string; family: number }) => `${p.what} does not fit: the line is of IPv${p.family}`,
    'All addresses of a route or rule are of one family; realms are of IPv4 alone, expires and pref of IPv6. keepalived leaves the line out, or the nexthops from this one on.',
  ),
  'bind/everything-too-late': error(
    () => 'default, any and all have to stand before what tells the family of the line',
    'keepalived takes these words for addresses of a family still to come, and leaves the line out where an address before them told it. Write the destination of a route first, and from all or to all first in a rule.',
  ),
  'bind/or-and-nexthop': error(
    () => 'or does not go with nexthop',
    'or is the old way to name a second router. keepalived leaves the route out. Write one nexthop for each router.',
  ),
  'bind/line-protocol': error(
    (p: { protocol: number }) => `protocol ${p.protocol} needs no_track: 18 is used`,
    'keepalived finds what it tracks by its own protocol number, 18. Another one is for lines with no_track.',
  ),
  'bind/goto': error(
    () => 'goto needs a priority of the rule itself that is below its target',
    'A rule can only send packets on to a later one. keepalived leaves the rule out.',
  ),
  'bind/needs-table': error(
    (p: { keyword: string }) => `${p.keyword} needs a table to look into`,
    'Realms and suppressors say what to do with the route that was found. keepalived leaves the rule out.',
  ),
  'bind/untracked': error(
    (p: { keyword: string }) => `track_group has no effect without ${p.keyword}`,
    'A line goes with its group when its interface fails, so it has to name one. keepalived leaves track_group out.',
  ),
  'bind/no-destination': error(
    () => 'this route leads nowhere: its destination is missing',
    'Behind the kind of route an address has to follow, or default. keepalived leaves the route out.',
  ),
  'bind/bad-range': error(
    (p: { keyword: string; text: string; max: number }) => `${p.keyword} takes FROM-TO up to ${p.max}, not "${p.text}"`,
    'Both ends are needed, also for a single number: 80-80. keepalived reports it and keeps the rule without this condition, for more packets than were meant; kac leaves the rule out.',
  ),
  'bind/bad-mac': error(
    (p: { text: string }) => `"${p.text}" cannot be the MAC address of a virtual router`,
    'It has six octets, or five that the router id follows, is not a group address and not one of those that the standard gives out. keepalived uses the standard one.',
  ),
  'bind/bad-octets': error(
    (p: { keyword: string; text: string }) => `"${p.text}" is not made of hexadecimal digits, as ${p.keyword} needs`,
    'Octets are pairs of hexadecimal digits, with blanks between them or not. keepalived leaves the line out.',
  ),
  'bind/bad-key': error(
    (p: { id: number }) => `key ${p.id} does not have 32 to 64 bytes`,
    'A key is written as it is, as hex: and digits, or as file: and the path of a file with one of the two. keepalived leaves the key out.',
  ),
  'bind/duplicate-name': error(
    (p: { block: string; name: string }) => `there is another ${p.block} "${p.name}" above`,
    'Names are unique. keepalived leaves the second block out, whatever is in it.',
  ),
  'bind/duplicate-entry': error(
    (p: { keyword: string; text: string }) => `${p.text} is in a list of ${p.keyword} already`,
    'keepalived leaves the second one out, and tells so at the end of the list.',
  ),
  'bind/unknown-object': error(
    (p: { what: string; name: string; below: boolean }) =>
      p.below ? `${p.what} ${p.name} stands below: it has to be above` : `there is no ${p.what} ${p.name}`,
    'What is tracked has to be defined, and above the line that names it. keepalived leaves the line out, so nothing is tracked; with a file that is not there its test crashes.',
  ),
  'bind/own-interface': error(
    (p: { name: string }) => `${p.name} is the interface of the instance, which is tracked in any case`,
    'keepalived leaves the line out, with its weight. dont_track_primary is what turns the tracking of its own interface off.',
  ),
  'bind/ignored-weight': error(
    (p: { what: string; why: string; used: 'not tracked' | 'tracked without' }) =>
      `the weight of ${p.what} does not count ${p.why}: it is ${p.used}${p.used === 'tracked without' ? ' it' : ''}`,
    'Members of a sync group change together, and the priority of an owner does not change. sync_group_tracking_weight keeps the weights of members; keepalived keeps that of an interface in any case.',
  ),
  'bind/group-member': error(
    (p: { group: string; member: string; why: 'unknown' | 'taken' }) =>
      p.why === 'unknown'
        ? `there is no vrrp_instance ${p.member} for group ${p.group}`
        : `vrrp_instance ${p.member} is in a group already`,
    'Members are names of instances that can be used, and each is in one group. keepalived leaves the others out.',
  ),
  'bind/small-group': error(
    (p: { group: string; count: number }) =>
      p.count === 0 ? `group ${p.group} has no members and is left out` : `group ${p.group} has only one member`,
    'A sync group is for several instances. They are listed in a block of their own: group { NAME ... }.',
  ),
  'bind/transmit-base': error(
    () => 'unicast with use_vmac needs vmac_xmit_base, which is set',
    'Unicast adverts cannot be sent by the macvlan. keepalived reports that it sends them by the interface below.',
  ),
  'bind/no-effect': error(
    (p: { keyword: string; without: string }) => `${p.keyword} has no effect ${p.without}`,
    'keepalived takes the setting back. Remove the line, or what it does not go with.',
  ),
  'bind/empty-group': error(
    (p: { name: string }) => `virtual_server_group ${p.name} has no address or mark that can be used`,
    'keepalived removes such a group, and what uses it.',
  ),
  'bind/loopback': error(
    () => 'VRRP does not run on the loopback interface',
    'Adverts have to reach other hosts. keepalived refuses the whole file.',
  ),
  'bind/other-family': error(
    (p: { address: string; family: number }) => `${p.address} is left out: this is an IPv${p.family} instance`,
    'An instance has one family, that of the first address in it. IPv4 and IPv6 need an instance each; addresses of the other family can also be held as virtual_ipaddress_excluded.',
  ),
  'bind/version-too-late': error(
    () => 'version 2 is left out, because an IPv6 address stands above it',
    'IPv6 makes an instance version 3. keepalived takes version 2 only where it stands before the first address.',
  ),
  'bind/strict': error(
    (p: { what: string; used: string }) => `strict mode does not allow ${p.what}: ${p.used}`,
    'vrrp_strict and strict_mode hold an instance to the letter of the RFC. What that does not know is dropped or changed, or the whole file is refused.',
  ),
  'bind/preempt-master': error(
    (p: { keyword: string; why: string }) => `${p.keyword} has no effect with ${p.why}`,
    'A router that is to be master at the start, or owns the addresses, takes over in any case. Use state BACKUP on all routers where the running one shall stay.',
  ),
  'bind/rounded-interval': error(
    (p: { interval: string; version: number; used: string }) =>
      `advert_int ${p.interval} does not fit version ${p.version}: ${p.used} s is used`,
    'Version 2 sends the interval in whole seconds, version 3 in hundredths up to 40.95. keepalived rounds to the nearest. All routers of one VRID need the same interval.',
  ),
  'bind/half-authentication': error(
    (p: { missing: string }) => `authentication without ${p.missing} is left out`,
    'A type and a password are both needed. Without them adverts go out without authentication.',
  ),
  'bind/authentication-version': error(
    () => 'authentication is left out: version 3 has none',
    'The authentication of version 2 was taken out of the protocol because it does not protect. keepalived drops it in version 3.',
  ),
  'bind/signing-key': error(
    (p: { key: number | undefined }) =>
      p.key === undefined ? 'auth_hmac has no active_key' : `auth_hmac has no key ${p.key} to sign with`,
    'The active key has to be one of the keys of the block. keepalived runs such an instance without authentication; in kac it stays in FAULT.',
  ),
  'bind/unicast-without-peers': error(
    (p: { keyword: string }) =>
      p.keyword === 'unicast_peer'
        ? 'unicast_peer names no peer: adverts go out by multicast'
        : `${p.keyword} has no effect without a unicast_peer: adverts go out by multicast`,
    'An instance is unicast when it has at least one peer.',
  ),
  'bind/multicast-with-peers': error(
    () => 'mcast_dst_ip has no effect with unicast peers',
    'Adverts go to the peers and to no group.',
  ),
  'bind/group-not-local': error(
    (p: { address: string }) => `${p.address} is not a link-local multicast address`,
    'Adverts do not leave their network, so an IPv6 group has to begin with ff02 or another ff?2. keepalived leaves the line out.',
  ),
  'bind/duplicate-address': error(
    (p: { address: string }) => `${p.address} is listed in this instance already`,
    'keepalived leaves the second one out, whatever prefix it has.',
  ),
  'bind/peer-ttl': error(
    (p: { min: number; max: number }) =>
      `min_ttl ${p.min} is above max_ttl ${p.max}: nothing from this peer is accepted`,
    'The TTL of an arriving advert has to lie between the two.',
  ),
  'bind/no-addresses': error(
    (p: { name: string }) => `vrrp_instance ${p.name} has no virtual_ipaddress`,
    'Version 3 and strict mode need at least one; excluded addresses do not count. keepalived refuses the whole file.',
  ),
  'bind/without-addresses': warning(
    (p: { name: string }) => `vrrp_instance ${p.name} has no virtual_ipaddress`,
    'In version 2 that works, and keepalived reports it. Mostly the block is misspelt, or its addresses could not be read.',
  ),
  'bind/too-many-addresses': error(
    (p: { name: string; fit: number; count: number }) =>
      `${p.count} addresses do not fit an advert of ${p.name}: those after the first ${p.fit} are not listed in it`,
    'An advert is one packet. keepalived holds the others as virtual_ipaddress_excluded.',
  ),
  'bind/option-of-ipv4': error(
    (p: { option: string; address: string }) => `${p.option} has no effect on ${p.address}`,
    'Scopes, labels and broadcast addresses are of IPv4 alone. keepalived leaves the option out, or the address for a broadcast address.',
  ),
  'bind/broadcast-unused': error(
    (p: { why: string }) => `no broadcast address is set: ${p.why}`,
    'A broadcast address needs a network of more than two addresses, and none with a peer.',
  ),
  'bind/peer-family': error(
    (p: { peer: string }) => `peer ${p.peer} is left out: it is not of the family of the address`,
    'Both ends of a link are of one family.',
  ),
  'bind/peer-prefix': error(
    (p: { prefix: number }) => `/${p.prefix} has no effect on an address with a peer`,
    'The prefix of a point-to-point address is that of a single host.',
  ),
  'bind/duplicate-router': error(
    (p: { vrid: number; interface: string; other: string }) =>
      `virtual_router_id ${p.vrid} is used on ${p.interface} by vrrp_instance ${p.other} as well`,
    'Two virtual routers of one family with one id cannot be told apart on a network. keepalived refuses the whole file.',
  ),
  'bind/default-used': warning(
    (p: { block: string; keyword: string; used: string }) => `${p.block} has no ${p.keyword}: ${p.used} is used`,
    'keepalived reports that it falls back on its default. Write what you mean.',
  ),
  'bind/no-real-server': error(
    (p: { service: string }) => `virtual_server ${p.service} has no real_server that can be used`,
    'keepalived drops a virtual server without one.',
  ),
  'bind/duplicate-real-server': error(
    (p: { server: string }) => `real_server ${p.server} is in this virtual_server already`,
    'keepalived removes the second one.',
  ),
  'bind/service-family': error(
    (p: { what: string }) => `${p.what} is not of the family of the service`,
    'Only tunnels carry one family to servers of the other. keepalived leaves it out.',
  ),
  'bind/source-family': error(
    (p: { source: string }) => `bindto ${p.source} is not of the family of the address that is checked`,
    'A connection has one family. keepalived leaves the source out.',
  ),
  'bind/one-packet': error(
    () => 'ops has no effect on this protocol',
    'Scheduling each packet by itself makes sense for UDP, and for services by firewall mark. keepalived leaves it out.',
  ),
  'bind/port-reset': error(
    (p: { server: string; method: string; port: number }) =>
      `${p.server} gets port ${p.port}: ${p.method} cannot change ports`,
    'With DR and TUN the packet arrives at the real server as it was sent, so both use the port of the service.',
  ),
  'bind/protocol-of-mark': warning(
    () => 'protocol has no effect on a service by firewall mark',
    'The mark is all that selects the packets. keepalived reports it and goes on.',
  ),
  'bind/any-port': error(
    (p: { service: string; seconds: number }) =>
      `${p.service} is for any port, so persistence of ${p.seconds} s is used`,
    'A service without a port needs persistence in the kernel.',
  ),
  'bind/quorum': error(
    (p: { keyword: string; value: number; used: number; why: string }) =>
      `${p.keyword} ${p.value} is ${p.why}: ${p.used} is used`,
    'The quorum cannot be more than all weights together, nor the hysteresis more than the quorum less one.',
  ),
  'bind/no-request': error(
    (p: { what: string; missing: string }) => `${p.what} has no ${p.missing} and is left out`,
    'A check without anything to ask for cannot run. Without any check a real server always counts as alive.',
  ),

  'plan/not-a-plan': error(
    () => 'this is not a plan that kac saved',
    'The file is damaged, cut off, or something else altogether. Make the plan again with kac plan --out.',
  ),
  'plan/other-format': error(
    (p: { format: number; wanted: number; kacVersion: string }) =>
      `this plan has format ${p.format}, made by kac ${p.kacVersion}; format ${p.wanted} is needed`,
    'Saved plans are carried out by a kac of the same format only, because no step may be understood differently from how it was shown.',
  ),

  'lint/not-served-yet': note(
    (p: { what: string }) => `kac reads ${p.what} and does not act on it yet`,
    'The keyword is understood and judged, and what it asks for will not happen in this release. What is inside its block is judged too.',
  ),
  'lint/old-name': warning(
    (p: { keyword: string; instead: string }) => `${p.keyword} is an old name: ${p.instead} is what to write`,
    'keepalived takes the old name without a word, or remarks on it in its log only. It will go some day.',
  ),
  'lint/too-many-findings': error(
    (p: { most: number }) => `there are more than ${p.most} findings; what follows is not shown`,
    'A file with so many is mostly no configuration at all: a binary, a log, or a template.',
  ),
  'lint/newer-keyword': error(
    (p: { keyword: string; since: string; release: string }) =>
      `${p.keyword} came with keepalived ${p.since}, and ${p.release} does not know it`,
    'The release that kac lint --target-version names ignores the line, and reads the lines of its block as if they stood outside. Leave it out, or install a newer release.',
  ),
  'lint/template': error(
    (p: { mark: string }) => `this is a template: ${p.mark} is yet to be filled in`,
    'The file is made into configurations by another program, such as Ansible, Puppet, Helm or envsubst. Nothing else is said of it. Judge what comes out of that program; kac lint - reads standard input.',
  ),
  'lint/unused-definition': warning(
    (p: { name: string }) => `$${p.name} is defined and never used`,
    'Nothing in this file, or in what it includes, uses the definition, on any host. Mostly the name is spelt differently where it should be used; otherwise remove the line.',
  ),
  'lint/unused-suppression': warning(
    (p: { code: string }) => `nothing here is ${p.code}, so this comment has no effect`,
    'A comment kac-ignore speaks for its own line, or for the next when it stands alone. Remove it when what it was for is gone.',
  ),
  'lint/suppression-without-reason': warning(
    (p: { code: string }) => `kac-ignore ${p.code} gives no reason, so it has no effect`,
    'Write kac-ignore CODE: and why the finding does not apply, for whoever reads it next.',
  ),
}

export type Code = keyof typeof catalogue
export type ParamsOf<C extends Code> = Parameters<(typeof catalogue)[C]['message']>[0]
