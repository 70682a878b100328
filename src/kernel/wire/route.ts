import { attributes, record } from './attributes.ts'
import { bytes, i32, ip, struct, type Type, text, u8, u16, u32, type ValueOf } from './types.ts'
import { aligned, littleEndian, patchLength } from './writer.ts'

const metrics = attributes({
  RTAX_LOCK: u32,
  RTAX_MTU: u32,
  RTAX_WINDOW: u32,
  RTAX_RTT: u32,
  RTAX_RTTVAR: u32,
  RTAX_SSTHRESH: u32,
  RTAX_CWND: u32,
  RTAX_ADVMSS: u32,
  RTAX_REORDERING: u32,
  RTAX_HOPLIMIT: u32,
  RTAX_INITCWND: u32,
  RTAX_FEATURES: u32,
  RTAX_RTO_MIN: u32,
  RTAX_INITRWND: u32,
  RTAX_QUICKACK: u32,
  RTAX_CC_ALGO: text,
  RTAX_FASTOPEN_NO_COOKIE: u32,
})

/** struct rtnexthop behind its first field, the length of the record. */
const rtnexthop = struct({ rtnh_flags: u8, rtnh_hops: u8, rtnh_ifindex: i32 })

const nexthopAttributes = attributes({
  RTA_GATEWAY: ip,
  RTA_FLOW: u32,
  RTA_ENCAP_TYPE: u16,
  RTA_ENCAP: bytes,
})

const nexthop = record(rtnexthop, nexthopAttributes)
export type NexthopFields = ValueOf<typeof nexthop>

/** RTA_MULTIPATH: records one after another, each led by its length. */
const nexthops: Type<readonly NexthopFields[]> = {
  read: (from, start, end, siblings) => {
    const found: NexthopFields[] = []
    for (let at = start; at + u16.size <= end; ) {
      const length = from.getUint16(at, littleEndian)
      const value = at + length > end ? undefined : nexthop.read(from, at + u16.size, at + length, siblings)
      if (!value) return undefined
      found.push(value)
      at += aligned(length)
    }
    return found
  },
  write: (out, values, siblings) => {
    for (const value of values) {
      const at = out.reserve(u16.size)
      nexthop.write(out, value, siblings)
      patchLength(out, at, out.length - at)
    }
  },
}

const lifetimes = struct({
  rta_clntref: u32,
  rta_lastuse: u32,
  rta_expires: i32,
  rta_error: u32,
  rta_used: u32,
  rta_id: u32,
  rta_ts: u32,
  rta_tsage: u32,
})

/** linux/rtnetlink.h: RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE. An encapsulation is kept as the bytes it is. */
export const routeMessage = record(
  struct({
    rtm_family: u8,
    rtm_dst_len: u8,
    rtm_src_len: u8,
    rtm_tos: u8,
    rtm_table: u8,
    rtm_protocol: u8,
    rtm_scope: u8,
    rtm_type: u8,
    rtm_flags: u32,
  }),
  attributes({
    RTA_TABLE: u32,
    RTA_DST: ip,
    RTA_SRC: ip,
    RTA_PREFSRC: ip,
    RTA_GATEWAY: ip,
    RTA_ENCAP: bytes,
    RTA_ENCAP_TYPE: u16,
    RTA_IIF: u32,
    RTA_OIF: u32,
    RTA_PRIORITY: u32,
    RTA_FLOW: u32,
    RTA_EXPIRES: u32,
    RTA_PREF: u8,
    RTA_TTL_PROPAGATE: u8,
    RTA_METRICS: metrics,
    RTA_MULTIPATH: nexthops,
    RTA_CACHEINFO: lifetimes,
  }),
)

export type RouteFields = ValueOf<typeof routeMessage>
export type MetricFields = ValueOf<typeof metrics>
