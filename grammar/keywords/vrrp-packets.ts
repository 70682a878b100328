import { derived, leaf, lines } from '../table.ts'
import { bool, family, field, flag, int, ip, oneOf, oneOfNumbers, optional, U32 } from '../values/index.ts'

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

/** What adverts are, where they go, and which are accepted. */
export const packets = [
  leaf('version', 'version', oneOfNumbers(2, 3), {
    default: derived,
    repeat: 'agree',
    since: '1.2.17',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Version of the protocol: 2 for IPv4 alone, with whole seconds; 3 for both families, with steps of 10 ms and without authentication. Both sides need the same, and an IPv6 address makes it 3 in any case.',
  }),
  leaf('native_ipv6', 'family', family(6), {
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
  leaf('unicast_fault_no_peer', 'faultWithoutPeer', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    doc: 'An instance that is to use unicast and has no peer stays in FAULT, where it would use multicast otherwise. For lists of peers that are filled in by a program.',
  }),
  leaf('v3_checksum_as_v2', 'v3ChecksumAsV2', bool(), {
    default: derived,
    since: '2.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Leaves the pseudo header out of the checksum of version 3 over IPv4, for peers of other makers that compute it so. All routers of one VRID need the same.',
  }),
  leaf('old_unicast_checksum', 'oldUnicastChecksum', optional(oneOf(['never']), 'on'), {
    since: '1.3.7',
    feature: 'vrrp, old-chksum-compat',
    touches: ['packet'],
    doc: 'Computes the checksum of unicast adverts of version 3 over IPv4 as releases before 1.3.7 did; never keeps to the right one even when a peer uses the old.',
  }),
  leaf('skip_check_adv_addr', 'skipCheckAdvertAddresses', bool(), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    doc: 'The address list of an advert is compared with the own one only when the sender changed. Any word after it, even off, turns it on.',
  }),
  leaf('kernel_rx_buf_size', 'receiveBuffer', int({ min: 0, max: U32 }), {
    exact: true,
    since: '2.0.3',
    feature: 'vrrp',
    doc: 'Bytes of the buffer for received adverts of this instance, before what vrrp_rx_bufs_policy says. Instances of one interface share a socket and its buffer.',
  }),
] as const
