import { Buffer } from 'node:buffer'
import { type Cidr, type Family, familyOf, type Ip, ipFromBytes } from '../../base/index.ts'
import {
  AF_INET,
  AF_INET6,
  NLM_F_CREATE,
  NLM_F_REPLACE,
  RT_SCOPE_NOWHERE,
  RTM_DELROUTE,
  RTM_F_CLONED,
  RTM_GETROUTE,
  RTM_NEWROUTE,
  RTNH_F_ONLINK,
  RTPROT_KERNEL,
} from '../wire/constants.ts'
import { decode, type MetricFields, type NexthopFields, type RouteFields, routeMessage } from '../wire/index.ts'
import { addressResource } from './address.ts'
import { given, indexOf, ipv4Resource, type Kind, type Links, linkResource, type Shown, settings } from './kind.ts'
import { familyNumber, request } from './request.ts'

/** Where a packet goes. */
interface Hop {
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
  readonly ttlPropagate?: boolean
  /** By their kernel names (RTAX_*). */
  readonly metrics?: MetricFields
  readonly nexthops: readonly Nexthop[]
}

const defaultMetric6 = 1024

export const routeKind: Kind<Route> = {
  rank: 30,
  key: title,
  // How long it has to live still is no difference.
  same: (live, want) =>
    JSON.stringify(shownSettings({ ...live, ...(want.expires !== undefined && { expires: want.expires }) })) ===
    JSON.stringify(shownSettings(want)),
  origin: (route) => route.protocol,
  show: (route) => ({ title: title(route), settings: shownSettings(route) }),
  provides: () => [],
  needs: ({ dev, preferredSource }) => [
    ...(dev === undefined ? [] : [linkResource(dev)]),
    ...(preferredSource === undefined ? [] : [addressResource(preferredSource)]),
  ],
  follows: ({ destination, dev, nexthops }) =>
    familyOf(destination.address) === 6
      ? []
      : [dev, ...nexthops.map((hop) => hop.dev)].flatMap((name) => (name ? ipv4Resource(name) : [])),
  dump: request(RTM_GETROUTE, 0, routeMessage, {}),
  decode: (frame, links) => (frame.type === RTM_NEWROUTE ? decodeRoute(frame.body, links) : undefined),
  create: (route, links) => [put(route, links)],
  remove: (route, links) => [
    request(RTM_DELROUTE, 0, routeMessage, { ...routeFields(route, links), rtm_scope: RT_SCOPE_NOWHERE }),
  ],
  canUpdate: () => true,
  update: (to, links) => [put(to, links)],
  upserts: true,
}

function title(route: Route): string {
  const { destination, source, table, tos, metric } = route
  const words = [`${destination.address}/${destination.prefix}`]
  if (source) words.push(`from ${source.address}/${source.prefix}`)
  words.push(`table ${table}`)
  if (tos !== 0) words.push(`tos ${tos}`)
  const effective = metric === 0 && familyOf(destination.address) === 6 ? defaultMetric6 : metric
  if (effective !== 0) words.push(`metric ${effective}`)
  return words.join(' ')
}

function shownSettings(route: Route): Shown['settings'] {
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

/** Replaces too, so that putting back a route that is still there is no failure. */
function put(route: Route, links: Links) {
  return request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, routeMessage, routeFields(route, links))
}

function routeFields(route: Route, links: Links): Partial<RouteFields> {
  const { destination, source, table, expires, preference, ttlPropagate, nexthops } = route
  return {
    rtm_family: familyNumber(familyOf(destination.address)),
    rtm_dst_len: destination.prefix,
    rtm_src_len: source?.prefix ?? 0,
    rtm_tos: route.tos,
    rtm_table: table < 256 ? table : 0,
    rtm_protocol: route.protocol,
    rtm_scope: route.scope,
    rtm_type: route.type,
    rtm_flags: onlinkFlag(route),
    RTA_TABLE: table < 256 ? undefined : table,
    RTA_DST: destination.address,
    RTA_SRC: source?.address,
    RTA_PREFSRC: route.preferredSource,
    ...hopFields(route),
    RTA_OIF: route.dev === undefined ? undefined : indexOf(links, route.dev),
    RTA_PRIORITY: route.metric || undefined,
    RTA_EXPIRES: expires,
    RTA_PREF: preference,
    RTA_TTL_PROPAGATE: ttlPropagate === undefined ? undefined : Number(ttlPropagate),
    RTA_METRICS: route.metrics,
    RTA_MULTIPATH: nexthops.length === 0 ? undefined : nexthops.map((hop) => nexthopFields(hop, links)),
  }
}

function onlinkFlag({ onlink }: Hop): number {
  return onlink ? RTNH_F_ONLINK : 0
}

function hopFields({ gateway, realms, encap }: Hop) {
  return {
    RTA_GATEWAY: gateway,
    RTA_FLOW: realms,
    RTA_ENCAP: encap && Buffer.from(encap.data, 'hex'),
    RTA_ENCAP_TYPE: encap?.type,
  }
}

function nexthopFields(hop: Nexthop, links: Links): NexthopFields {
  return {
    rtnh_flags: onlinkFlag(hop),
    rtnh_hops: hop.weight - 1,
    rtnh_ifindex: hop.dev === undefined ? 0 : indexOf(links, hop.dev),
    ...hopFields(hop),
  }
}

/** Routes of the kernel's own making follow from addresses and links; there can be very many. */
function decodeRoute(body: Uint8Array, links: Links): Route | undefined {
  const protocolOffset = 5
  if (body[protocolOffset] === RTPROT_KERNEL) return undefined
  const fields = decode(routeMessage, body)
  const family = fields.rtm_family === AF_INET ? 4 : fields.rtm_family === AF_INET6 ? 6 : undefined
  if (family === undefined || fields.rtm_flags & RTM_F_CLONED) return undefined
  const expires = fields.RTA_CACHEINFO?.rta_expires ?? 0
  const { unknown: _, ...metrics } = fields.RTA_METRICS ?? {}
  return {
    destination: { address: fields.RTA_DST ?? anyAddress(family), prefix: fields.rtm_dst_len },
    type: fields.rtm_type,
    table: fields.RTA_TABLE ?? fields.rtm_table,
    metric: fields.RTA_PRIORITY ?? 0,
    tos: fields.rtm_tos,
    scope: fields.rtm_scope,
    protocol: fields.rtm_protocol,
    ...hopOf(fields, fields.RTA_OIF, fields.rtm_flags, links),
    nexthops: (fields.RTA_MULTIPATH ?? []).map((hop) => ({
      ...hopOf(hop, hop.rtnh_ifindex, hop.rtnh_flags, links),
      weight: hop.rtnh_hops + 1,
    })),
    ...given({
      source: fields.RTA_SRC && { address: fields.RTA_SRC, prefix: fields.rtm_src_len },
      preferredSource: fields.RTA_PREFSRC,
      expires: expires > 0 ? Math.round(expires / ticksPerSecond) : undefined,
      preference: fields.RTA_PREF,
      ttlPropagate: fields.RTA_TTL_PROPAGATE === undefined ? undefined : fields.RTA_TTL_PROPAGATE !== 0,
      metrics: Object.keys(metrics).length > 0 ? metrics : undefined,
    }),
  }
}

/** USER_HZ, in which the kernel tells times to programs: 100 on every architecture that Node runs on. */
const ticksPerSecond = 100

function anyAddress(family: Family): Ip {
  return ipFromBytes(new Uint8Array(family === 4 ? 4 : 16))
}

type HopFields = Pick<RouteFields, 'RTA_GATEWAY' | 'RTA_FLOW' | 'RTA_ENCAP' | 'RTA_ENCAP_TYPE'>

function hopOf(fields: HopFields, index: number | undefined, flags: number, links: Links): Hop {
  const { RTA_GATEWAY: gateway, RTA_FLOW: realms, RTA_ENCAP: encap, RTA_ENCAP_TYPE: type } = fields
  return {
    onlink: (flags & RTNH_F_ONLINK) !== 0,
    ...given({
      gateway,
      dev: index === undefined ? undefined : links.nameOf(index),
      realms,
      encap: encap && type !== undefined ? { type, data: Buffer.from(encap).toString('hex') } : undefined,
    }),
  }
}
