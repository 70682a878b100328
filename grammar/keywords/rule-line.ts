import { derived, leaf } from '../table.ts'
import {
  as,
  constant,
  family,
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
  record,
  U32,
  unsigned64,
  type ValueType,
} from '../values/index.ts'
import { tables } from './route-line.ts'

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
const table = numbered(tables, { min: 1, file: 'rt_tables' })
const lookup = as(table, {
  to: (number): RuleAction => ({ kind: 'table', table: number }),
  from: (value) => (value.kind === 'table' ? value.table : 0),
  json: () => record({ kind: { const: 'table' }, table: table.json() }),
})
const jump = as(number, {
  to: (target): RuleAction => ({ kind: 'goto', priority: target }),
  from: (value) => (value.kind === 'goto' ? value.priority : 0),
  json: () => record({ kind: { const: 'goto' }, priority: number.json() }),
})
const groupNumber = numbered({ default: 0 }, { max: I32, file: 'group' })

const conditions = [
  leaf('not', 'inverted', flag(), {
    default: false,
    since: '1.2.24',
    doc: 'The rule is for packets that its conditions do not describe.',
  }),
  option(
    'from',
    'from',
    network(),
    'Packets from these addresses. all has to stand before a condition that tells the family.',
    '1.2.20',
  ),
  option(
    'to',
    'to',
    network(),
    'Packets to these addresses. all has to stand before a condition that tells the family.',
    '1.2.20',
  ),
  option(
    'iif',
    'inputInterface',
    interfaceName(),
    'Packets that came in by this interface; lo for those of this host itself. The instance depends on the interface unless no_track is given.',
  ),
  option('dev', 'inputInterface', interfaceName(), 'The same as iif.'),
  option(
    'oif',
    'outputInterface',
    interfaceName(),
    'Packets of programs on this host that bound their socket to this interface.',
  ),
  option('tos', 'tos', numbered({}, { max: 255, file: 'rt_dsfield' }), 'Packets with this type of service.'),
  option('dsfield', 'tos', numbered({}, { max: 255, file: 'rt_dsfield' }), 'The same as tos.'),
  option('fwmark', 'fwmark', mark(), 'Packets with this firewall mark; after a slash, which of its bits count.'),
  option(
    'uidrange',
    'userIds',
    numberRange(U32),
    'Packets of programs on this host that run as one of these users, by number.',
    '1.3.5',
  ),
  option(
    'ipproto',
    'protocolNumber',
    numbered(protocols, { max: 127 }),
    'Packets of this protocol, by name or number.',
    '2.0.1',
  ),
  option(
    'sport',
    'sourcePorts',
    numberRange(65535),
    'Packets from these ports. One port is a range too: 80-80.',
    '2.0.1',
  ),
  option(
    'dport',
    'destinationPorts',
    numberRange(65535),
    'Packets to these ports. One port is a range too: 80-80.',
    '2.0.1',
  ),
  option('tunnel-id', 'tunnelId', unsigned64(), 'Packets that came out of the tunnel with this key.'),
] as const

const effects = [
  action(
    'table',
    lookup,
    'Looks into this routing table, by number or name. Where it has no route for the packet the next rule is asked.',
    '1.2.20',
  ),
  action('lookup', lookup, 'The same as table.', '1.2.20'),
  verdict('l3mdev', 'l3mdev', 'Looks into the table of the VRF that the packet belongs to.'),
  action(
    'goto',
    jump,
    'Goes on at the rule with this priority, which has to be above its own, and that has to be given.',
  ),
  verdict('nop', 'nop', 'Does nothing, as a place for goto to lead to.'),
  leaf('type', 'typed', flag(), { since: '1.2.24', doc: 'May stand before blackhole, unreachable and prohibit.' }),
  verdict('blackhole', 'blackhole', 'Drops the packet, and tells nobody.'),
  verdict('6', 'blackhole', 'The number of blackhole.'),
  verdict('unreachable', 'unreachable', 'Drops the packet, and tells its sender that the network cannot be reached.'),
  verdict('7', 'unreachable', 'The number of unreachable.'),
  verdict('prohibit', 'prohibit', 'Drops the packet, and tells its sender that it is not allowed.'),
  verdict('8', 'prohibit', 'The number of prohibit.'),
  option(
    'realms',
    'realms',
    realms(),
    'Realms of source and destination for accounting. IPv4 alone, and with a table.',
  ),
  option(
    'suppress_prefixlength',
    'suppressPrefixLength',
    int({ min: 0, max: I32 }),
    'Takes no route from the table whose prefix has at most this length: 0 leaves the default route out. Needs a table.',
  ),
  option('sup_pl', 'suppressPrefixLength', int({ min: 0, max: I32 }), 'The same as suppress_prefixlength.'),
  option(
    'suppress_ifgroup',
    'suppressGroup',
    groupNumber,
    'Takes no route from the table that leads over an interface of this group. Needs a table.',
  ),
  option('sup_group', 'suppressGroup', groupNumber, 'The same as suppress_ifgroup.'),
  leaf('priority', 'priority', priority, {
    default: derived,
    spoils: true,
    since: '1.2.24',
    doc: 'Where the rule stands among the others: the lowest is asked first. Unless given that is 16384 for the first such rule of a family, and one less for each further one.',
  }),
  option('preference', 'priority', priority, 'The same as priority.'),
  option('order', 'priority', priority, 'The same as priority.'),
  leaf('protocol', 'protocol', int({ min: 0, max: 255 }), {
    since: '2.0.1',
    doc: 'Who the rule is said to be made by, by number; 18, which is keepalived, unless given. Another one needs no_track.',
  }),
  leaf('inet', 'family', family(4), {
    default: derived,
    since: '2.0.1',
    doc: 'Says that the rule is of IPv4, where no address does.',
  }),
  leaf('inet6', 'family', family(6), {
    since: '2.0.1',
    doc: 'Says that the rule is of IPv6, where no address does.',
  }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The instance does not react when somebody takes the rule away, or when its interfaces go down.',
  }),
] as const

/** A line of `virtual_rules`. */
export const ruleLine = { head: nothing(), rows: [...conditions, ...effects] } as const
