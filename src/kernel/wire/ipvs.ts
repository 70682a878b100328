import { attributes, chosen, record } from './attributes.ts'
import { AF_INET, AF_INET6 } from './constants.ts'
import { genericHeader } from './generic.ts'
import { be16, ip, ip4In16, struct, text, u8, u16, u32, u64, type ValueOf } from './types.ts'

/** Addresses are 16 bytes of either family; a sibling says which. */
const addresses = { [AF_INET]: ip4In16, [AF_INET6]: ip }

const stats32 = attributes({
  IPVS_STATS_ATTR_CONNS: u32,
  IPVS_STATS_ATTR_INPKTS: u32,
  IPVS_STATS_ATTR_OUTPKTS: u32,
  IPVS_STATS_ATTR_INBYTES: u64,
  IPVS_STATS_ATTR_OUTBYTES: u64,
  IPVS_STATS_ATTR_CPS: u32,
  IPVS_STATS_ATTR_INPPS: u32,
  IPVS_STATS_ATTR_OUTPPS: u32,
  IPVS_STATS_ATTR_INBPS: u32,
  IPVS_STATS_ATTR_OUTBPS: u32,
})

const stats64 = attributes({
  IPVS_STATS_ATTR_CONNS: u64,
  IPVS_STATS_ATTR_INPKTS: u64,
  IPVS_STATS_ATTR_OUTPKTS: u64,
  IPVS_STATS_ATTR_INBYTES: u64,
  IPVS_STATS_ATTR_OUTBYTES: u64,
  IPVS_STATS_ATTR_CPS: u64,
  IPVS_STATS_ATTR_INPPS: u64,
  IPVS_STATS_ATTR_OUTPPS: u64,
  IPVS_STATS_ATTR_INBPS: u64,
  IPVS_STATS_ATTR_OUTBPS: u64,
})

const service = attributes({
  IPVS_SVC_ATTR_AF: u16,
  IPVS_SVC_ATTR_FWMARK: u32,
  IPVS_SVC_ATTR_PROTOCOL: u16,
  IPVS_SVC_ATTR_ADDR: chosen('IPVS_SVC_ATTR_AF', addresses),
  IPVS_SVC_ATTR_PORT: be16,
  IPVS_SVC_ATTR_SCHED_NAME: text,
  IPVS_SVC_ATTR_PE_NAME: text,
  IPVS_SVC_ATTR_FLAGS: struct({ flags: u32, mask: u32 }),
  IPVS_SVC_ATTR_TIMEOUT: u32,
  // An IPv4 mask is an address; an IPv6 one the length of a prefix.
  IPVS_SVC_ATTR_NETMASK: chosen('IPVS_SVC_ATTR_AF', { [AF_INET]: ip, [AF_INET6]: u32 }),
  IPVS_SVC_ATTR_STATS: stats32,
  IPVS_SVC_ATTR_STATS64: stats64,
})

const destination = attributes({
  IPVS_DEST_ATTR_ADDR_FAMILY: u16,
  IPVS_DEST_ATTR_ADDR: chosen('IPVS_DEST_ATTR_ADDR_FAMILY', addresses),
  IPVS_DEST_ATTR_PORT: be16,
  IPVS_DEST_ATTR_FWD_METHOD: u32,
  IPVS_DEST_ATTR_WEIGHT: u32,
  IPVS_DEST_ATTR_TUN_TYPE: u8,
  IPVS_DEST_ATTR_TUN_PORT: be16,
  IPVS_DEST_ATTR_TUN_FLAGS: u16,
  IPVS_DEST_ATTR_U_THRESH: u32,
  IPVS_DEST_ATTR_L_THRESH: u32,
  IPVS_DEST_ATTR_ACTIVE_CONNS: u32,
  IPVS_DEST_ATTR_INACT_CONNS: u32,
  IPVS_DEST_ATTR_PERSIST_CONNS: u32,
  IPVS_DEST_ATTR_STATS: stats32,
  IPVS_DEST_ATTR_STATS64: stats64,
})

const daemon = attributes({
  IPVS_DAEMON_ATTR_STATE: u32,
  IPVS_DAEMON_ATTR_MCAST_IFN: text,
  IPVS_DAEMON_ATTR_SYNC_ID: u32,
  IPVS_DAEMON_ATTR_SYNC_MAXLEN: u16,
  // Unlike all other ports, this one is in the order of the host.
  IPVS_DAEMON_ATTR_MCAST_PORT: u16,
  IPVS_DAEMON_ATTR_MCAST_TTL: u8,
  IPVS_DAEMON_ATTR_MCAST_GROUP: ip,
  IPVS_DAEMON_ATTR_MCAST_GROUP6: ip,
})

/** linux/ip_vs.h: the generic netlink family `IPVS`. */
export const ipvsMessage = record(
  genericHeader,
  attributes({
    IPVS_CMD_ATTR_SERVICE: service,
    IPVS_CMD_ATTR_DEST: destination,
    IPVS_CMD_ATTR_DAEMON: daemon,
    IPVS_CMD_ATTR_TIMEOUT_TCP: u32,
    IPVS_CMD_ATTR_TIMEOUT_TCP_FIN: u32,
    IPVS_CMD_ATTR_TIMEOUT_UDP: u32,
  }),
)

export type IpvsFields = ValueOf<typeof ipvsMessage>
export type ServiceFields = ValueOf<typeof service>
export type DestinationFields = ValueOf<typeof destination>
export type StatsFields = ValueOf<typeof stats32> | ValueOf<typeof stats64>
