import { Buffer } from 'node:buffer'
import { type Family, familyOf, type Ip, ipFromBytes } from '../../base/index.ts'
import type { Message } from '../port.ts'
import {
  AF_INET,
  AF_INET6,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  RT_SCOPE_NOWHERE,
  RTM_DELROUTE,
  RTM_F_CLONED,
  RTM_GETROUTE,
  RTM_NEWROUTE,
  RTNH_F_ONLINK,
  RTPROT_KERNEL,
} from '../wire/constants.ts'
import { decode, type NexthopFields, type RouteFields, routeMessage } from '../wire/index.ts'
import { addressResource } from './address.ts'
import { given, indexOf, ipv4Resource, type Links, type ListedKind, linkResource } from './kind.ts'
import { familyNumber, request } from './request.ts'
import { type Hop, isAsAsked, type Nexthop, type Placement, type Route, routeTitle, shownRoute } from './route-value.ts'

const placementFlags: Record<Placement, number> = { add: NLM_F_EXCL, append: NLM_F_APPEND, prepend: 0 }

export const routeKind: ListedKind<Route> = {
  rank: 30,
  key: routeTitle,
  same: isAsAsked,
  origin: (route) => route.protocol,
  show: (route) => ({ title: routeTitle(route), settings: shownRoute(route) }),
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
  create: (route, links) => [put(route, placementFlags[route.placement ?? 'prepend'], links)],
  remove: (route, links) => [
    request(RTM_DELROUTE, 0, routeMessage, { ...routeFields(route, links), rtm_scope: RT_SCOPE_NOWHERE }),
  ],
  canUpdate: () => true,
  update: (to, links) => [put(to, NLM_F_REPLACE, links)],
  upserts: true,
}

/** Of a table that may be very long, what this one made (RTPROT_*); the kernel picks it out. */
export function dumpRoutesOf(protocol: number): Message {
  return request(RTM_GETROUTE, 0, routeMessage, { rtm_protocol: protocol })
}

function put(route: Route, flags: number, links: Links) {
  return request(RTM_NEWROUTE, NLM_F_CREATE | flags, routeMessage, routeFields(route, links))
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
