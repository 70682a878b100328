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
    doc: 'Program that runs when the instance becomes master. It runs beside the change and does not hold it up; user and group may follow it.',
  }),
  leaf('notify_backup', 'notifyBackup', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the instance becomes backup, also at the start.',
  }),
  leaf('notify_fault', 'notifyFault', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the instance goes to FAULT: an interface is down, or something it tracks has failed.',
  }),
  leaf('notify_stop', 'notifyStop', command(), {
    repeat: 'first',
    since: '1.1.13',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the daemon ends, after the addresses are gone.',
  }),
  leaf('notify', 'notify', command(), {
    repeat: 'first',
    since: '1.1.2',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs at each change, after the one for that state, with four more arguments: INSTANCE, the name, the new state and the priority. One script for all instances can so tell what happened.',
  }),
  leaf('notify_deleted', 'notifyDeleted', command({ optional: true }), {
    repeat: 'first',
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'A reload that takes the instance away tells pipes and programs the state DELETED rather than FAULT, and runs this program, if one is named.',
  }),
  leaf('notify_master_rx_lower_pri', 'notifyLowerPriority', command(), {
    repeat: 'first',
    since: '2.0.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when a master hears an advert of lower priority: another host believes it is master too, so the network was or is split.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'Mails each change of state. smtp_alert_vrrp and smtp_alert in global_defs speak for instances without it.',
  }),
  leaf('notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: derived,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'The pipes also get a line when the effective priority changes.',
  }),
] as const

export const devices = [
  leaf('use_vmac', 'vmac', vmac(), {
    repeat: 'first',
    since: '1.2.3',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl', 'nftables', 'iptables', 'ipset'],
    doc: 'Adverts and addresses use a macvlan with the virtual MAC address 00:00:5e:00:01:VRID, as the RFC says, so that neighbours need not learn a new MAC address after a failover. Its name, another MAC address, netlink_notify_msg and group may follow. ARP and routing of the host often need care with it.',
  }),
  leaf('use_vmac_addr', 'vmacForAddresses', flag(), {
    default: false,
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl'],
    doc: 'Addresses on other interfaces than that of the instance, or of the other family, get a macvlan with the virtual MAC address there too.',
  }),
  leaf('vmac_xmit_base', 'vmacTransmitBase', flag(), {
    default: false,
    since: '1.2.10',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'With use_vmac, adverts leave by and arrive at the interface below the macvlan, with its own MAC address. For networks and hypervisors that drop unknown source addresses; unicast needs it and sets it.',
  }),
  leaf('use_ipvlan', 'ipvlan', ipvlan(), {
    repeat: 'first',
    since: '2.0.17',
    feature: 'vrrp, vmac, ipvlan',
    touches: ['link', 'address'],
    doc: "Adverts use an ipvlan on the interface, which has the interface's MAC address and an IPv4 address of its own. A name, the address, the type bridge, private or vepa and a group may follow. Where several MAC addresses on one port are not allowed.",
  }),
  leaf('unicast_fault_no_peer', 'faultWithoutPeer', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    doc: 'An instance that is to use unicast and has no peer stays in FAULT, where it would use multicast otherwise. For lists of peers that are filled in by a program.',
  }),
  leaf('old_unicast_checksum', 'oldUnicastChecksum', optional(oneOf(['never']), 'on'), {
    since: '1.3.7',
    feature: 'vrrp, old-chksum-compat',
    touches: ['packet'],
    doc: 'Computes the checksum of unicast adverts of version 3 over IPv4 as releases before 1.3.7 did; never keeps to the right one even when a peer uses the old.',
  }),
  leaf('vrf', 'vrf', interfaceName(), {
    repeat: 'first',
    since: '2.2.5',
    feature: 'vrrp, vrf',
    touches: ['packet'],
    doc: 'The VRF that unicast uses where the instance has no interface.',
  }),
  leaf('track_src_ip', 'trackSource', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Meant to put the instance in FAULT while its source address is missing. In keepalived it has no effect.',
  }),
  leaf('no_virtual_ipaddress', 'withoutAddresses', flag(), {
    default: false,
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'The instance is meant to have no addresses, so that this is not reported: for instances that only run scripts or hold routes.',
  }),
  leaf('promote_secondaries', 'promoteSecondaries', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'vrrp',
    touches: ['sysctl'],
    doc: 'Sets the promote_secondaries setting of the interface while the instance runs: when the first address of a network goes, the others stay. Without it the kernel takes them away too.',
  }),
  leaf('linkbeat_use_polling', 'linkbeatPolling', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp, linkbeat',
    deprecated: 'linkbeat_interfaces',
    doc: 'Asks the link of the interface for its state again and again, for drivers that do not tell of changes.',
  }),
  leaf('no_accept', 'accept', constant<boolean>(false), {
    since: '1.3.0',
    feature: 'vrrp, iptables or nftables',
    touches: ['nftables', 'iptables', 'ipset'],
    doc: 'Packets to the virtual addresses are dropped by firewall rules unless this host owns them, as the RFC wants. The addresses then serve as gateways only.',
  }),
  leaf('lvs_sync_daemon_interface', 'syncInterface', interfaceName(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp, lvs',
    deprecated: 'global_defs lvs_sync_daemon',
    touches: ['ipvs', 'packet'],
    doc: 'Runs the connection copying of IPVS over this interface with this instance, as lvs_sync_daemon in global_defs does.',
  }),
  leaf('timer_expired_backup', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'A master that got no time to run for so long that another must have taken over goes to backup rather than on as master. The number is the highest priority among the others, which tells how soon they take over; 254 without one. Needs nopreempt.',
  }),
  leaf('thread_timer_expired', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.3.2',
    feature: 'vrrp',
    deprecated: 'timer_expired_backup',
    doc: 'A name that only the notes of one release had. Write timer_expired_backup.',
  }),
  leaf('garp_extra_if', 'garpExtraInterfaces', every(), {
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements this often on the macvlans of addresses that are on other interfaces than the instance; with all before the number, on those interfaces too. 0 for never.',
  }),
  leaf('vmac_garp_intvl', 'garpExtraInterfaces', every(), {
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'garp_extra_if',
    touches: ['packet'],
    doc: 'The name of garp_extra_if before 2.2.3.',
  }),
  leaf('owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: derived,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'With priority 255, adverts of others are not even looked at. The owner of the addresses yields to nobody anyway.',
  }),
  leaf('kernel_rx_buf_size', 'receiveBuffer', int({ min: 0, max: U32 }), {
    exact: true,
    since: '2.0.3',
    feature: 'vrrp',
    doc: 'Bytes of the buffer for received adverts of this instance, before what vrrp_rx_bufs_policy says. Instances of one interface share a socket and its buffer.',
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
        required: true,
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'A shared key and its number, any number of them. The key has 32 to 64 bytes: as they are, in hexadecimal after hex:, or in a file after file:. To change keys without a gap, add the new one everywhere before active_key names it.',
      }),
      leaf('active_key', 'activeKey', keyId, {
        required: true,
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'Number of the key that signs the own adverts. Adverts signed with any of the listed keys are accepted.',
      }),
      leaf('time_window', 'timeWindow', wholeSeconds({ min: 1, max: 300 }), {
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'Seconds that the time in an advert may be off from the own clock; three times advert_int, but 5 to 300, unless given. Hosts whose clocks are further apart do not hear each other.',
      }),
      leaf('anti_replay', 'antiReplay', oneOf(['time', 'monotonic']), {
        default: 'time',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'What stops an attacker from sending recorded adverts again: time, which needs clocks that agree, or monotonic, which only looks at numbers that have to grow.',
      }),
      leaf('mode', 'mode', oneOf(['enforce', 'permissive', 'receive-only']), {
        default: 'enforce',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'What happens to adverts without a signature: enforce drops them, permissive accepts them, receive-only accepts them and does not sign either. To bring signatures in, go from receive-only over permissive to enforce, each on all hosts first.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '2.4.0',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Signs adverts with a shared key (HMAC-SHA256) and checks those of others, in both versions and families. It replaces authentication; only keepalived and kac understand it.',
  },
)

export const routing = [
  lines('virtual_routes', 'virtualRoutes', routeLine, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that exist while the instance is master, one a line as ip route writes it. When the kernel loses one, or its interface, the instance reacts unless no_track says otherwise.',
  }),
  lines('virtual_rules', 'virtualRules', ruleLine, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules of policy routing that exist while the instance is master, one a line as ip rule writes it.',
  }),
] as const
