import type { PoolState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { type IpvsDestination, type IpvsService, kinds } from '../kernel/index.ts'
import { destinationOf, type Server, serviceOf, sorryOf } from './ipvs-objects.ts'
import { serviceIds } from './service-ids.ts'

/** The pools of a configuration, in its order, where nobody has checked anything: every real server is alive. */
export function assumedUp({ virtualServers }: Pick<Config, 'virtualServers'>): PoolState[] {
  return virtualServers.map(({ realServers }) => ({
    up: true,
    sorry: false,
    servers: realServers.map(({ weight }) => ({ alive: true, weight })),
  }))
}

interface Table {
  readonly service: readonly IpvsService[]
  readonly destination: readonly IpvsDestination[]
}

/**
 * What a table says of each pool, for whoever takes it over; nothing of a virtual server that it does not have. What has
 * weight 0 unasked, or is not there, has failed; so has every real server whose place a sorry server takes.
 */
export function poolsIn({ service, destination }: Table, config: Config): (PoolState | undefined)[] {
  const there = new Set(service.map(kinds.service.key))
  const weights = new Map(destination.map((each) => [kinds.destination.key(each), each.weight]))
  return config.virtualServers.map((virtual): PoolState | undefined => {
    const [id] = serviceIds(virtual, config)
    if (!id || !there.has(kinds.service.key(serviceOf(id, virtual)))) return undefined
    const weightOf = (server: Server) => weights.get(kinds.destination.key(destinationOf(id, server, 0)))
    const servers = virtual.realServers.map((real) => {
      const weight = weightOf(real)
      const alive = weight !== undefined && (weight > 0 || real.weight === 0)
      return { alive, weight: weight || real.weight }
    })
    const stand = sorryOf(virtual)
    const sorry = stand !== undefined && (weightOf(stand) ?? 0) > 0 && !servers.some(({ alive }) => alive)
    return { up: !sorry && servers.some(({ alive }) => alive), sorry, servers }
  })
}
