import { attributes, record } from './attributes.ts'
import { be64, ip, padded, struct, text, u8, u16, u32, type ValueOf } from './types.ts'

const ports = struct({ start: u16, end: u16 })

/** linux/fib_rules.h: RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE. */
export const ruleMessage = record(
  struct({
    family: u8,
    dst_len: u8,
    src_len: u8,
    tos: u8,
    table: padded(u8, 3),
    action: u8,
    flags: u32,
  }),
  attributes({
    FRA_TABLE: u32,
    FRA_SRC: ip,
    FRA_DST: ip,
    FRA_PRIORITY: u32,
    FRA_FWMARK: u32,
    FRA_FWMASK: u32,
    FRA_FLOW: u32,
    FRA_SUPPRESS_PREFIXLEN: u32,
    FRA_SUPPRESS_IFGROUP: u32,
    FRA_IIFNAME: text,
    FRA_OIFNAME: text,
    FRA_TUN_ID: be64,
    FRA_UID_RANGE: struct({ start: u32, end: u32 }),
    FRA_L3MDEV: u8,
    FRA_PROTOCOL: u8,
    FRA_IP_PROTO: u8,
    FRA_SPORT_RANGE: ports,
    FRA_DPORT_RANGE: ports,
    FRA_GOTO: u32,
  }),
)

export type RuleFields = ValueOf<typeof ruleMessage>
