import type { Config } from '../../bind/index.ts'
import { destinationKeys, serviceIds } from '../../desired/index.ts'
import { type Counted, type IpvsStats, type IpvsTable, kinds, showService } from '../../kernel/index.ts'
import type { Counters, ServiceTraffic } from '../../status/index.ts'

/** What the kernel counts of each virtual server and of its real servers, over all services that it is. */
export function trafficOf(config: Config, table: IpvsTable): ServiceTraffic[] {
  const liveServices = byKey(table.services, kinds.service.key)
  const liveDestinations = byKey(table.destinations, kinds.destination.key)
  return config.virtualServers.map((virtual) => {
    const ids = new Map(serviceIds(virtual, config).map((id) => [showService(id), id]))
    const keys = [...ids.values()].map((id) => destinationKeys(virtual, id))
    const servers = virtual.realServers.map((_, index) => {
      const own = keys.flatMap((each) => liveDestinations.get(each[index] ?? '') ?? [])
      if (own.length === 0) return undefined
      const sum = (field: 'active' | 'inactive' | 'persistent') =>
        own.reduce((total, { object }) => total + (object.connections?.[field] ?? 0), 0)
      return {
        activeConnections: sum('active'),
        inactiveConnections: sum('inactive'),
        persistentConnections: sum('persistent'),
        ...added(own.map(({ stats }) => stats)),
      }
    })
    return { total: added([...ids.keys()].flatMap((key) => liveServices.get(key)?.stats ?? [])), servers }
  })
}

function byKey<T>(counted: readonly Counted<T>[], key: (object: T) => string): ReadonlyMap<string, Counted<T>> {
  return new Map(counted.map((each) => [key(each.object), each]))
}

function added(stats: readonly IpvsStats[]): Counters {
  const sum = (field: 'connections' | 'packetsIn' | 'packetsOut' | 'bytesIn' | 'bytesOut') =>
    Number(stats.reduce((total, each) => total + each[field], 0n))
  return {
    connections: sum('connections'),
    packetsIn: sum('packetsIn'),
    packetsOut: sum('packetsOut'),
    bytesIn: sum('bytesIn'),
    bytesOut: sum('bytesOut'),
  }
}
