import { micros } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import { flag, seconds, text } from '../values/index.ts'

/** SNMP. */
export const snmp = [
  leaf('snmp_socket', 'snmpSocket', text({ what: 'a socket of AgentX', max: 4095 }), {
    default: 'unix:/var/agentx/master',
    repeat: 'first',
    missing: 'drop',
    exact: 'spoils',
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
    default: derived,
    since: '2.3.0',
    feature: 'snmp-checker',
    touches: ['snmp'],
    doc: 'Seconds that counters of real servers may be old in an answer of SNMP; that of virtual servers unless given.',
  }),
] as const

/** D-Bus. */
export const dbus = [
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
