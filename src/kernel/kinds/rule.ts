import type { Cidr, Family, Ip } from '../../base/index.ts'
import {
  AF_INET,
  AF_INET6,
  FIB_RULE_INVERT,
  FR_ACT_BLACKHOLE,
  FR_ACT_GOTO,
  FR_ACT_NOP,
  FR_ACT_PROHIBIT,
  FR_ACT_TO_TBL,
  FR_ACT_UNREACHABLE,
  NLM_F_CREATE,
  NLM_F_EXCL,
  RTM_DELRULE,
  RTM_GETRULE,
  RTM_NEWRULE,
} from '../wire/constants.ts'
import { decode, type RuleFields, ruleMessage } from '../wire/index.ts'
import { given, type ListedKind, settings } from './kind.ts'
import { familyNumber, request } from './request.ts'

const verdicts = {
  nop: FR_ACT_NOP,
  blackhole: FR_ACT_BLACKHOLE,
  unreachable: FR_ACT_UNREACHABLE,
  prohibit: FR_ACT_PROHIBIT,
}

export type RuleAction =
  | { readonly kind: 'table'; readonly table: number }
  /** The table of the VRF that the packet belongs to. */
  | { readonly kind: 'l3mdev' }
  | { readonly kind: 'goto'; readonly priority: number }
  | { readonly kind: keyof typeof verdicts }

export interface Range {
  readonly start: number
  readonly end: number
}

/** Chooses the routing table of some packets. */
export interface Rule {
  readonly family: Family
  readonly priority: number
  readonly invert: boolean
  readonly from?: Cidr
  readonly to?: Cidr
  readonly iif?: string
  readonly oif?: string
  readonly tos: number
  readonly fwmark?: number
  readonly fwmask?: number
  readonly uidRange?: Range
  readonly ipProtocol?: number
  readonly sourcePorts?: Range
  readonly destinationPorts?: Range
  /** 64 bits, in decimal. */
  readonly tunnelId?: string
  readonly realms?: number
  readonly suppressPrefixLength?: number
  readonly suppressGroup?: number
  readonly action: RuleAction
  /** Who made it (RTPROT_*). */
  readonly protocol?: number
}

const anyMark = 0xffffffff
/** How the kernel writes that a suppressor is not set. */
const noSuppressor = 0xffffffff

/** A rule has no identity but all that it says, so that it is never updated. */
export const ruleKind: ListedKind<Rule> = {
  rank: 40,
  key: title,
  same: () => true,
  origin: (rule) => rule.protocol,
  show: (rule) => ({ title: title(rule), settings: {} }),
  provides: () => [],
  needs: () => [],
  follows: () => [],
  dump: request(RTM_GETRULE, 0, ruleMessage, {}),
  decode: (frame) => (frame.type === RTM_NEWRULE ? decodeRule(frame.body) : undefined),
  create: (rule) => [request(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, ruleMessage, ruleFields(rule))],
  remove: (rule) => [request(RTM_DELRULE, 0, ruleMessage, ruleFields(rule))],
  canUpdate: () => false,
  update: () => [],
  upserts: false,
}

function title(rule: Rule): string {
  const { family, priority, invert, action } = rule
  const words = Object.entries(selectors(rule)).map(([name, value]) => `${name} ${value}`)
  return [`${priority}: IPv${family}`, ...(invert ? ['not'] : []), ...words, showAction(action)].join(' ')
}

function selectors(rule: Rule) {
  const { fwmark, fwmask = anyMark, realms } = rule
  return settings({
    from: rule.from && showCidr(rule.from),
    to: rule.to && showCidr(rule.to),
    iif: rule.iif,
    oif: rule.oif,
    tos: rule.tos || undefined,
    fwmark: fwmark === undefined ? undefined : `${fwmark}${fwmask === anyMark ? '' : `/${fwmask}`}`,
    uidrange: rule.uidRange && showRange(rule.uidRange),
    ipproto: rule.ipProtocol,
    sport: rule.sourcePorts && showRange(rule.sourcePorts),
    dport: rule.destinationPorts && showRange(rule.destinationPorts),
    'tunnel-id': rule.tunnelId,
    realms: realms === undefined ? undefined : `${realms >>> 16}/${realms & 0xffff}`,
    suppress_prefixlength: rule.suppressPrefixLength,
    suppress_ifgroup: rule.suppressGroup,
  })
}

function showCidr({ address, prefix }: Cidr): string {
  return `${address}/${prefix}`
}

function showRange({ start, end }: Range): string {
  return `${start}-${end}`
}

function showAction(action: RuleAction): string {
  switch (action.kind) {
    case 'table':
      return `table ${action.table}`
    case 'goto':
      return `goto ${action.priority}`
    default:
      return action.kind
  }
}

function ruleFields(rule: Rule): Partial<RuleFields> {
  return {
    family: familyNumber(rule.family),
    dst_len: rule.to?.prefix ?? 0,
    src_len: rule.from?.prefix ?? 0,
    tos: rule.tos,
    flags: rule.invert ? FIB_RULE_INVERT : 0,
    FRA_SRC: rule.from?.address,
    FRA_DST: rule.to?.address,
    FRA_PRIORITY: rule.priority,
    FRA_FWMARK: rule.fwmark,
    FRA_FWMASK: rule.fwmask,
    FRA_FLOW: rule.realms,
    FRA_SUPPRESS_PREFIXLEN: rule.suppressPrefixLength,
    FRA_SUPPRESS_IFGROUP: rule.suppressGroup,
    FRA_IIFNAME: rule.iif,
    FRA_OIFNAME: rule.oif,
    FRA_TUN_ID: rule.tunnelId === undefined ? undefined : BigInt(rule.tunnelId),
    FRA_UID_RANGE: rule.uidRange,
    FRA_PROTOCOL: rule.protocol,
    FRA_IP_PROTO: rule.ipProtocol,
    FRA_SPORT_RANGE: rule.sourcePorts,
    FRA_DPORT_RANGE: rule.destinationPorts,
    ...actionFields(rule.action),
  }
}

function actionFields(action: RuleAction): Partial<RuleFields> {
  switch (action.kind) {
    case 'table': {
      const { table } = action
      return table < 256 ? { action: FR_ACT_TO_TBL, table } : { action: FR_ACT_TO_TBL, FRA_TABLE: table }
    }
    case 'l3mdev':
      return { action: FR_ACT_TO_TBL, FRA_L3MDEV: 1 }
    case 'goto':
      return { action: FR_ACT_GOTO, FRA_GOTO: action.priority }
    default:
      return { action: verdicts[action.kind] }
  }
}

function decodeRule(body: Uint8Array): Rule | undefined {
  const fields = decode(ruleMessage, body)
  const family = fields.family === AF_INET ? 4 : fields.family === AF_INET6 ? 6 : undefined
  const action = actionOf(fields)
  if (family === undefined || !action) return undefined
  return {
    family,
    priority: fields.FRA_PRIORITY ?? 0,
    invert: (fields.flags & FIB_RULE_INVERT) !== 0,
    tos: fields.tos,
    action,
    ...given({
      from: cidr(fields.FRA_SRC, fields.src_len),
      to: cidr(fields.FRA_DST, fields.dst_len),
      iif: fields.FRA_IIFNAME,
      oif: fields.FRA_OIFNAME,
      fwmark: fields.FRA_FWMARK,
      fwmask: fields.FRA_FWMASK === anyMark ? undefined : fields.FRA_FWMASK,
      uidRange: fields.FRA_UID_RANGE,
      ipProtocol: fields.FRA_IP_PROTO,
      sourcePorts: fields.FRA_SPORT_RANGE,
      destinationPorts: fields.FRA_DPORT_RANGE,
      tunnelId: fields.FRA_TUN_ID?.toString(),
      realms: fields.FRA_FLOW,
      suppressPrefixLength: suppressor(fields.FRA_SUPPRESS_PREFIXLEN),
      suppressGroup: suppressor(fields.FRA_SUPPRESS_IFGROUP),
      protocol: fields.FRA_PROTOCOL,
    }),
  }
}

function actionOf(fields: RuleFields): RuleAction | undefined {
  if (fields.FRA_L3MDEV) return { kind: 'l3mdev' }
  if (fields.action === FR_ACT_TO_TBL) return { kind: 'table', table: fields.FRA_TABLE ?? fields.table }
  if (fields.action === FR_ACT_GOTO) return { kind: 'goto', priority: fields.FRA_GOTO ?? 0 }
  for (const [kind, number] of Object.entries(verdicts)) {
    if (number === fields.action) return { kind: kind as keyof typeof verdicts }
  }
  return undefined
}

function cidr(address: Ip | undefined, prefix: number): Cidr | undefined {
  return address === undefined ? undefined : { address, prefix }
}

function suppressor(value: number | undefined): number | undefined {
  return value === noSuppressor ? undefined : value
}
