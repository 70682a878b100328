import { micros, parseIp } from '../../src/base/index.ts'
import { block, derived, leaf, words } from '../table.ts'
import {
  account,
  bool,
  constant,
  flag,
  I32,
  int,
  interfaceName,
  ip,
  nothing,
  oneOf,
  oneOfNumbers,
  optional,
  seconds,
  server,
  signedWords,
  text,
  U32,
  wholeSeconds,
} from '../values/index.ts'
import { events } from './global-events.ts'
import { files } from './global-files.ts'
import { kernel } from './global-kernel.ts'
import { scheduling } from './global-scheduling.ts'

const processName = text({ what: 'a process name', max: 15, longer: 'cut' })
const LONGEST_PAUSE = 4294.967295

const mail = [
  leaf('router_id', 'routerId', text({ what: 'a name' }), {
    missing: 'drop',
    since: '1.1.8',
    touches: ['mail', 'snmp'],
    doc: 'What this machine calls itself in alert mails and SNMP traps; the host name unless given. It is not sent in adverts and need not be unique to VRRP.',
  }),
  words('notification_email', 'mailTo', text({ what: 'a mail address' }), {
    filled: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Who gets alert mails, any number of addresses. Nothing is mailed without smtp_server, and what is mailed is chosen with the smtp_alert keywords.',
  }),
  leaf('notification_email_from', 'mailFrom', text({ what: 'a mail address' }), {
    missing: 'drop',
    exact: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Sender of alert mails; USER@HOST of the process unless given. An address with a display name is one word in double quotes.',
  }),
  leaf('smtp_server', 'mailServer', server(), {
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Mail server that takes the alert mails, by address or name, with its port where that is not 25. There is no encryption and no login, so it is mostly a relay on the host or its network.',
  }),
  leaf('smtp_helo_name', 'mailHelloName', text({ what: 'a name' }), {
    missing: 'silent',
    since: '1.2.20',
    touches: ['mail'],
    doc: 'Name said in HELO; the host name unless given. For mail servers that check it.',
  }),
  leaf('smtp_connect_timeout', 'mailTimeout', wholeSeconds({ min: 1, max: 4294, outside: 'raise' }), {
    default: micros(30e6),
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Longest wait, in seconds, for the mail server to accept the connection. Nothing else waits for it.',
  }),
] as const

const processes = [
  leaf('process_names', 'processNames', flag(), {
    default: false,
    since: '2.0.16',
    touches: ['process'],
    doc: 'Gives the child processes names that tell them apart in ps and top. process_name and its like choose each by hand.',
  }),
  leaf('process_name', 'processName', processName, {
    since: '2.0.16',
    touches: ['process'],
    doc: 'Name of the main process in ps and top.',
  }),
  leaf('vrrp_process_name', 'vrrpProcessName', processName, {
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Name of the process that runs VRRP, in ps and top.',
  }),
  leaf('checker_process_name', 'checkerProcessName', processName, {
    since: '2.2.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Name of the process that checks real servers, in ps and top.',
  }),
  leaf('lvs_process_name', 'checkerProcessName', processName, {
    since: '2.0.16',
    feature: 'lvs',
    deprecated: 'checker_process_name',
    touches: ['process'],
    doc: 'The name of checker_process_name before 2.2.0.',
  }),
  leaf('bfd_process_name', 'bfdProcessName', processName, {
    since: '2.0.16',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Name of the process that runs BFD, in ps and top.',
  }),
  leaf('script_user', 'scriptUser', account(), {
    missing: 'drop',
    since: '1.3.0',
    touches: ['process'],
    doc: 'User, and maybe group, that scripts run as where they do not say so themselves. Without it that is keepalived_script where such a user exists, or else root: write it, so that no script has more rights than it needs.',
  }),
  leaf('enable_script_security', 'scriptSecurity', flag(), {
    default: false,
    since: '1.3.0',
    touches: ['process'],
    doc: 'Refuses to run a script as root when somebody other than root could have changed it or a directory above it, and does not fall back on root for a missing script_user. Wanted wherever scripts run.',
  }),
] as const

const interfaces = [
  leaf('default_interface', 'defaultInterface', interfaceName(), {
    default: 'eth0',
    missing: 'drop',
    since: '1.2.24',
    feature: 'vrrp',
    touches: ['address', 'route'],
    doc: 'Interface of the lines of static_ipaddress that name none with dev. Addresses of instances go on the interface of the instance instead.',
  }),
  leaf('include_check', 'includeChecks', signedWords(['read', 'match', 'wildcard_match', 'brace_match']), {
    since: '2.2.0',
    touches: ['file'],
    doc: 'Which failures of include lines further down are errors that stop the start: read (a file cannot be read), match (no file fits), wildcard_match (no file fits a pattern), brace_match (one alternative in braces has none). With + or - it changes the set, without it replaces it; without any word all four count.',
  }),
  leaf('dynamic_interfaces', 'dynamicInterfaces', optional(oneOf(['allow_if_changes']), 'on'), {
    bad: { use: 'on' },
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['link'],
    doc: 'Interfaces that are named need not exist at the start: instances on them wait in FAULT until they appear. For tunnels, VPNs and hot-plugged devices. With allow_if_changes an interface may even come back as another kind or on another parent.',
  }),
] as const

const announcements = [
  leaf('vrrp_garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: micros(5e6),
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from becoming master to the second burst of gratuitous ARP or neighbour advertisements; 0 for none. It is for switches that lose the first burst while their own ports settle.',
  }),
  leaf('vrrp_garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 5,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in each of the two bursts after becoming master.',
  }),
  leaf('vrrp_garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between announcements that a master repeats for as long as it is master; 0 for never. For neighbours and switches that forget or learn wrongly.',
  }),
  leaf('vrrp_garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 1,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in one such repetition.',
  }),
  leaf('vrrp_garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from hearing another master of lower priority to the second burst of announcements; that of vrrp_garp_master_delay unless given. The first burst takes the addresses back from that one at once.',
  }),
  leaf('vrrp_garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in a burst after another master of lower priority was heard; that of vrrp_garp_master_repeat unless given, and 0 for none.',
  }),
  leaf('vrrp_garp_interval', 'garpInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time in seconds between two gratuitous ARP packets on one interface. For many addresses on switches that limit ARP; a burst then takes that much longer.',
  }),
  leaf('vrrp_gna_interval', 'gnaInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time in seconds between two unsolicited neighbour advertisements on one interface: vrrp_garp_interval for IPv6.',
  }),
] as const

const protocol = [
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
] as const

export const globalDefs = block(
  'global_defs',
  'global',
  {
    head: nothing(),
    rows: [
      ...mail,
      ...processes,
      ...interfaces,
      ...announcements,
      ...protocol,
      ...scheduling,
      ...events,
      ...kernel,
      ...files,
    ],
  },
  {
    repeat: 'always',
    since: '1.0.3',
    doc: 'Settings of the whole daemon, and defaults for instances. Several such blocks add up in the order of the file.',
  },
)

function known(address: string) {
  const parsed = parseIp(address)
  if (!parsed) throw new TypeError(address)
  return parsed
}
