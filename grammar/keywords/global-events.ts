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
    doc: 'Whether changes are mailed, where nothing nearer says so.',
  }),
  leaf('smtp_alert_vrrp', 'mailAlertsVrrp', bool(), {
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'The same for instances and sync groups.',
  }),
  leaf('smtp_alert_checker', 'mailAlertsChecker', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'The same for virtual and real servers.',
  }),
  leaf('no_email_faults', 'mailFaults', constant<boolean>(false), {
    default: true,
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'No mail about changes to FAULT.',
  }),
  leaf('no_checker_emails', 'mailCheckerChanges', negated(), {
    default: true,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'No mail at each change of a check, but only where a server comes or goes.',
  }),
  leaf('startup_script', 'startupScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once before everything else.',
  }),
  leaf('startup_script_timeout', 'startupScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'How long that program may run.',
  }),
  leaf('shutdown_script', 'shutdownScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once after everything else.',
  }),
  leaf('shutdown_script_timeout', 'shutdownScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'How long that program may run.',
  }),
  leaf('set_supplementary_groups', 'supplementaryGroups', bool(), {
    default: false,
    since: 'after 2.4.3 (git)',
    touches: ['process'],
    doc: 'Scripts get the further groups of their user.',
  }),
  leaf('use_symlink_paths', 'keepSymlinks', bool(), {
    default: false,
    since: '2.3.0',
    touches: ['process'],
    doc: 'Paths of scripts keep their symbolic links.',
  }),
  leaf('notify_fifo', 'notifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['file'],
    doc: 'Named pipe that all events are written to.',
  }),
  leaf('notify_fifo_script', 'notifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['process'],
    doc: 'Program that reads that pipe.',
  }),
  leaf('vrrp_notify_fifo', 'vrrpNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Named pipe that events of VRRP are written to.',
  }),
  leaf('vrrp_notify_fifo_script', 'vrrpNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that reads that pipe.',
  }),
  leaf('lvs_notify_fifo', 'lvsNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['file'],
    doc: 'Named pipe that events of virtual and real servers are written to.',
  }),
  leaf('lvs_notify_fifo_script', 'lvsNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that reads that pipe.',
  }),
  leaf('vrrp_notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Pipes also get changes of priority.',
  }),
  leaf('fifo_write_vrrp_states_on_reload', 'notifyStatesOnReload', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Pipes get the state of everything after a reload.',
  }),
  leaf('rs_init_notifies', 'notifyInitialServers', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Scripts of real servers run for those that come up at the start too.',
  }),
  leaf('checker_log_all_failures', 'logAllFailures', bool(), {
    default: false,
    since: '2.0.11',
    feature: 'lvs',
    touches: ['log'],
    doc: 'Each failed try of a check is logged.',
  }),
  leaf('log_unknown_vrids', 'logUnknownRouters', flag(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['log'],
    doc: 'Adverts of virtual routers that are not configured are logged.',
  }),
  leaf('snmp_socket', 'snmpSocket', text({ what: 'a socket of AgentX', max: 4095 }), {
    repeat: 'first',
    missing: 'drop',
    exact: true,
    since: '1.2.20',
    feature: 'snmp',
    touches: ['snmp'],
    doc: 'Where the SNMP master agent listens.',
  }),
  leaf('enable_traps', 'snmpTraps', flag(), {
    default: false,
    since: '1.2.5',
    feature: 'snmp',
    touches: ['snmp'],
    doc: 'Sends SNMP traps.',
  }),
  leaf('enable_snmp_vrrp', 'snmpVrrp', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'snmp-vrrp',
    touches: ['snmp'],
    doc: 'Serves the KEEPALIVED MIB for VRRP.',
  }),
  leaf('enable_snmp_keepalived', 'snmpVrrp', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-vrrp',
    tolerated: true,
    deprecated: 'enable_snmp_vrrp',
    touches: ['snmp'],
    doc: 'The same as enable_snmp_vrrp.',
  }),
  leaf('enable_snmp_rfc', 'snmpRfc', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv2 or snmp-rfcv3',
    touches: ['snmp'],
    doc: 'Serves the MIBs of both versions of VRRP.',
  }),
  leaf('enable_snmp_rfcv2', 'snmpRfc2', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv2',
    touches: ['snmp'],
    doc: 'Serves the MIB of version 2.',
  }),
  leaf('enable_snmp_rfcv3', 'snmpRfc3', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-rfcv3',
    touches: ['snmp'],
    doc: 'Serves the MIB of version 3.',
  }),
  leaf('enable_snmp_checker', 'snmpChecker', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'Serves the KEEPALIVED MIB for virtual servers.',
  }),
  leaf('snmp_vs_stats_update_interval', 'snmpVirtualServerAge', seconds({ min: 0.001, max: 30 }), {
    default: micros(5e6),
    since: '2.3.0',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'How old counters of virtual servers may be in an answer.',
  }),
  leaf('snmp_rs_stats_update_interval', 'snmpRealServerAge', seconds({ min: 0.001, max: 30 }), {
    since: '2.3.0',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'The same for real servers.',
  }),
  leaf('enable_dbus', 'dbus', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'Serves D-Bus.',
  }),
  leaf('dbus_service_name', 'dbusName', text({ what: 'a name on the bus' }), {
    default: 'org.keepalived.Vrrp1',
    missing: 'drop',
    since: '1.3.7',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'Name on the bus.',
  }),
  leaf('dbus_no_interface_name', 'dbusNoInterface', text({ what: 'a name' }), {
    missing: 'drop',
    since: '2.3.0',
    feature: 'dbus',
    touches: ['dbus'],
    doc: 'What stands in object paths for instances without an interface.',
  }),
] as const
