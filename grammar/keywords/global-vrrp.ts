import { micros, parseIp } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import {
  bool,
  constant,
  flag,
  int,
  interfaceName,
  ip,
  oneOf,
  oneOfNumbers,
  optional,
  seconds,
  text,
} from '../values/index.ts'

const LONGEST_PAUSE = 4294.967295

/** VRRP: defaults of instances, and what holds for all of them. */
export const vrrp = [
  leaf('vrrp_version', 'version', oneOfNumbers(2, 3), {
    default: 2,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Protocol version of the IPv4 instances that do not choose one. IPv6 is always version 3. Version 3 can send more than once a second; all routers of one VRID need the same version.',
  }),
  leaf('vrrp_mcast_group4', 'multicastGroup4', ip({ family: 4, multicast: true }), {
    default: known('224.0.0.18'),
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Multicast group of IPv4 adverts, for all instances without mcast_dst_ip. All routers of one VRID need the same.',
  }),
  leaf('vrrp_mcast_group6', 'multicastGroup6', ip({ family: 6, multicast: true }), {
    default: known('ff02::12'),
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Multicast group of IPv6 adverts, for all instances without mcast_dst_ip. It has to be link-local, as ff02::12 is.',
  }),
  leaf('vrrp_strict', 'strict', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Holds all instances to the letter of the RFC: no unicast, no authentication, at least one address, and packets to addresses that the host does not own are dropped. Configurations from tutorials have it by accident and then wonder why the address does not answer; strict_mode off excepts one instance.',
  }),
  leaf('vrrp_startup_delay', 'startupDelay', seconds({ min: 0.001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '2.0.14',
    feature: 'vrrp',
    doc: 'Seconds after the start during which instances take no part in elections. For hosts whose network or services need a while; a reload does not count as a start.',
  }),
  leaf('vrrp_delay_after_boot', 'delayAfterBoot', seconds({ min: 0.001, max: 4294.967295 }), {
    default: micros(0),
    since: '2.4.0',
    feature: 'vrrp',
    doc: 'Seconds that the host has to be up before instances take part in elections. Unlike vrrp_startup_delay it does not delay a later start.',
  }),
  leaf('vrrp_down_timer_adverts', 'downTimerAdverts', int({ min: 1, max: 100 }), {
    default: 3,
    since: '2.2.3',
    feature: 'vrrp',
    doc: 'Advert intervals without an advert after which a backup takes the master for dead, for instances that do not say their own. The RFC has 3; more rides out losses and makes takeovers slower. All routers of one VRID should agree.',
  }),
  leaf('vrrp_lower_prio_no_advert', 'lowerPrioNoAdvert', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master that hears an advert of lower priority does not answer with one of its own at once. The other one then goes on for up to one interval more.',
  }),
  leaf('vrrp_higher_prio_send_advert', 'higherPrioSendAdvert', bool(), {
    default: false,
    since: '1.3.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master sends one more advert before it yields to a higher priority, so that switches learn about the move from both. An old workaround that is seldom wanted.',
  }),
  leaf('vrrp_skip_check_adv_addr', 'skipCheckAdvertAddresses', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The address list of an advert is compared with the own one only when the sender changed. Saves time with very many addresses, and hides a list that changed meanwhile.',
  }),
  leaf('vrrp_check_unicast_src', 'checkUnicastSource', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Unicast instances accept adverts from their configured peers only. Cheap protection against stray adverts, though an address is easy to forge.',
  }),
  leaf('v3_checksum_as_v2', 'v3ChecksumAsV2', constant<boolean>(true), {
    default: false,
    since: '2.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Leaves the pseudo header out of the checksum of version 3 over IPv4, for peers of other makers that compute it so. The word takes no on or off here, though it does in vrrp_instance.',
  }),
  leaf('vrrp_owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: false,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'An instance of priority 255 does not even look at adverts of others. The owner of the addresses yields to nobody anyway.',
  }),
  leaf('default_interface', 'defaultInterface', interfaceName(), {
    default: 'eth0',
    missing: 'drop',
    since: '1.2.24',
    feature: 'vrrp',
    touches: ['address', 'route'],
    doc: 'Interface of the lines of static_ipaddress that name none with dev. Addresses of instances go on the interface of the instance instead.',
  }),
  leaf('dynamic_interfaces', 'dynamicInterfaces', optional(oneOf(['allow_if_changes']), 'on'), {
    bad: { use: 'on' },
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['link'],
    doc: 'Interfaces that are named need not exist at the start: instances on them wait in FAULT until they appear. For tunnels, VPNs and hot-plugged devices. With allow_if_changes an interface may even come back as another kind or on another parent.',
  }),
  leaf('disable_local_igmp', 'localIgmp', constant<boolean>(false), {
    default: true,
    since: '2.2.0',
    feature: 'vrrp',
    touches: ['sysctl'],
    doc: 'Sets net.ipv4.igmp_link_local_mcast_reports to 0: the host reports no membership of groups of the local network, of which that of VRRP is one. For switches that choke on such reports.',
  }),
  leaf('vmac_prefix', 'vmacPrefix', text({ what: 'the begin of a name' }), {
    default: 'vrrp',
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'Start of the names of macvlans and ipvlans that are given no name; the VRID follows. Interfaces have names of at most 15 characters.',
  }),
  leaf('vmac_addr_prefix', 'vmacAddressPrefix', text({ what: 'the begin of a name' }), {
    default: derived,
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'Start of the names of macvlans that are made for single addresses on other interfaces; vmac_prefix unless given.',
  }),
  leaf('log_unknown_vrids', 'logUnknownRouters', flag(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['log'],
    doc: 'Logs adverts of virtual routers that are not configured on the interface where they arrive. For finding two clusters that share a network, and routers that somebody forgot.',
  }),
] as const

function known(address: string) {
  const parsed = parseIp(address)
  if (!parsed) throw new TypeError(address)
  return parsed
}
