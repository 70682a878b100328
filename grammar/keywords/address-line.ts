import { derived, leaf } from '../table.ts'
import { broadcast, cidr, constant, flag, interfaceName, ip, lifetime, scope, text } from '../values/index.ts'

/** Options of every address. */
export const addressOptions = [
  leaf('dev', 'dev', interfaceName(), {
    default: derived,
    repeat: 'first',
    spoils: true,
    since: '1.0.1',
    doc: 'Interface the address goes on, if it is not that of the instance.',
  }),
  leaf('brd', 'broadcast', broadcast(), {
    spoils: true,
    since: '1.1.3',
    doc: 'Broadcast address, or + or - to take the prefix with its host bits set or clear. IPv4 only.',
  }),
  leaf('broadcast', 'broadcast', broadcast(), { spoils: true, since: '1.1.3', doc: 'The same as brd.' }),
  leaf('scope', 'scope', scope(), {
    default: 0,
    since: '1.0.3',
    doc: 'Where the address is valid. IPv4 only: the kernel decides for IPv6.',
  }),
  leaf('label', 'label', text({ what: 'a label', max: 15 }), {
    spoils: true,
    since: '1.1.14',
    doc: 'Name that older tools show instead of the interface, such as eth0:1. IPv4 only.',
  }),
  leaf('peer', 'peer', ip(), {
    repeat: 'first',
    since: '2.0.0',
    doc: 'Address at the other end of a point-to-point link. The prefix is then that of a single host.',
  }),
  leaf('home', 'home', flag(), { default: false, since: '1.3.6', doc: 'Mobile IPv6 home address.' }),
  leaf('-nodad', 'nodad', constant<boolean>(false), {
    default: derived,
    since: '1.3.6',
    doc: 'Let the kernel look for duplicates of an IPv6 address before it is used; they are added without that otherwise.',
  }),
  leaf('mngtmpaddr', 'mngtmpaddr', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'The kernel manages temporary addresses made from this IPv6 address.',
  }),
  leaf('noprefixroute', 'noprefixroute', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'The kernel adds no route to the prefix along with the address.',
  }),
  leaf('autojoin', 'autojoin', flag(), {
    default: false,
    since: '1.3.6',
    doc: 'Join the multicast group that this address is.',
  }),
  leaf('preferred_lft', 'preferredLifetime', lifetime(), {
    since: '2.0.20',
    doc: 'How long the kernel may choose an IPv6 address as source: 0 never, which is the default for a /128.',
  }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The loss of this address, or of its interface, does not change the state of the instance.',
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
      doc: 'Put the address on an interface of its own that has the virtual MAC address.',
    }),
  ],
} as const
