import { micros } from '../../src/base/index.ts'
import { leaf } from '../table.ts'
import {
  bool,
  command,
  constant,
  field,
  flag,
  options,
  seconds,
  text,
  type ValueType,
  wholeSeconds,
} from '../values/index.ts'
import type { Word } from '../words.ts'

/** A named pipe, and maybe who it belongs to. */
function pipe() {
  return options<{ readonly path: string }, Record<string, never>, object>({
    head: field('path', text({ what: 'the path of a named pipe' })),
    named: {},
    free: owner,
  })
}

function owner({ text: name }: Word, into: Record<string, unknown>): boolean {
  if (into.group !== undefined) return false
  into[into.user === undefined ? 'user' : 'group'] = name
  return true
}

/** On means off. */
function negated(): ValueType<boolean> {
  const type = bool()
  return {
    ...type,
    read: (words, cx) => {
      const value = type.read(words, cx)
      return value === undefined ? undefined : !value
    },
    print: (value) => type.print(!value),
  }
}

export const events = [
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    touches: ['mail'],
    doc: 'Whether changes are mailed, for all instances, groups and servers that nothing nearer speaks for: their own smtp_alert, smtp_alert_vrrp, smtp_alert_checker.',
  }),
  leaf('smtp_alert_vrrp', 'mailAlertsVrrp', bool(), {
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'Whether changes of instances and sync groups are mailed, where they do not say so themselves.',
  }),
  leaf('smtp_alert_checker', 'mailAlertsChecker', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Whether changes of virtual and real servers are mailed, where they do not say so themselves.',
  }),
  leaf('no_email_faults', 'mailFaults', constant<boolean>(false), {
    default: true,
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'No mail when an instance goes to FAULT; changes to master and backup are still mailed.',
  }),
  leaf('no_checker_emails', 'mailCheckerChanges', negated(), {
    default: true,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'No mail when a single check changes, but only when a real server is taken out or put back. For real servers with several checks.',
  }),
  leaf('startup_script', 'startupScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once, to its end, before anything else does. What it sets up is there when the first instance starts.',
  }),
  leaf('startup_script_timeout', 'startupScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Seconds that startup_script may run before it is ended and the start goes on.',
  }),
  leaf('shutdown_script', 'shutdownScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once after everything else has ended.',
  }),
  leaf('shutdown_script_timeout', 'shutdownScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Seconds that shutdown_script may run before it is ended.',
  }),
  leaf('set_supplementary_groups', 'supplementaryGroups', bool(), {
    default: false,
    since: 'after 2.4.3 (git)',
    touches: ['process'],
    doc: 'Scripts also get the further groups of the user they run as, not its first group alone.',
  }),
  leaf('use_symlink_paths', 'keepSymlinks', bool(), {
    default: false,
    since: '2.3.0',
    touches: ['process'],
    doc: 'Scripts are run by the path that was written, with its symbolic links. Otherwise they are replaced by what they lead to, which matters to programs that look at the name they were called by.',
  }),
  leaf('notify_fifo', 'notifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of instances, sync groups, virtual and real servers. One reader sees all changes in order, which many notify scripts at once do not.',
  }),
  leaf('notify_fifo_script', 'notifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['process'],
    doc: 'Program that is kept running to read notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('vrrp_notify_fifo', 'vrrpNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of instances and sync groups.',
  }),
  leaf('vrrp_notify_fifo_script', 'vrrpNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that is kept running to read vrrp_notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('lvs_notify_fifo', 'lvsNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of virtual and real servers.',
  }),
  leaf('lvs_notify_fifo_script', 'lvsNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that is kept running to read lvs_notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('vrrp_notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'The pipes also get a line when the effective priority of an instance changes, as trackers come and go.',
  }),
  leaf('fifo_write_vrrp_states_on_reload', 'notifyStatesOnReload', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'After a reload the pipes get the state of every instance and sync group, changed or not, so that a reader that starts anew knows them.',
  }),
  leaf('rs_init_notifies', 'notifyInitialServers', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Scripts of real servers also run for those that come up in the first checks after the start.',
  }),
  leaf('checker_log_all_failures', 'logAllFailures', bool(), {
    default: false,
    since: '2.0.11',
    feature: 'lvs',
    touches: ['log'],
    doc: 'Logs every failed try of every check, not only the one that changes the state. For finding out how near to failing a server runs.',
  }),
  leaf('log_unknown_vrids', 'logUnknownRouters', flag(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['log'],
    doc: 'Logs adverts of virtual routers that are not configured on the interface where they arrive. For finding two clusters that share a network, and routers that somebody forgot.',
  }),
  leaf('snmp_socket', 'snmpSocket', text({ what: 'a socket of AgentX', max: 4095 }), {
    repeat: 'first',
    missing: 'drop',
    exact: true,
    since: '1.2.20',
    feature: 'snmp',
    touches: ['snmp'],
    doc: 'Where the SNMP agent of the host listens for AgentX, such as unix:/var/agentx/master or tcp:localhost:705.',
  }),
  leaf('enable_traps', 'snmpTraps', flag(), {
    default: false,
    since: '1.2.5',
    feature: 'snmp',
    touches: ['snmp'],
    doc: 'Sends SNMP traps at changes, by the MIBs that are served.',
  }),
  leaf('enable_snmp_vrrp', 'snmpVrrp', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'snmp-vrrp',
    touches: ['snmp'],
    doc: 'Serves the part of the KEEPALIVED MIB about instances, groups and trackers.',
  }),
  leaf('enable_snmp_keepalived', 'snmpVrrp', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-vrrp',
    tolerated: true,
    deprecated: 'enable_snmp_vrrp',
    touches: ['snmp'],
    doc: 'The name of enable_snmp_vrrp before 2.0.0.',
  }),
  leaf('enable_snmp_rfc', 'snmpRfc', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv2 or snmp-rfcv3',
    touches: ['snmp'],
    doc: 'Serves the standard MIBs of both versions of VRRP, RFC 2787 and RFC 6527.',
  }),
  leaf('enable_snmp_rfcv2', 'snmpRfc2', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv2',
    touches: ['snmp'],
    doc: 'Serves the standard MIB of version 2, RFC 2787.',
  }),
  leaf('enable_snmp_rfcv3', 'snmpRfc3', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv3',
    touches: ['snmp'],
    doc: 'Serves the standard MIB of version 3, RFC 6527.',
  }),
  leaf('enable_snmp_checker', 'snmpChecker', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'Serves the part of the KEEPALIVED MIB about virtual and real servers.',
  }),
  leaf('snmp_vs_stats_update_interval', 'snmpVirtualServerAge', seconds({ min: 0.001, max: 30 }), {
    default: micros(5e6),
    since: '2.3.0',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'Seconds that counters of virtual servers may be old in an answer of SNMP. Reading them from the kernel takes time with many servers.',
  }),
  leaf('snmp_rs_stats_update_interval', 'snmpRealServerAge', seconds({ min: 0.001, max: 30 }), {
    since: '2.3.0',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'Seconds that counters of real servers may be old in an answer of SNMP; that of virtual servers unless given.',
  }),
  leaf('enable_dbus', 'dbus', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'Serves instances, their states and a reload on D-Bus.',
  }),
  leaf('dbus_service_name', 'dbusName', text({ what: 'a name on the bus' }), {
    default: 'org.keepalived.Vrrp1',
    missing: 'drop',
    since: '1.3.7',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'Name on the bus. Several daemons on one host need one each.',
  }),
  leaf('dbus_no_interface_name', 'dbusNoInterface', text({ what: 'a name' }), {
    missing: 'drop',
    since: '2.3.0',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'What stands in the object path of an instance that has no interface, where others have its name.',
  }),
] as const
