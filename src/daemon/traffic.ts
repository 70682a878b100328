import type { Config } from '../bind/index.ts'
import { assumedUp, services } from '../desired/index.ts'
import { type IpvsDestination, kinds } from '../kernel/index.ts'
import type { Traffic } from '../status/index.ts'

/** What the kernel counts of each real server, over all services of its virtual server. */
export function trafficOf(config: Config, destinations: readonly IpvsDestination[]): Traffic {
  const live = new Map(destinations.map((each) => [kinds.destination.key(each), each.connections]))
  return config.virtualServers.map((virtual) => {
    const alone = { ...config, virtualServers: [virtual] }
    const keys = services(alone, assumedUp(alone)).destination.map(({ object }) => kinds.destination.key(object))
    const count = virtual.realServers.length
    // A service has all servers in their order, and those of another service follow.
    return virtual.realServers.map((_, index) => {
      const own = keys.filter((_key, at) => at % count === index).flatMap((key) => live.get(key) ?? [])
      if (own.length === 0) return undefined
      const sum = (field: 'active' | 'inactive' | 'persistent') => own.reduce((total, each) => total + each[field], 0)
      return {
        activeConnections: sum('active'),
        inactiveConnections: sum('inactive'),
        persistentConnections: sum('persistent'),
      }
    })
  })
}
