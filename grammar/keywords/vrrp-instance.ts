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
        doc: 'PASS puts the password into each advert, readable to all on the network. AH is an IPsec authentication header: stronger, IPv4 alone, and rarely right with other makers.',
      }),
      leaf('auth_pass', 'password', secret({ max: 8 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'The shared password. An advert carries its first 8 bytes, and all routers of one VRID need the same ones. Everybody on the network can read it.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '1.0.3',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Authentication of adverts in version 2; version 3 has none, and strict mode forbids it. It keeps out routers that are configured wrongly, not attackers: for those there is auth_hmac.',
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
        doc: 'Adverts of this peer that arrive with a smaller TTL or hop limit are dropped. Peers on the same network arrive with 255, and routers on the way each take one off, so this bounds how far away a sender can be.',
      }),
      leaf('max_ttl', 'maxTtl', int({ min: 0, max: 255 }), {
        missing: 'drop',
        since: '2.1.0',
        doc: 'Adverts of this peer that arrive with a larger TTL or hop limit are dropped. A peer that is known to be behind routers cannot arrive with 255.',
      }),
    ],
  },
  {
    since: '1.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The other routers of this VRID, one address a line: adverts go to each of them and to no multicast group. For clouds and networks that do not carry multicast. Every router lists all the others, and min_ttl or max_ttl of one turns check_unicast_src on.',
  },
)

const announcements = [
  leaf('garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from becoming master to the second burst of gratuitous ARP or neighbour advertisements; 0 for none. It is for switches that lose the first burst.',
  }),
  leaf('garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in each of the two bursts after becoming master.',
  }),
  leaf('garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: derived,
    bad: { use: micros(0) },
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between announcements that a master repeats for as long as it is master; 0 for never. For neighbours and switches that forget or learn wrongly.',
  }),
  leaf('garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in one such repetition.',
  }),
  leaf('garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from hearing another master of lower priority to the second burst of announcements. The first one takes the addresses back at once.',
  }),
  leaf('garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in a burst after another master of lower priority was heard; 0 for none.',
  }),
] as const

const election = [
  leaf('state', 'state', oneOf(['MASTER', 'BACKUP']), {
    default: derived,
    bad: { use: 'BACKUP' },
    repeat: { keep: 'MASTER' },
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'State wanted at the start, MASTER or BACKUP. The election decides by priority all the same: MASTER makes it begin with an advert at once and rules nopreempt out. Usual is BACKUP everywhere, or MASTER on the one host of the highest priority.',
  }),
  leaf('priority', 'priority', int({ min: 1, max: 255 }), {
    default: derived,
    bad: { use: 100 },
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Base priority: of the routers that are up the highest becomes master, and at equal priority the higher address. Trackers add to it and take from it. 255 is for the owner of the addresses, which never yields; hosts that share addresses need 254 or less and no two the same.',
  }),
  leaf('advert_int', 'advertInterval', seconds({ min: 0.01, max: 255 }), {
    default: micros(1_000_000),
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between adverts, the same on all routers of one VRID. Version 2 sends whole seconds, version 3 steps of 10 ms up to 40.95 s. A backup takes over after about three of them without an advert.',
  }),
  leaf('nopreempt', 'preempt', constant<boolean>(false), {
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'A running master of lower priority is left alone, so that a host that comes back does not move the role a second time. Needs state BACKUP, and all hosts should have it.',
  }),
  leaf('preempt', 'preempt', constant<boolean>(true), {
    default: true,
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Takes over from a master of lower priority, which is the default. The word only undoes a nopreempt above it.',
  }),
  leaf('preempt_delay', 'preemptDelay', seconds({ min: 0, max: 1000 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'Seconds to wait before taking over from a master of lower priority that is heard, so that a host which comes back has its routes and services ready first. Without a master nobody waits. Needs state BACKUP and does not go with nopreempt.',
  }),
  leaf('down_timer_adverts', 'downTimerAdverts', int({ min: 1, max: 100 }), {
    default: derived,
    since: '2.2.3',
    feature: 'vrrp',
    doc: 'Advert intervals without an advert after which a backup takes the master for dead. 3 by the RFC; more rides out losses and makes takeovers slower.',
  }),
  leaf('lower_prio_no_advert', 'lowerPrioNoAdvert', bool(), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master that hears an advert of lower priority does not answer with one of its own at once.',
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
    doc: 'Version of the protocol: 2 for IPv4 alone, with whole seconds; 3 for both families, with steps of 10 ms and without authentication. Both sides need the same, and an IPv6 address makes it 3 in any case.',
  }),
  leaf('native_ipv6', 'family', constant<4 | 6>(6), {
    default: derived,
    since: '1.2.1',
    feature: 'vrrp',
    doc: 'Makes this an IPv6 instance. The first address in it decides that by itself, so it is only needed where there is none.',
  }),
  leaf('mcast_src_ip', 'multicastSource', ip(), {
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Source address of adverts; the first address of the interface unless given, and for IPv6 its link-local one. At equal priority the higher source wins, and peers that list this host for unicast have to list this address.',
  }),
  leaf('unicast_src_ip', 'unicastSource', ip(), {
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Source address of unicast adverts; the first address of the interface unless given. It sets the same thing as mcast_src_ip. Peers list this address in their unicast_peer.',
  }),
  leaf('mcast_dst_ip', 'multicastGroup', ip({ multicast: true }), {
    default: derived,
    since: '2.2.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Multicast group that adverts are sent to and heard on, for this instance alone. Two clusters with one VRID on one network can be kept apart so. All routers of one VRID need the same.',
  }),
  unicastPeers,
  leaf('unicast_ttl', 'unicastTtl', int({ min: 0, max: 255 }), {
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'TTL or hop limit of unicast adverts. Peers on another network need more than one hop, and peers that look with min_ttl a number they expect.',
  }),
  leaf('check_unicast_src', 'checkUnicastSource', flag(), {
    default: derived,
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Adverts from addresses that are not among the unicast peers are dropped.',
  }),
  leaf('v3_checksum_as_v2', 'v3ChecksumAsV2', bool(), {
    default: derived,
    since: '2.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Leaves the pseudo header out of the checksum of version 3 over IPv4, for peers of other makers that compute it so. All routers of one VRID need the same.',
  }),
  leaf('skip_check_adv_addr', 'skipCheckAdvertAddresses', constant<boolean>(true), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    doc: 'The address list of an advert is compared with the own one only when the sender changed. Any word after it, even off, turns it on.',
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
        doc: 'The interface that adverts are sent and heard on, and that addresses go on unless they name another. When it is down the instance is in FAULT. It may be missing for unicast with a source address alone.',
      }),
      leaf('virtual_router_id', 'virtualRouterId', int({ min: 1, max: 255 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'The VRID, 1 to 255: the same on all routers that back each other up, and used by no others on that network. It is also the last part of the virtual MAC address.',
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
        doc: 'Addresses that the master holds, one a line with its options, all of one family. Adverts list them, and backups compare the list with their own. Behind the address stand its prefix length, dev, label and so on.',
      }),
      lines('virtual_ipaddress_excluded', 'excludedAddresses', addressLine, {
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['address', 'packet', 'nftables', 'iptables', 'ipset'],
        doc: 'Further addresses that the master holds, of either family. Adverts do not list them, so there may be any number: for what does not fit an advert, and for IPv6 addresses beside an IPv4 instance.',
      }),
      leaf('dont_track_primary', 'trackPrimary', constant<boolean>(false), {
        default: true,
        since: '1.1.8',
        feature: 'vrrp',
        doc: 'The instance does not go to FAULT when its own interface is down. For a cable between two hosts, where both would lose the role as soon as one is off.',
      }),
      leaf('accept', 'accept', constant<boolean>(true), {
        default: derived,
        since: '1.2.17',
        feature: 'vrrp',
        doc: 'Packets to the virtual addresses are taken in though this host does not own them, which is the default unless strict. Without it the address does not even answer a ping.',
      }),
      leaf('debug', 'debug', int({ min: 0, max: 4 }), {
        default: 0,
        since: '1.0.3',
        feature: 'vrrp',
        doc: 'Kept for old files; it has no effect.',
      }),
      leaf('strict_mode', 'strict', bool(), {
        default: derived,
        since: '1.2.20',
        feature: 'vrrp',
        touches: ['packet', 'nftables', 'iptables'],
        doc: 'Holds this instance to the letter of the RFC, or with off excepts it from vrrp_strict. No unicast, no authentication, no preempt_delay, at least one address, and packets to addresses that the host does not own are dropped.',
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
    doc: 'One virtual router on one interface: which addresses it holds, who of the hosts has them, and what happens when that changes. Every host that takes part has such a block with the same VRID.',
  },
)
