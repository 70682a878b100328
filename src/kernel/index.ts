/**
 * The kernel's side: what is in it, how to ask it and how to change it, over netlink. Wire formats are tables of
 * attributes that one codec reads and writes; a kind is all that is known of one sort of object. It decides nothing.
 */
export { askedAddresses } from './asked.ts'
export * from './error.ts'
export { readMarkings } from './firewall-table.ts'
export * from './ipvs-table.ts'
export * from './kinds/index.ts'
export * from './message.ts'
export * from './netlink-kernel.ts'
export * from './own-table.ts'
export * from './port.ts'
export * from './state.ts'
export * from './view.ts'
export * from './wanted.ts'
export * from './watch.ts'
export {
  IFF_NOARP,
  IFF_UP,
  IP_VS_CONN_F_TUNNEL_TYPE_GRE,
  IP_VS_CONN_F_TUNNEL_TYPE_GUE,
  IP_VS_CONN_F_TUNNEL_TYPE_IPIP,
  IP_VS_SVC_F_ONEPACKET,
  IP_VS_SVC_F_PERSISTENT,
  IP_VS_SVC_F_SCHED1,
  IP_VS_SVC_F_SCHED2,
  IP_VS_SVC_F_SCHED3,
  IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
  IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM,
  IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM,
  IPVLAN_F_PRIVATE,
  IPVLAN_F_VEPA,
  IPVLAN_MODE_L2,
  MACVLAN_MODE_PRIVATE,
} from './wire/constants.ts'
export { errnoName, type Frame, type MetricFields, type Refusal } from './wire/index.ts'
