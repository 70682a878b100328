import { derived, leaf } from '../table.ts'
import {
  cidr,
  constant,
  destination,
  encapsulation,
  flag,
  gateway,
  int,
  interfaceName,
  ip,
  lockable,
  nexthops,
  nothing,
  numbered,
  oneOf,
  oneOfNumbers,
  realms,
  routeTime,
  scope,
  text,
  U32,
  type ValueType,
} from '../values/index.ts'

/** Names of the tables that every host has; others are in files of iproute2. */
export const tables = { default: 253, main: 254, local: 255 }
const protocols = {
  none: 0,
  redirect: 1,
  kernel: 2,
  boot: 3,
  static: 4,
  gated: 8,
  ra: 9,
  mrt: 10,
  zebra: 11,
  bird: 12,
  dnrouted: 13,
  xorp: 14,
  ntk: 15,
  dhcp: 16,
  keepalived: 18,
  babel: 42,
}

/** An option with a bad value makes the route useless. */
function option<const F extends string, V>(
  keyword: string,
  field: F,
  type: ValueType<V>,
  doc: string,
  since = '1.2.24',
) {
  return leaf(keyword, field, type, { spoils: true, since, doc })
}

const number = int({ min: 0, max: U32 })
const metric = lockable(number)

const path = [
  option('src', 'source', ip(), 'Address that packets of this host leave with.', '1.0.2'),
  option('from', 'from', cidr(), 'Packets from these addresses only. IPv6 alone.'),
  option('via', 'gateway', gateway(), 'The router that packets are handed to.', '1.0.1'),
  leaf('gw', 'gateway', gateway(), {
    spoils: true,
    deprecated: 'via',
    since: '1.0.1',
    doc: 'The old name of via.',
  }),
  leaf('or', 'secondGateway', ip(), {
    repeat: 'first',
    deprecated: 'nexthop',
    since: '1.1.16',
    doc: 'A second router that shares the packets with the first.',
  }),
  option('dev', 'dev', interfaceName(), 'The interface that packets leave by.', '1.0.1'),
  option('oif', 'dev', interfaceName(), 'The same as dev.', '1.0.1'),
  option('onlink', 'onlink', flag(), 'The gateway is taken to be on the interface whatever its addresses are.'),
  option('table', 'table', numbered(tables), 'The routing table, by number or name; main unless given.', '1.0.2'),
  option('vrf', 'vrf', interfaceName(), 'The VRF whose table the route goes to.', '2.2.5'),
] as const

const selection = [
  option('metric', 'metric', number, 'Which of several routes wins: the one with the least.', '1.1.15'),
  option('priority', 'metric', number, 'The same as metric.', '1.1.15'),
  option('preference', 'metric', number, 'The same as metric.', '1.1.15'),
  leaf('protocol', 'protocol', numbered(protocols, { max: 255 }), {
    default: 18,
    spoils: true,
    since: '1.2.24',
    doc: 'Who made the route; keepalived unless given.',
  }),
  option('scope', 'scope', scope(), 'How far the destination is.', '1.0.3'),
  option('tos', 'tos', numbered({}, { max: 255 }), 'Packets with this type of service only.'),
  option('dsfield', 'tos', numbered({}, { max: 255 }), 'The same as tos.'),
  option('realms', 'realms', realms(), 'Realms for accounting and filters. IPv4 alone.'),
  option('expires', 'expires', number, 'Seconds after which the kernel removes the route. IPv6 alone.'),
  option('pref', 'pref', numbered({ low: 3, medium: 0, high: 1 }, { max: 255 }), 'Preference of a router. IPv6 alone.'),
] as const

const metrics = [
  option('mtu', 'mtu', metric, 'Largest packet on the path.'),
  option('advmss', 'advmss', metric, 'Segment size told to the peers of TCP.'),
  option('rtt', 'rtt', lockable(routeTime(0.125)), 'First estimate of the round trip time.'),
  option('rttvar', 'rttvar', lockable(routeTime(0.25)), 'First estimate of how much the round trip time varies.'),
  option('rto_min', 'rtoMin', lockable(routeTime(1)), 'Least time before TCP sends again.'),
  option('reordering', 'reordering', metric, 'How far packets may be out of order before one counts as lost.'),
  option('cwnd', 'cwnd', metric, 'Clamp of the congestion window; lock makes it hold.'),
  option('ssthresh', 'ssthresh', metric, 'First slow start threshold.'),
  option('congctl', 'congctl', lockable(text({ what: 'an algorithm' })), 'Congestion control of TCP.'),
  option('window', 'window', number, 'Largest window told to peers.'),
  option('hoplimit', 'hoplimit', int({ min: 0, max: 255 }), 'Hop limit of packets.'),
  option('initcwnd', 'initcwnd', number, 'First congestion window.'),
  option('initrwnd', 'initrwnd', number, 'First receive window.'),
  leaf('features', 'features', oneOf(['ecn']), {
    since: '1.2.24',
    doc: 'ecn: ask for explicit congestion notification.',
  }),
  option('quickack', 'quickack', oneOfNumbers(0, 1), '1: acknowledge at once.'),
  option('fastopen_no_cookie', 'fastopenNoCookie', oneOfNumbers(0, 1), '1: TCP fast open needs no cookie.', '1.4.3'),
  leaf('ttl-propagate', 'ttlPropagate', oneOf(['enabled', 'disabled']), {
    bad: { use: 'disabled' },
    since: '2.0.8',
    doc: 'Whether the TTL is carried over where MPLS ends.',
  }),
] as const

const mode = constant<'add' | 'append' | 'prepend'>

const rowsOfBoth = [
  leaf('', 'destination', destination(), {
    required: true,
    spoils: true,
    since: '1.0.1',
    doc: 'Where the route leads, with the kind of route before it where that is not unicast.',
  }),
  leaf('to', 'destination', destination(), { spoils: true, since: '1.0.1', doc: 'The same, after a word of its own.' }),
  ...path,
  ...selection,
  ...metrics,
  leaf('inet', 'family', constant<4 | 6>(4), { default: derived, since: '1.2.24', doc: 'An IPv4 route.' }),
  leaf('inet6', 'family', constant<4 | 6>(6), { since: '1.2.24', doc: 'An IPv6 route.' }),
  option('encap', 'encapsulation', encapsulation(), 'How packets are wrapped: ip, ip6, mpls or ila and their options.'),
  option(
    'nexthop',
    'nexthops',
    nexthops(),
    'Routers that share the packets, each with via, dev, weight and so on.',
    '1.2.24',
  ),
  leaf('add', 'mode', mode('add'), { since: '2.2.5', doc: 'Fail where such a route exists.' }),
  leaf('append', 'mode', mode('append'), { since: '2.2.5', doc: 'Put it behind routes that are alike.' }),
  leaf('prepend', 'mode', mode('prepend'), {
    default: 'prepend',
    since: '2.2.5',
    doc: 'Put it before routes that are alike, which is the default.',
  }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The loss of this route, or of its interface, changes nothing.',
  }),
] as const

/** A line of `virtual_routes`. */
export const routeLine = { head: nothing(), rows: rowsOfBoth } as const

/** The group that follows an entry of this host. */
export const trackGroup = leaf('track_group', 'trackGroup', text({ what: 'a track_group' }), {
  repeat: 'first',
  since: '2.0.3',
  doc: 'Instances that suffer with it.',
})

/** A line of `static_routes`. */
export const staticRouteLine = { head: nothing(), rows: [...rowsOfBoth, trackGroup] } as const
