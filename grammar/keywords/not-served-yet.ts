/**
 * Keywords that kac reads and judges and does not act on yet, by path. One that opens a block speaks for all that is
 * in it. Whoever serves a keyword takes its line out.
 */
export const notServedYet: readonly string[] = [
  'global_defs/dbus_no_interface_name',
  'global_defs/dbus_service_name',
  'global_defs/enable_dbus',
  'global_defs/enable_snmp_checker',
  'global_defs/enable_snmp_keepalived',
  'global_defs/enable_snmp_rfc',
  'global_defs/enable_snmp_rfcv2',
  'global_defs/enable_snmp_rfcv3',
  'global_defs/enable_snmp_vrrp',
  'global_defs/enable_traps',
  'global_defs/snmp_rs_stats_update_interval',
  'global_defs/snmp_socket',
  'global_defs/snmp_vs_stats_update_interval',
  'virtual_server/real_server/snmp_name',
  'virtual_server/snmp_name',
]
