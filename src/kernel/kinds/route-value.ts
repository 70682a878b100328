import { type Cidr, familyOf, type Ip } from '../../base/index.ts'
import {
  RTAX_ADVMSS,
  RTAX_CC_ALGO,
  RTAX_CWND,
  RTAX_MTU,
  RTAX_REORDERING,
  RTAX_RTO_MIN,
  RTAX_RTT,
  RTAX_RTTVAR,
  RTAX_SSTHRESH,
} from '../wire/constants.ts'
import type { MetricFields } from '../wire/index.ts'
import { given, type Shown, settings } from './kind.ts'

/** Where a packet goes. */
export interface Hop {
  readonly gateway?: Ip
  readonly dev?: string
  /** The gateway is reachable on the link although no prefix says so. */
  readonly onlink: boolean
  /** Source realm << 16 | destination realm. */
  readonly realms?: number
  readonly encap?: Encap
}

/** A lightweight tunnel: its type (LWTUNNEL_ENCAP_*) and its attributes as hexadecimal bytes. */
export interface Encap {
  readonly type: number
  readonly data: string
}

export interface Nexthop extends Hop {
  /** 1 to 256. */
  readonly weight: number
}

/** An entry of a routing table. */
export interface Route extends Hop {
  readonly destination: Cidr
  /** RTN_*: unicast, blackhole ... */
  readonly type: number
  readonly table: number
  /** The lowest wins; where IPv6 is given none it takes 1024. */
  readonly metric: number
  readonly tos: number
  /** RT_SCOPE_*; IPv6 has none. */
  readonly scope: number
  /** Who made it (RTPROT_*). */
  readonly protocol: number
  readonly source?: Cidr
  readonly preferredSource?: Ip
  /** Seconds left. IPv6 only. */
  readonly expires?: number
  /** RTA_PREF, 0 being medium. IPv6 only. */
  readonly preference?: number
  /** For MPLS alone: the kernel takes it and does not give it back. */
  readonly ttlPropagate?: boolean
  /** By their kernel names (RTAX_*). */
  readonly metrics?: MetricFields
  readonly nexthops: readonly Nexthop[]
  /** How it is added beside routes to the same destination: not at all, behind or before them. Nothing that stays. */
  readonly placement?: Placement
}

export type Placement = 'add' | 'append' | 'prepend'

const defaultMetric6 = 1024

/** What the kernel tells routes apart by. */
export function routeTitle(route: Route): string {
  const { destination, source, table, tos, metric } = route
  const words = [`${destination.address}/${destination.prefix}`]
  if (source) words.push(`from ${source.address}/${source.prefix}`)
  words.push(`table ${table}`)
  if (tos !== 0) words.push(`tos ${tos}`)
  const effective = metric === 0 && familyOf(destination.address) === 6 ? defaultMetric6 : metric
  if (effective !== 0) words.push(`metric ${effective}`)
  return words.join(' ')
}

export function shownRoute(route: Route): Shown['settings'] {
  const { type, scope, protocol, preferredSource, expires, preference, ttlPropagate, metrics, nexthops } = route
  return settings({
    type: type === 1 ? undefined : type,
    ...shownHop(route),
    src: preferredSource,
    scope: scope || undefined,
    protocol,
    ...shownMetrics(metrics),
    expires,
    pref: preference || undefined,
    ttl_propagate: ttlPropagate === undefined ? undefined : String(ttlPropagate),
    nexthop: nexthops.map(shownNexthop).join(', '),
  })
}

function shownHop({ gateway, dev, onlink, realms, encap }: Hop) {
  return {
    via: gateway,
    dev,
    onlink: onlink ? 'on' : undefined,
    realms: realms === undefined ? undefined : `${realms >>> 16}/${realms & 0xffff}`,
    encap: encap && `${encap.type} ${encap.data}`,
  }
}

function shownNexthop(hop: Nexthop): string {
  const parts = Object.entries(settings({ ...shownHop(hop), weight: hop.weight }))
  return parts.map(([name, value]) => `${name} ${value}`).join(' ')
}

/** Sorted, since the kernel has an order of its own. `RTAX_MTU` is shown as `mtu`. */
function shownMetrics(metrics: MetricFields = {}): Readonly<Record<string, string>> {
  const entries = Object.entries(metrics).map(([name, value]) => [
    name.slice('RTAX_'.length).toLowerCase(),
    String(value),
  ])
  return Object.fromEntries(entries.sort())
}

/** Equal but for what nobody asked for. */
export function isAsAsked(live: Route, want: Route): boolean {
  return JSON.stringify(shownRoute(asAsked(live, want))) === JSON.stringify(shownRoute(want))
}

/** The route but for what the kernel chooses where nobody asked, and what is no difference: how long it is to live. */
function asAsked(live: Route, want: Route): Route {
  const { expires: _, ttlPropagate: __, ...rest } = live
  return {
    ...hopAsAsked(rest, want),
    nexthops: live.nexthops.map((hop, i) => hopAsAsked(hop, want.nexthops[i])),
    ...given({ expires: want.expires, ttlPropagate: want.ttlPropagate }),
  }
}

/** The kernel finds the interface of a gateway. */
function hopAsAsked<H extends Hop>(live: H, want: Hop | undefined): H {
  if (want?.dev !== undefined || live.dev === undefined) return live
  const { dev: _, ...rest } = live
  return rest as H
}

/** The RTAX_LOCK of these metrics. */
export function metricLocks(names: readonly (keyof typeof metricNumbers)[]): number {
  return names.reduce((sum, name) => sum | (1 << metricNumbers[name]), 0)
}

const metricNumbers = {
  RTAX_MTU,
  RTAX_RTT,
  RTAX_RTTVAR,
  RTAX_SSTHRESH,
  RTAX_CWND,
  RTAX_ADVMSS,
  RTAX_REORDERING,
  RTAX_RTO_MIN,
  RTAX_CC_ALGO,
}
