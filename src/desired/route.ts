import { type Family, familyOf, type Ip, parseIp } from '../base/index.ts'
import type { RouteLine } from '../bind/index.ts'
import { type Link, type Nexthop, ownProtocol, type Route } from '../kernel/index.ts'
import { metricsOf } from './metrics.ts'

const everywhere: Record<Family, Ip> = { 4: parseIp('0.0.0.0') as Ip, 6: parseIp('::') as Ip }
const mainTable = 254

/** The kernel object that a route line asks for; undefined where it names a VRF that is not there. */
export function routeOf(line: RouteLine, links: readonly Link[]): Route | undefined {
  const family = familyOfRoute(line)
  const table = line.vrf === undefined ? (line.table ?? mainTable) : tableOf(line.vrf, links)
  if (table === undefined) return undefined
  const { destination, from, metric, tos, protocol, expires, pref, ttlPropagate } = line
  const metrics = metricsOf(line)
  const hops = hopsOf(line)
  return {
    destination: destination.to ?? { address: everywhere[family], prefix: 0 },
    type: destination.type,
    // 0 is the kernel's way to leave the choice to it, which is the main table.
    table: table || mainTable,
    metric: metric ?? 0,
    tos: tos ?? 0,
    scope: family === 4 ? (line.scope ?? 0) : 0,
    protocol: protocol ?? ownProtocol,
    placement: line.mode,
    ...hops,
    ...(from !== undefined && from !== 'all' && { source: from }),
    ...(line.source !== undefined && { preferredSource: line.source }),
    ...(expires !== undefined && { expires }),
    ...(pref !== undefined && { preference: pref }),
    ...(ttlPropagate !== undefined && { ttlPropagate: ttlPropagate === 'enabled' }),
    ...(metrics !== undefined && { metrics }),
  }
}

/** Of what the line has an address of; what only IPv6 has tells too. */
function familyOfRoute(line: RouteLine): Family {
  const { destination, family, source, gateway, from, expires, pref } = line
  const told = destination.to?.address ?? gateway ?? source ?? (from === 'all' ? undefined : from?.address)
  if (told !== undefined) return familyOf(told)
  return family ?? (expires !== undefined || pref !== undefined ? 6 : 4)
}

function tableOf(vrf: string, links: readonly Link[]): number | undefined {
  const data = links.find(({ name, type }) => name === vrf && type === 'vrf')?.data
  return data && 'IFLA_VRF_TABLE' in data ? data.IFLA_VRF_TABLE : undefined
}

function hopsOf(line: RouteLine): Pick<Route, 'gateway' | 'dev' | 'onlink' | 'realms' | 'nexthops'> {
  const { gateway, secondGateway, dev, onlink = false, realms } = line
  const whole = {
    onlink,
    ...(dev !== undefined && { dev }),
    ...(realms !== undefined && { realms: realmsOf(realms) }),
  }
  if (gateway === undefined) return { ...whole, nexthops: [] }
  if (secondGateway === undefined) return { ...whole, gateway, nexthops: [] }
  const both = [gateway, secondGateway]
  return { ...whole, nexthops: both.map((each): Nexthop => ({ gateway: each, onlink, weight: 1 })) }
}

function realmsOf([from, to]: readonly [number, number]): number {
  return from * 0x10000 + to
}
