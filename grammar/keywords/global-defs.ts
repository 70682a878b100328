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
    doc: 'Name of this machine in mails and traps.',
  }),
  words('notification_email', 'mailTo', text({ what: 'a mail address' }), {
    filled: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Who gets alert mails.',
  }),
  leaf('notification_email_from', 'mailFrom', text({ what: 'a mail address' }), {
    missing: 'drop',
    exact: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Sender of alert mails; with a display name it is one word in double quotes.',
  }),
  leaf('smtp_server', 'mailServer', server(), {
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Where alert mails are handed in.',
  }),
  leaf('smtp_helo_name', 'mailHelloName', text({ what: 'a name' }), {
    missing: 'silent',
    since: '1.2.20',
    touches: ['mail'],
    doc: 'Name said in HELO.',
  }),
  leaf('smtp_connect_timeout', 'mailTimeout', wholeSeconds({ min: 1, max: 4294, outside: 'raise' }), {
    default: micros(30e6),
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Longest wait for the mail server to accept the connection.',
  }),
] as const

const processes = [
  leaf('process_names', 'processNames', flag(), {
    default: false,
    since: '2.0.16',
    touches: ['process'],
    doc: 'Gives each process of the daemon a name of its own.',
  }),
  leaf('process_name', 'processName', processName, {
    since: '2.0.16',
    touches: ['process'],
    doc: 'Name of the main process.',
  }),
  leaf('vrrp_process_name', 'vrrpProcessName', processName, {
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Name of the process that runs VRRP.',
  }),
  leaf('checker_process_name', 'checkerProcessName', processName, {
    since: '2.2.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Name of the process that checks real servers.',
  }),
  leaf('lvs_process_name', 'checkerProcessName', processName, {
    since: '2.0.16',
    feature: 'lvs',
    deprecated: 'checker_process_name',
    touches: ['process'],
    doc: 'The old name of checker_process_name.',
  }),
  leaf('bfd_process_name', 'bfdProcessName', processName, {
    since: '2.0.16',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Name of the process that runs BFD.',
  }),
  leaf('script_user', 'scriptUser', account(), {
    missing: 'drop',
    since: '1.3.0',
    touches: ['process'],
    doc: 'Who scripts run as that do not say otherwise.',
  }),
  leaf('enable_script_security', 'scriptSecurity', flag(), {
    default: false,
    since: '1.3.0',
    touches: ['process'],
    doc: 'Refuses to run scripts as root that somebody else could have written.',
  }),
] as const

const interfaces = [
  leaf('default_interface', 'defaultInterface', interfaceName(), {
    default: 'eth0',
    missing: 'drop',
    since: '1.2.24',
    feature: 'vrrp',
    touches: ['address', 'route'],
    doc: 'Interface of static addresses that name none.',
  }),
  leaf('include_check', 'includeChecks', signedWords(['read', 'match', 'wildcard_match', 'brace_match']), {
    since: '2.2.0',
    touches: ['file'],
    doc: 'Which failures of the include lines below are errors.',
  }),
  leaf('dynamic_interfaces', 'dynamicInterfaces', optional(oneOf(['allow_if_changes']), 'on'), {
    bad: { use: 'on' },
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['link'],
    doc: 'Interfaces need not exist at the start; with allow_if_changes they may come back as another kind.',
  }),
] as const

const announcements = [
  leaf('vrrp_garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: micros(5e6),
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'When the second burst of gratuitous ARP follows after becoming master; 0 for none.',
  }),
  leaf('vrrp_garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 5,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in a burst.',
  }),
  leaf('vrrp_garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'How often a master repeats its announcements; 0 for never.',
  }),
  leaf('vrrp_garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 1,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in such a repetition.',
  }),
  leaf('vrrp_garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'When the second burst follows after a master heard another one of lower priority.',
  }),
  leaf('vrrp_garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address after a master heard another one of lower priority.',
  }),
  leaf('vrrp_garp_interval', 'garpInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time between two gratuitous ARP packets on an interface.',
  }),
  leaf('vrrp_gna_interval', 'gnaInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time between two unsolicited neighbour advertisements on an interface.',
  }),
] as const

const protocol = [
  leaf('vrrp_version', 'version', oneOfNumbers(2, 3), {
    default: 2,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Protocol version of instances that do not say their own. IPv6 is version 3 in any case.',
  }),
  leaf('vrrp_mcast_group4', 'multicastGroup4', ip({ family: 4, multicast: true }), {
    default: known('224.0.0.18'),
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Group that IPv4 adverts are sent to.',
  }),
  leaf('vrrp_mcast_group6', 'multicastGroup6', ip({ family: 6, multicast: true }), {
    default: known('ff02::12'),
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Group that IPv6 adverts are sent to.',
  }),
  leaf('vrrp_strict', 'strict', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Strict conformance of all instances: no unicast, no authentication, virtual addresses are not reachable.',
  }),
  leaf('vrrp_startup_delay', 'startupDelay', seconds({ min: 0.001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '2.0.14',
    feature: 'vrrp',
    doc: 'Instances take no part for this long after the start.',
  }),
  leaf('vrrp_down_timer_adverts', 'downTimerAdverts', int({ min: 1, max: 100 }), {
    default: 3,
    since: '2.2.3',
    feature: 'vrrp',
    doc: 'How many advert intervals may pass without an advert before a backup takes over.',
  }),
  leaf('vrrp_lower_prio_no_advert', 'lowerPrioNoAdvert', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Masters do not answer an advert of lower priority with one of their own.',
  }),
  leaf('vrrp_higher_prio_send_advert', 'higherPrioSendAdvert', bool(), {
    default: false,
    since: '1.3.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Masters send one more advert before they yield to a higher priority.',
  }),
  leaf('vrrp_skip_check_adv_addr', 'skipCheckAdvertAddresses', bool(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The address list of an advert is compared once for each master and not again.',
  }),
  leaf('vrrp_check_unicast_src', 'checkUnicastSource', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Unicast adverts are accepted from configured peers only.',
  }),
  leaf('v3_checksum_as_v2', 'v3ChecksumAsV2', constant<boolean>(true), {
    default: false,
    since: '2.2.8',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Leaves the pseudo header out of the checksum of version 3 over IPv4. The word takes no on or off.',
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
  { repeat: 'always', since: '1.0.3', doc: 'Settings of the whole daemon. Several such blocks add up.' },
)

function known(address: string) {
  const parsed = parseIp(address)
  if (!parsed) throw new TypeError(address)
  return parsed
}
