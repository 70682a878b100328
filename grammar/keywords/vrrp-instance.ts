import { micros } from '../../src/base/index.ts'
import { block, derived, leaf, lines } from '../table.ts'
import {
  bool,
  constant,
  field,
  flag,
  I32,
  int,
  interfaceName,
  ip,
  nothing,
  oneOf,
  oneOfNumbers,
  seconds,
  secret,
  text,
  U32,
  wholeSeconds,
} from '../values/index.ts'
import { addressLine } from './address-line.ts'
import { instanceTracking } from './tracking.ts'
import { authHmac, devices, notifications, routing } from './vrrp-instance-more.ts'

const authentication = block(
  'authentication',
  'authentication',
  {
    head: nothing(),
    rows: [
      leaf('auth_type', 'type', oneOf(['PASS', 'AH']), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'PASS sends the password in the clear; AH is an IPsec authentication header.',
      }),
      leaf('auth_pass', 'password', secret({ max: 8 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'The shared password. An advert carries its first 8 bytes, and all routers of one VRID need the same.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '1.0.3',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Authentication of adverts, in version 2 only. It keeps out misconfigured routers, not attackers.',
  },
)

const unicastPeers = lines(
  'unicast_peer',
  'unicastPeers',
  {
    head: field('address', ip()),
    rows: [
      leaf('min_ttl', 'minTtl', int({ min: 0, max: 255 }), {
        missing: 'drop',
        since: '2.1.0',
        doc: 'Adverts of this peer that arrive with a smaller TTL are not accepted.',
      }),
      leaf('max_ttl', 'maxTtl', int({ min: 0, max: 255 }), {
        missing: 'drop',
        since: '2.1.0',
        doc: 'Adverts of this peer that arrive with a larger TTL are not accepted.',
      }),
    ],
  },
  {
    since: '1.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The other routers of this VRID, one a line. Adverts go to each of them instead of the multicast group.',
  },
)

const announcements = [
  leaf('garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'When the second burst of gratuitous ARP follows after becoming master; 0 for none.',
  }),
  leaf('garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Gratuitous ARP packets for each address in a burst.',
  }),
  leaf('garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: derived,
    bad: { use: micros(0) },
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'How often a master repeats its announcements; 0 for never.',
  }),
  leaf('garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in such a repetition.',
  }),
  leaf('garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'When the second burst follows after a master heard another one of lower priority.',
  }),
  leaf('garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address after a master heard another one of lower priority.',
  }),
] as const

const election = [
  leaf('state', 'state', oneOf(['MASTER', 'BACKUP']), {
    default: derived,
    bad: { use: 'BACKUP' },
    repeat: { keep: 'MASTER' },
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'State wanted at the start. The election decides by priority; MASTER alone does not make a master.',
  }),
  leaf('priority', 'priority', int({ min: 1, max: 255 }), {
    default: derived,
    bad: { use: 100 },
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Base priority: the highest becomes master. 255 is for the owner of the addresses.',
  }),
  leaf('advert_int', 'advertInterval', seconds({ min: 0.01, max: 255 }), {
    default: micros(1_000_000),
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Time between adverts, in whole seconds in version 2 and in steps of 10 ms up to 40.95 s in version 3.',
  }),
  leaf('nopreempt', 'preempt', constant<boolean>(false), {
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'Leave a master of lower priority alone. Needs state BACKUP.',
  }),
  leaf('preempt', 'preempt', constant<boolean>(true), {
    default: true,
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Take over from a master of lower priority. It is the default; the word undoes an earlier nopreempt.',
  }),
  leaf('preempt_delay', 'preemptDelay', seconds({ min: 0, max: 1000 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'Wait before taking over from a master of lower priority that is heard. Needs state BACKUP.',
  }),
  leaf('down_timer_adverts', 'downTimerAdverts', int({ min: 1, max: 100 }), {
    default: derived,
    since: '2.2.3',
    feature: 'vrrp',
    doc: 'How many advert intervals may pass without an advert before a backup takes over.',
  }),
  leaf('lower_prio_no_advert', 'lowerPrioNoAdvert', bool(), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master does not answer an advert of lower priority with one of its own.',
  }),
  leaf('higher_prio_send_advert', 'higherPrioSendAdvert', bool(), {
    default: derived,
    since: '1.3.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master sends one more advert before it yields to a higher priority.',
  }),
] as const

const packets = [
  leaf('version', 'version', oneOfNumbers(2, 3), {
    default: derived,
    repeat: 'first',
    since: '1.2.17',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Version of the protocol: 2 for IPv4 alone, 3 for both families and for intervals below a second.',
  }),
  leaf('native_ipv6', 'family', constant<4 | 6>(6), {
    default: derived,
    since: '1.2.1',
    feature: 'vrrp',
    doc: 'Makes this an IPv6 instance. The first address decides that by itself.',
  }),
  leaf('mcast_src_ip', 'multicastSource', ip(), {
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Source address of adverts, instead of the first address of the interface.',
  }),
  leaf('unicast_src_ip', 'unicastSource', ip(), {
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Source address of unicast adverts, instead of the first address of the interface.',
  }),
  leaf('mcast_dst_ip', 'multicastGroup', ip({ multicast: true }), {
    default: derived,
    since: '2.2.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Group that adverts are sent to and heard on.',
  }),
  unicastPeers,
  leaf('unicast_ttl', 'unicastTtl', int({ min: 0, max: 255 }), {
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'TTL or hop limit of unicast adverts.',
  }),
  leaf('check_unicast_src', 'checkUnicastSource', flag(), {
    default: derived,
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Adverts from addresses that are not among the unicast peers are not accepted.',
  }),
  leaf('v3_checksum_as_v2', 'v3ChecksumAsV2', bool(), {
    default: derived,
    since: '2.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Leaves the pseudo header out of the checksum of version 3 over IPv4, for routers that do so.',
  }),
  leaf('skip_check_adv_addr', 'skipCheckAdvertAddresses', constant<boolean>(true), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    doc: 'The address list of an advert is compared once for each master and not again.',
  }),
] as const

export const vrrpInstance = block(
  'vrrp_instance',
  'vrrpInstances',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('interface', 'interface', interfaceName(), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'The interface that adverts are sent and heard on.',
      }),
      leaf('virtual_router_id', 'virtualRouterId', int({ min: 1, max: 255 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'The VRID: the same on all routers that back each other up, and used by no others on that network.',
      }),
      ...election,
      ...packets,
      ...announcements,
      ...devices,
      ...notifications,
      ...instanceTracking,
      ...routing,
      authentication,
      authHmac,
      lines('virtual_ipaddress', 'virtualAddresses', addressLine, {
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['address', 'packet', 'nftables', 'iptables', 'ipset'],
        doc: 'Addresses that the master holds and lists in its adverts, one a line, all of one family.',
      }),
      lines('virtual_ipaddress_excluded', 'excludedAddresses', addressLine, {
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['address', 'packet', 'nftables', 'iptables', 'ipset'],
        doc: 'Further addresses that the master holds, of either family. Adverts do not list them.',
      }),
      leaf('dont_track_primary', 'trackPrimary', constant<boolean>(false), {
        default: true,
        since: '1.1.8',
        feature: 'vrrp',
        doc: 'The instance does not go to FAULT when its own interface is down.',
      }),
      leaf('accept', 'accept', constant<boolean>(true), {
        default: derived,
        since: '1.2.17',
        feature: 'vrrp',
        doc: 'Packets to the virtual addresses are taken in though this host does not own them. The default unless strict.',
      }),
      leaf('debug', 'debug', int({ min: 0, max: 4 }), {
        default: 0,
        since: '1.0.3',
        feature: 'vrrp',
        doc: 'Has no effect.',
      }),
      leaf('strict_mode', 'strict', bool(), {
        default: derived,
        since: '1.2.20',
        feature: 'vrrp',
        touches: ['packet', 'nftables', 'iptables'],
        doc: 'Keeps the instance to the letter of the RFC: no unicast, no authentication, addresses are not reachable.',
      }),
    ],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['address', 'route', 'rule', 'packet'],
    doc: 'One virtual router on one interface: who holds its addresses, and how that is decided.',
  },
)
