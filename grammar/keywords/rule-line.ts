import { derived, leaf } from '../table.ts'
import {
  as,
  constant,
  flag,
  I32,
  int,
  interfaceName,
  mark,
  network,
  nothing,
  numbered,
  numberRange,
  realms,
  U32,
  unsigned64,
  type ValueType,
} from '../values/index.ts'
import { tables, trackGroup } from './route-line.ts'

/** An option with a bad value makes the rule useless. */
function option<const F extends string, V>(
  keyword: string,
  field: F,
  type: ValueType<V>,
  doc: string,
  since = '1.2.24',
) {
  return leaf(keyword, field, type, { spoils: true, since, doc })
}

/** What is done with a packet that a rule is for. A rule has exactly one. */
export type RuleAction =
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'goto'; readonly priority: number }
  | { readonly kind: 'l3mdev' | 'nop' | 'blackhole' | 'unreachable' | 'prohibit' }

function action(keyword: string, type: ValueType<RuleAction>, doc: string, since = '1.2.24') {
  return leaf(keyword, 'action', type, { required: true, repeat: 'first', spoils: true, since, doc })
}

function verdict(keyword: string, kind: 'l3mdev' | 'nop' | 'blackhole' | 'unreachable' | 'prohibit', doc: string) {
  return action(keyword, constant<RuleAction>({ kind }), doc, kind === 'l3mdev' ? '1.4.3' : '1.2.24')
}

const protocols = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  'ipv6-icmp': 58,
  sctp: 132,
  udplite: 136,
}
const number = int({ min: 0, max: U32 })
const priority = numbered({})
const lookup = as(numbered(tables, { min: 1 }), {
  to: (table): RuleAction => ({ kind: 'table', table }),
  from: (value) => (value.kind === 'table' ? value.table : 0),
})
const jump = as(number, {
  to: (target): RuleAction => ({ kind: 'goto', priority: target }),
  from: (value) => (value.kind === 'goto' ? value.priority : 0),
})
const groupNumber = numbered({ default: 0 }, { max: I32 })

const conditions = [
  leaf('not', 'inverted', flag(), { default: false, since: '1.2.24', doc: 'The rule holds for what does not match.' }),
  option('from', 'from', network(), 'Packets from these addresses.', '1.2.20'),
  option('to', 'to', network(), 'Packets to these addresses.', '1.2.20'),
  option('iif', 'inputInterface', interfaceName(), 'Packets that came in by this interface.'),
  option('dev', 'inputInterface', interfaceName(), 'The same as iif.'),
  option('oif', 'outputInterface', interfaceName(), 'Packets of sockets that are bound to this interface.'),
  option('tos', 'tos', numbered({}, { max: 255 }), 'Packets with this type of service.'),
  option('dsfield', 'tos', numbered({}, { max: 255 }), 'The same as tos.'),
  option('fwmark', 'fwmark', mark(), 'Packets with this firewall mark.'),
  option('uidrange', 'userIds', numberRange(U32), 'Packets of these users.', '1.3.5'),
  option('ipproto', 'protocolNumber', numbered(protocols, { max: 127 }), 'Packets of this protocol.', '2.0.1'),
  option('sport', 'sourcePorts', numberRange(65535), 'Packets from these ports.', '2.0.1'),
  option('dport', 'destinationPorts', numberRange(65535), 'Packets to these ports.', '2.0.1'),
  option('tunnel-id', 'tunnelId', unsigned64(), 'Packets of this tunnel.'),
] as const

const effects = [
  action('table', lookup, 'The routing table to look into.', '1.2.20'),
  action('lookup', lookup, 'The same as table.', '1.2.20'),
  verdict('l3mdev', 'l3mdev', 'Look into the table of the VRF that the packet belongs to.'),
  action('goto', jump, 'Go on at the rule with this priority, which is above its own.'),
  verdict('nop', 'nop', 'Do nothing; a target for goto.'),
  leaf('type', 'typed', flag(), { since: '1.2.24', doc: 'May stand before blackhole, unreachable and prohibit.' }),
  verdict('blackhole', 'blackhole', 'Drop the packet without a word.'),
  verdict('6', 'blackhole', 'The number of blackhole.'),
  verdict('unreachable', 'unreachable', 'Tell the sender that the network cannot be reached.'),
  verdict('7', 'unreachable', 'The number of unreachable.'),
  verdict('prohibit', 'prohibit', 'Tell the sender that it is not allowed.'),
  verdict('8', 'prohibit', 'The number of prohibit.'),
  option('realms', 'realms', realms(), 'Realms for accounting. IPv4 alone, and with a table.'),
  option(
    'suppress_prefixlength',
    'suppressPrefixLength',
    int({ min: 0, max: I32 }),
    'Skip routes of at most this prefix.',
  ),
  option('sup_pl', 'suppressPrefixLength', int({ min: 0, max: I32 }), 'The same as suppress_prefixlength.'),
  option('suppress_ifgroup', 'suppressGroup', groupNumber, 'Skip routes by interfaces of this group.'),
  option('sup_group', 'suppressGroup', groupNumber, 'The same as suppress_ifgroup.'),
  leaf('priority', 'priority', priority, {
    default: derived,
    spoils: true,
    since: '1.2.24',
    doc: 'Where the rule stands among the others: the least is asked first.',
  }),
  option('preference', 'priority', priority, 'The same as priority.'),
  option('order', 'priority', priority, 'The same as priority.'),
  leaf('protocol', 'protocol', int({ min: 0, max: 255 }), {
    since: '2.0.1',
    doc: 'Who made the rule, by number.',
  }),
  leaf('inet', 'family', constant<4 | 6>(4), { default: derived, since: '2.0.1', doc: 'An IPv4 rule.' }),
  leaf('inet6', 'family', constant<4 | 6>(6), { since: '2.0.1', doc: 'An IPv6 rule.' }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The loss of this rule, or of its interfaces, changes nothing.',
  }),
] as const

/** A line of `virtual_rules`. */
export const ruleLine = { head: nothing(), rows: [...conditions, ...effects] } as const

/** A line of `static_rules`. */
export const staticRuleLine = { head: nothing(), rows: [...conditions, ...effects, trackGroup] } as const
