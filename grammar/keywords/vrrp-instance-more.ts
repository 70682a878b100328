import { Secret } from '../../src/base/index.ts'
import { block, derived, leaf, lines } from '../table.ts'
import {
  bool,
  command,
  constant,
  flag,
  int,
  interfaceName,
  ipvlan,
  nothing,
  oneOf,
  optional,
  printWord,
  U32,
  type ValueType,
  vmac,
  wholeSeconds,
} from '../values/index.ts'
import { every } from './global-kernel.ts'
import { routeLine } from './route-line.ts'
import { ruleLine } from './rule-line.ts'

export const notifications = [
  leaf('notify_master', 'notifyMaster', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when it becomes master.',
  }),
  leaf('notify_backup', 'notifyBackup', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when it becomes backup.',
  }),
  leaf('notify_fault', 'notifyFault', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when it goes to FAULT.',
  }),
  leaf('notify_stop', 'notifyStop', command(), {
    repeat: 'first',
    since: '1.1.13',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the daemon ends.',
  }),
  leaf('notify', 'notify', command(), {
    repeat: 'first',
    since: '1.1.2',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs at each change, and is told of it in further arguments.',
  }),
  leaf('notify_deleted', 'notifyDeleted', command({ optional: true }), {
    repeat: 'first',
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when a reload takes the instance away.',
  }),
  leaf('notify_master_rx_lower_pri', 'notifyLowerPriority', command(), {
    repeat: 'first',
    since: '2.0.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when a master hears an advert of lower priority.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'Changes of state are mailed.',
  }),
  leaf('notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: derived,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Pipes also get changes of priority.',
  }),
] as const

export const devices = [
  leaf('use_vmac', 'vmac', vmac(), {
    repeat: 'first',
    since: '1.2.3',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl', 'nftables', 'iptables', 'ipset'],
    doc: 'Adverts and addresses use a macvlan that has the virtual MAC address.',
  }),
  leaf('use_vmac_addr', 'vmacForAddresses', flag(), {
    default: false,
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl'],
    doc: 'Addresses on other interfaces get such a macvlan too.',
  }),
  leaf('vmac_xmit_base', 'vmacTransmitBase', flag(), {
    default: false,
    since: '1.2.10',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Adverts leave by the interface below the macvlan.',
  }),
  leaf('use_ipvlan', 'ipvlan', ipvlan(), {
    repeat: 'first',
    since: '2.0.17',
    feature: 'vrrp, vmac, ipvlan',
    touches: ['link', 'address'],
    doc: 'Adverts use an ipvlan on the interface.',
  }),
  leaf('unicast_fault_no_peer', 'faultWithoutPeer', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    doc: 'Without a peer the instance stays in FAULT, and does not use multicast.',
  }),
  leaf('old_unicast_checksum', 'oldUnicastChecksum', optional(oneOf(['never']), 'on'), {
    since: '1.3.7',
    feature: 'vrrp, old-chksum-compat',
    touches: ['packet'],
    doc: 'The checksum of unicast adverts of old releases.',
  }),
  leaf('vrf', 'vrf', interfaceName(), {
    repeat: 'first',
    since: '2.2.5',
    feature: 'vrrp, vrf',
    touches: ['packet'],
    doc: 'The VRF for unicast without an interface.',
  }),
  leaf('track_src_ip', 'trackSource', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'The instance goes to FAULT while the source address that is configured is missing. Without effect in keepalived.',
  }),
  leaf('no_virtual_ipaddress', 'withoutAddresses', flag(), {
    default: false,
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'The instance is meant to have no addresses.',
  }),
  leaf('promote_secondaries', 'promoteSecondaries', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'vrrp',
    touches: ['sysctl'],
    doc: 'Secondary addresses of the interface stay when the primary one goes.',
  }),
  leaf('linkbeat_use_polling', 'linkbeatPolling', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp, linkbeat',
    deprecated: 'linkbeat_interfaces',
    doc: 'The link of the interface is asked for its state.',
  }),
  leaf('no_accept', 'accept', constant<boolean>(false), {
    since: '1.3.0',
    feature: 'vrrp, iptables or nftables',
    touches: ['nftables', 'iptables', 'ipset'],
    doc: 'Packets to the virtual addresses are not taken in unless this host owns them.',
  }),
  leaf('lvs_sync_daemon_interface', 'syncInterface', interfaceName(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp, lvs',
    deprecated: 'lvs_sync_daemon',
    touches: ['ipvs', 'packet'],
    doc: 'Sets the global lvs_sync_daemon to this interface and instance.',
  }),
  leaf('timer_expired_backup', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'A master that got no time to run goes to backup, given nopreempt.',
  }),
  leaf('thread_timer_expired', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.3.2',
    feature: 'vrrp',
    deprecated: 'timer_expired_backup',
    doc: 'A wrong name of timer_expired_backup.',
  }),
  leaf('garp_extra_if', 'garpExtraInterfaces', every(), {
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements on the other interfaces of the instance.',
  }),
  leaf('vmac_garp_intvl', 'garpExtraInterfaces', every(), {
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'garp_extra_if',
    touches: ['packet'],
    doc: 'The old name of garp_extra_if.',
  }),
  leaf('owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: derived,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The owner of the addresses does not listen to adverts.',
  }),
  leaf('kernel_rx_buf_size', 'receiveBuffer', int({ min: 0, max: U32 }), {
    exact: true,
    since: '2.0.3',
    feature: 'vrrp',
    doc: 'Bytes of the buffer for adverts.',
  }),
] as const

const keyId = int({ min: 1, max: 255 })

const key: ValueType<{ readonly id: number; readonly key: Secret }> = {
  arity: [2, 2],
  secret: true,
  read([id, word], cx) {
    const number = id && keyId.read([id], cx)
    if (number === undefined || !word) return undefined
    const hex = /^hex:(.*)$/.exec(word.text)?.[1]
    const bytes = hex === undefined ? new TextEncoder().encode(word.text).length : hex.length / 2
    const fits =
      word.text.startsWith('file:') ||
      (bytes >= 32 && bytes <= 64 && (hex === undefined || /^([0-9a-fA-F]{2})*$/.test(hex)))
    if (!fits) cx.report('bind/bad-key', { id: number }, word)
    return fits ? { id: number, key: new Secret(word.text) } : undefined
  },
  print: ({ id, key: value }) => `${id} ${printWord(value.reveal())}`,
  describe: () => 'a number from 1 to 255 and 32 to 64 bytes, as they are, after hex: or in a file after file:',
}

export const authHmac = block(
  'auth_hmac',
  'hmac',
  {
    head: nothing(),
    rows: [
      leaf('key', 'keys', key, {
        repeat: 'each',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'A shared key and its number.',
      }),
      leaf('active_key', 'activeKey', keyId, {
        required: true,
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'Number of the key that signs.',
      }),
      leaf('time_window', 'timeWindow', wholeSeconds({ min: 1, max: 300 }), {
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'How far the clocks of routers may be apart.',
      }),
      leaf('anti_replay', 'antiReplay', oneOf(['time', 'monotonic']), {
        default: 'time',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'How adverts that were sent before are told.',
      }),
      leaf('mode', 'mode', oneOf(['enforce', 'permissive', 'receive-only']), {
        default: 'enforce',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'Whether adverts without a signature are accepted, and whether own ones have one.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '2.4.0',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Adverts are signed with a shared key.',
  },
)

export const routing = [
  lines('virtual_routes', 'virtualRoutes', routeLine, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that are there while the router is master, one a line.',
  }),
  lines('virtual_rules', 'virtualRules', ruleLine, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules for choosing routing tables that are there while the router is master, one a line.',
  }),
] as const
