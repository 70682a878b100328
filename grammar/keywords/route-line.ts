import { derived, leaf } from '../table.ts'
import {
  afterWord,
  cidr,
  constant,
  destination,
  encapsulation,
  family,
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
  option(
    'src',
    'source',
    ip(),
    'Address of this host that it prefers as source of packets by this route. The kernel wants it to be there, so mostly it is one of the virtual addresses.',
    '1.0.2',
  ),
  option('from', 'from', cidr(), 'Only packets from this network take the route. IPv6 alone.'),
  option('via', 'gateway', gateway(), 'The router that packets are handed to, of the family of the route.', '1.0.1'),
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
    doc: 'A second router that shares the packets with the one of via. Write two nexthop instead.',
  }),
  option(
    'dev',
    'dev',
    interfaceName(),
    'The interface that packets leave by. The instance depends on it unless no_track is given.',
    '1.0.1',
  ),
  option('oif', 'dev', interfaceName(), 'The same as dev.', '1.0.1'),
  option(
    'onlink',
    'onlink',
    flag(),
    'Takes the router to be on the interface even where no network of the interface says so.',
  ),
  option(
    'table',
    'table',
    numbered(tables, { file: 'rt_tables' }),
    'The routing table, by number or name; main unless given. Packets look there only if a rule says so.',
    '1.0.2',
  ),
  option(
    'vrf',
    'vrf',
    interfaceName(),
    'The VRF whose table the route goes into. It has to exist when the daemon starts.',
    '2.2.5',
  ),
] as const

const selection = [
  option(
    'metric',
    'metric',
    number,
    'Which of several routes to one destination is taken: that of the lowest number. The kernel makes it 1024 for IPv6 where none is given; write it there, so that the route can be found again.',
    '1.1.15',
  ),
  option('priority', 'metric', number, 'The same as metric.', '1.1.15'),
  option('preference', 'metric', number, 'The same as metric.', '1.1.15'),
  leaf('protocol', 'protocol', numbered(protocols, { max: 255, file: 'rt_protos' }), {
    default: 18,
    spoils: true,
    since: '1.2.24',
    doc: 'Who the route is said to be made by, by number or name; keepalived, which is 18, unless given. Another one needs no_track.',
  }),
  option(
    'scope',
    'scope',
    scope(),
    'How far the destination is: link for one that needs no router, global otherwise.',
    '1.0.3',
  ),
  option(
    'tos',
    'tos',
    numbered({}, { max: 255, file: 'rt_dsfield' }),
    'Only packets with this type of service take the route.',
  ),
  option('dsfield', 'tos', numbered({}, { max: 255, file: 'rt_dsfield' }), 'The same as tos.'),
  option('realms', 'realms', realms(), 'Realms of source and destination for accounting and filters. IPv4 alone.'),
  option('expires', 'expires', number, 'Seconds after which the kernel takes the route away. IPv6 alone.'),
  option(
    'pref',
    'pref',
    numbered({ low: 3, medium: 0, high: 1 }, { max: 255 }),
    'How a router compares with others that announce themselves: low, medium or high. IPv6 alone.',
  ),
] as const

const metrics = [
  option(
    'mtu',
    'mtu',
    metric,
    'Largest packet in bytes by this route. With lock before the number the kernel does not try to find a smaller one.',
  ),
  option(
    'advmss',
    'advmss',
    metric,
    'Segment size in bytes that TCP tells the other side for connections by this route.',
  ),
  option(
    'rtt',
    'rtt',
    lockable(routeTime(0.125)),
    'First estimate of the round trip time, such as 300ms or 2s; a number alone counts eighths of a millisecond.',
  ),
  option(
    'rttvar',
    'rttvar',
    lockable(routeTime(0.25)),
    'First estimate of how much the round trip time varies; a number alone counts quarters of a millisecond.',
  ),
  option(
    'rto_min',
    'rtoMin',
    lockable(routeTime(1)),
    'Shortest time before TCP sends again; a number alone counts milliseconds. Below 200 ms it is not accepted.',
  ),
  option(
    'reordering',
    'reordering',
    metric,
    'By how many packets TCP lets the order be wrong before it takes one for lost.',
  ),
  option('cwnd', 'cwnd', metric, 'Largest congestion window in packets. It only holds with lock before it.'),
  option('ssthresh', 'ssthresh', metric, 'Congestion window in packets at which TCP stops to double it.'),
  option(
    'congctl',
    'congctl',
    lockable(text({ what: 'an algorithm' })),
    'Congestion control of TCP connections by this route, such as cubic or bbr.',
  ),
  option('window', 'window', number, 'Largest window in bytes that TCP tells the other side.'),
  option('hoplimit', 'hoplimit', int({ min: 0, max: 255 }), 'TTL or hop limit of packets by this route.'),
  option('initcwnd', 'initcwnd', number, 'Congestion window in packets that TCP connections begin with.'),
  option('initrwnd', 'initrwnd', number, 'Receive window in packets that TCP connections begin with.'),
  leaf('features', 'features', oneOf(['ecn']), {
    since: '1.2.24',
    doc: 'ecn asks the other side of TCP connections for explicit congestion notification.',
  }),
  option(
    'quickack',
    'quickack',
    oneOfNumbers(0, 1),
    '1 makes TCP acknowledge at once rather than wait for something to send.',
  ),
  option(
    'fastopen_no_cookie',
    'fastopenNoCookie',
    oneOfNumbers(0, 1),
    '1 lets TCP fast open do without its cookie.',
    '1.4.3',
  ),
  leaf('ttl-propagate', 'ttlPropagate', oneOf(['enabled', 'disabled']), {
    bad: { use: 'disabled' },
    since: '2.0.8',
    doc: 'Whether the TTL inside an MPLS tunnel is carried over to the packet where the tunnel ends.',
  }),
] as const

const mode = constant<'add' | 'append' | 'prepend'>

const rowsOfBoth = [
  leaf('', 'destination', destination(), {
    required: true,
    spoils: true,
    since: '1.0.1',
    doc: 'Where the route leads: an address with its prefix length, or default, and before it the kind of route where that is not unicast, such as blackhole.',
  }),
  leaf('to', 'destination', destination(), {
    spoils: true,
    since: '1.0.1',
    doc: 'The destination, after a word of its own. No kind of route fits between.',
  }),
  ...path,
  ...selection,
  ...metrics,
  leaf('inet', 'family', family(4), {
    default: derived,
    since: '1.2.24',
    doc: 'Says that the route is of IPv4, where no address does.',
  }),
  leaf('inet6', 'family', family(6), {
    since: '1.2.24',
    doc: 'Says that the route is of IPv6, where no address does.',
  }),
  option(
    'encap',
    'encapsulation',
    encapsulation(),
    'Wraps the packets of the route: ip or ip6 with dst, src, id and so on; mpls with one or two labels; ila with a locator.',
  ),
  option(
    'nexthop',
    'nexthops',
    nexthops(),
    'Several routers that share the packets, each after a word nexthop with via, dev, weight (1 to 256), onlink, realms or encap. It has to be the last of the line.',
    '1.2.24',
  ),
  leaf('as', 'translation', afterWord('to', text({ what: 'an address' })), {
    since: '1.2.24',
    doc: 'Meant for routes of MPLS, which cannot be written here: it has no effect.',
  }),
  leaf('add', 'mode', mode('add'), {
    since: '2.2.5',
    doc: "Fails where such a route exists, so that another's is never taken over.",
  }),
  leaf('append', 'mode', mode('append'), {
    since: '2.2.5',
    doc: 'Puts the route behind others of the same destination and metric.',
  }),
  leaf('prepend', 'mode', mode('prepend'), {
    default: 'prepend',
    since: '2.2.5',
    doc: 'Puts the route before others of the same destination and metric, which is the default.',
  }),
  leaf('no_track', 'noTrack', flag(), {
    default: false,
    since: '2.0.3',
    doc: 'The instance does not react when somebody takes the route away, or when its interface goes down.',
  }),
] as const

/** A line of `virtual_routes`. */
export const routeLine = { head: nothing(), rows: rowsOfBoth } as const
