import { error, warning } from './entry.ts'

/** Words, values and blocks, whatever they are about. */
export const wordEntries = {
  'bind/empty-label': error(
    (p: { text: string }) => `"${p.text}" is no domain: one of its labels is empty`,
    'Labels stand between dots. keepalived leaves the line out.',
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
  'bind/bad-addresses': error(
    (p: { text: string; why: string }) => `${p.text} is left out: ${p.why}`,
    'Addresses of a group are one address, a network such as 192.0.2.0/24, or a range such as 192.0.2.1-9.',
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
  'bind/repeated-list': error(
    (p: { keyword: string }) => `there is a second list of ${p.keyword} in this block`,
    'keepalived loses the whole block for it, and reads what follows otherwise than meant. kac takes the entries of both. Write one list.',
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
  'bind/no-effect': error(
    (p: { keyword: string; without: string }) => `${p.keyword} has no effect ${p.without}`,
    'keepalived takes the setting back. Remove the line, or what it does not go with.',
  ),
}

function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
