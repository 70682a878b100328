import { micros } from '../../src/base/index.ts'
import { block, derived, leaf } from '../table.ts'
import { bool, field, flag, int, ip, milliseconds, text, weight } from '../values/index.ts'

/** Milliseconds that microseconds of 32 bits hold. */
const LONGEST = 4294967

export const bfdInstance = block(
  'bfd_instance',
  'bfdInstances',
  {
    head: field('name', text({ what: 'a name', max: 31 })),
    rows: [
      leaf('neighbor_ip', 'neighbor', ip(), {
        required: true,
        missing: 'drop',
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Address of the other side of the session.',
      }),
      leaf('neighbour_ip', 'neighbor', ip(), {
        required: true,
        missing: 'drop',
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The same as neighbor_ip.',
      }),
      leaf('source_ip', 'source', ip(), {
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Address that packets are sent from; chosen by the kernel unless given. It has to be of the family of the neighbour, and is what the other side has as its neighbour.',
      }),
      leaf('min_rx', 'minReceive', milliseconds({ min: 1, max: LONGEST }), {
        default: micros(10e3),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: "Milliseconds that have to lie between packets of the neighbour at least. The slower of this and the neighbour's min_tx is what it sends at.",
      }),
      leaf('min_tx', 'minTransmit', milliseconds({ min: 1, max: LONGEST }), {
        default: micros(10e3),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: "Milliseconds between own packets that are wanted at least. The slower of this and the neighbour's min_rx holds. Short ones find failures fast and need real-time priority.",
      }),
      leaf('idle_tx', 'idleTransmit', milliseconds({ min: 1000, max: LONGEST }), {
        default: micros(1e6),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Milliseconds between own packets while the session is not up; a second or more, by the standard.',
      }),
      leaf('multiplier', 'multiplier', int({ min: 1, max: 255 }), {
        default: 5,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'How many packets in a row may be missing before the neighbour takes this side for down. The time until then is this many of its intervals.',
      }),
      leaf('passive', 'passive', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Waits for the neighbour to send first. At most one side may be passive.',
      }),
      leaf('ttl', 'ttl', int({ min: 1, max: 255 }), {
        default: derived,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'TTL or hop limit of own packets; 255 for IPv4 and 64 for IPv6 unless given. A neighbour on the same network mostly wants 255.',
      }),
      leaf('hoplimit', 'ttl', int({ min: 1, max: 255 }), {
        default: derived,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The same as ttl.',
      }),
      leaf('max_hops', 'maxHops', int({ min: -1, max: 255 }), {
        default: 0,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'How far the TTL or hop limit of arriving packets may be below that of own ones: the routers between the two sides. -1 for any number. 0 means a neighbour on the same network.',
      }),
      leaf('multihop', 'multihop', bool(), {
        default: false,
        since: '2.2.8',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The neighbour is behind other routers: the session runs by RFC 5883 on UDP port 4784 rather than 3784. Both sides need it, and max_hops mostly too.',
      }),
      leaf('weight', 'weight', weight({ most: 253 }), {
        default: { weight: 0, reverse: false },
        since: '2.0.0',
        feature: 'bfd, vrrp',
        doc: 'What instances that follow the session add to their priority: a positive number while it is up, a negative one while it is down, the other way round with reverse. 0 puts them in FAULT while it is down.',
      }),
      leaf('vrrp', 'forVrrp', flag(), {
        default: derived,
        since: '2.0.0',
        feature: 'bfd, vrrp',
        touches: ['process'],
        doc: 'Tells instances about the session. Without vrrp and checker both are told.',
      }),
      leaf('checker', 'forCheckers', flag(), {
        default: derived,
        since: '2.0.0',
        feature: 'bfd, lvs',
        touches: ['process'],
        doc: 'Tells checks of real servers about the session. Without vrrp and checker both are told.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'bfd',
    touches: ['packet'],
    doc: 'A session of Bidirectional Forwarding Detection (RFC 5880) with one neighbour, which finds a dead link in milliseconds. Instances follow it with track_bfd, real servers with BFD_CHECK.',
  },
)
