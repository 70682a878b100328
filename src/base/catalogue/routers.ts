import { error, warning } from './entry.ts'

/** Virtual routers: instances, sync groups, trackers, addresses. */
export const routerEntries = {
  'bind/own-interface': error(
    (p: { name: string }) => `${p.name} is the interface of the instance, which is tracked in any case`,
    'keepalived leaves the line out, with its weight. dont_track_primary is what turns the tracking of its own interface off.',
  ),
  'bind/ignored-weight': error(
    (p: { what: string; why: string; used: 'not tracked' | 'tracked without' }) =>
      `the weight of ${p.what} does not count ${p.why}: it is ${p.used}${p.used === 'tracked without' ? ' it' : ''}`,
    'Members of a sync group change together, and the priority of an owner does not change. sync_group_tracking_weight keeps the weights of members; keepalived keeps that of an interface in any case.',
  ),
  'bind/tracked-twice': error(
    (p: { name: string; group: string }) => `${p.name} is tracked for group ${p.group} already`,
    'What a group tracks holds for all its members. Of the two weights that of the group counts, unless this one is 0.',
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
  'bind/loopback': error(
    () => 'VRRP does not run on the loopback interface',
    'Adverts have to reach other hosts. keepalived refuses the whole file.',
  ),
  'bind/other-family': error(
    (p: { address: string; family: number }) => `${p.address} is left out: this is an IPv${p.family} instance`,
    'An instance has one family, that of the first address in it. IPv4 and IPv6 need an instance each; addresses of the other family can also be held as virtual_ipaddress_excluded.',
  ),
  'bind/native-too-late': error(
    () => 'native_ipv6 is left out, because an IPv4 address stands above it',
    'The first address of an instance decides its family. keepalived takes native_ipv6 only where it stands before it.',
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
}
