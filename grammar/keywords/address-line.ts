import { derived, leaf } from '../table.ts'
import { broadcast, cidr, constant, flag, interfaceName, ip, lifetime, scope, text } from '../values/index.ts'

/** Options of every address. */
export const addressOptions = [
  leaf('dev', 'dev', interfaceName(), {
    default: derived,
    repeat: 'first',
    spoils: true,
    since: '1.0.1',
    doc: 'Interface that the address goes on, where that is not the interface of the instance. The instance then depends on it too.',
  }),
  leaf('brd', 'broadcast', broadcast(), {
    spoils: true,
    since: '1.1.3',
    doc: 'Broadcast address; + sets all host bits of the prefix, - clears them. IPv4 alone, and not with a peer.',
  }),
  leaf('broadcast', 'broadcast', broadcast(), { spoils: true, since: '1.1.3', doc: 'The same as brd.' }),
  leaf('scope', 'scope', scope(), {
    default: 0,
    since: '1.0.3',
    doc: 'How far the address is valid: global, site, link, host, nowhere, or a number. IPv4 alone; for IPv6 the kernel decides.',
  }),
  leaf('label', 'label', text({ what: 'a label', max: 15 }), {
    spoils: true,
    since: '1.1.14',
    doc: 'Name that older tools show in place of the interface, such as eth0:1; at most 15 bytes. IPv4 alone.',
  }),
  leaf('peer', 'peer', ip(), {
    repeat: 'first',
    since: '2.0.0',
    doc: 'Address at the other end of a point-to-point link. The prefix is then that of a single host.',
  }),
  leaf('home', 'home', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'Marks the address as the home address of Mobile IPv6.',
  }),
  leaf('-nodad', 'nodad', constant<boolean>(false), {
    default: derived,
    since: '1.3.6',
    doc: 'The kernel looks for another holder of the IPv6 address before it lets it be used, which takes about a second. Otherwise it is in use at once, as a failover needs.',
  }),
  leaf('mngtmpaddr', 'mngtmpaddr', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'The kernel makes temporary addresses for privacy from this IPv6 address.',
  }),
  leaf('noprefixroute', 'noprefixroute', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'The kernel makes no route to the network of the address along with it. Wanted for a prefix that another interface already leads to.',
  }),
  leaf('autojoin', 'autojoin', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'Joins the multicast group that this address is, so that switches forward it.',
  }),
  leaf('preferred_lft', 'preferredLifetime', lifetime(), {
    since: '2.0.20',
    doc: 'Seconds that the kernel may choose the IPv6 address as source of new connections, or forever; 0 for never. Unless given that is forever, and never for a /128.',
  }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The instance does not react when somebody takes the address away, or when its interface goes down.',
  }),
] as const

/** A line of `virtual_ipaddress` and its like: an address, then options in any order. */
export const addressLine = {
  head: cidr(),
  rows: [
    ...addressOptions,
    leaf('use_vmac', 'useVmac', flag(), {
      default: false,
      since: '2.2.0',
      doc: 'Puts the address on a macvlan of its own that has the virtual MAC address, on the interface that dev names.',
    }),
  ],
} as const
