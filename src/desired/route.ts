import { type Family, type Ip, parseIp } from '../base/index.ts'
import type { RouteLine } from '../bind/index.ts'
import { encapOf, type Link, type Nexthop, type Route } from '../kernel/index.ts'
import { metricsOf } from './metrics.ts'

const everywhere: Record<Family, Ip> = { 4: parseIp('0.0.0.0') as Ip, 6: parseIp('::') as Ip }
const mainTable = 254

/** The kernel object that a route line asks for; undefined where it names a VRF that is not there. */
export function routeOf(line: RouteLine, links: readonly Link[]): Route | undefined {
  const { destination, family, from, source, metric, tos, protocol, expires, pref, ttlPropagate, nexthops = [] } = line
  const table = line.vrf === undefined ? line.table : tableOf(line.vrf, links)
  if (table === undefined && line.vrf !== undefined) return undefined
  const metrics = metricsOf(line)
  return {
    ...hopOf({ ...line, via: line.gateway, encap: line.encapsulation }),
    destination: destination.to ?? { address: everywhere[family], prefix: 0 },
    type: destination.type,
    // The kernel takes 0 for the main table.
    table: table || mainTable,
    metric: metric ?? 0,
    tos: tos ?? 0,
    // IPv6 has none, whatever is asked for.
    scope: family === 4 ? (line.scope ?? 0) : 0,
    protocol,
    placement: line.mode,
    nexthops: nexthops.map((hop): Nexthop => ({ ...hopOf(hop), weight: hop.weight ?? 1 })),
    ...(from && { source: from }),
    // The kernel takes this one for none.
    ...(source !== undefined && source !== everywhere[family] && { preferredSource: source }),
    ...(expires !== undefined && { expires }),
    ...(pref !== undefined && { preference: pref }),
    ...(ttlPropagate !== undefined && { ttlPropagate: ttlPropagate === 'enabled' }),
    ...(metrics && { metrics }),
  }
}

function tableOf(vrf: string, links: readonly Link[]): number | undefined {
  const data = links.find(({ name, type }) => name === vrf && type === 'vrf')?.data
  return data && 'IFLA_VRF_TABLE' in data ? data.IFLA_VRF_TABLE : undefined
}

type HopLine = {
  readonly [K in keyof NonNullable<RouteLine['nexthops']>[number]]?:
    | NonNullable<RouteLine['nexthops']>[number][K]
    | undefined
}

function hopOf({ via, dev, onlink = false, realms, encap }: HopLine): Omit<Nexthop, 'weight'> {
  return {
    onlink,
    ...(via !== undefined && { gateway: via }),
    ...(dev !== undefined && { dev }),
    ...(realms && { realms: realms[0] * 0x10000 + realms[1] }),
    ...(encap && { encap: encapOf(encap) }),
  }
}
