import { attributes, record } from './attributes.ts'
import { ip, struct, text, u8, u32 } from './types.ts'

/** linux/if_addr.h: RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR. */
export const addressMessage = record(
  struct({ ifa_family: u8, ifa_prefixlen: u8, ifa_flags: u8, ifa_scope: u8, ifa_index: u32 }),
  attributes({
    IFA_ADDRESS: ip,
    IFA_LOCAL: ip,
    IFA_LABEL: text,
    IFA_BROADCAST: ip,
    IFA_CACHEINFO: struct({ ifa_prefered: u32, ifa_valid: u32, cstamp: u32, tstamp: u32 }),
    IFA_FLAGS: u32,
    IFA_RT_PRIORITY: u32,
    IFA_PROTO: u8,
  }),
)
