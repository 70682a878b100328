import type { PoolState, Span } from '../base/index.ts'
import { type Config, serviceName, type VirtualServer } from '../bind/index.ts'
import { type IpvsDestination, type IpvsService, kinds, type Wanted } from '../kernel/index.ts'
import { destinationOf, type Server, serviceOf, sorryOf } from './ipvs-objects.ts'
import { serviceIds } from './service-ids.ts'

/** What the configuration says of the table of IPVS. */
export interface WantedTable {
  readonly service: readonly Wanted<IpvsService>[]
  readonly destination: readonly Wanted<IpvsDestination>[]
}

/**
 * The virtual services of a configuration and their destinations while its pools, in its order, are as given. Of two
 * virtual servers that are the same service the first one says how it is, and it has the servers of both.
 */
export function services(config: Config, pools: readonly PoolState[]): WantedTable {
  const service = new Map<string, Wanted<IpvsService>>()
  const destination = new Map<string, Wanted<IpvsDestination>>()
  for (const [index, virtual] of config.virtualServers.entries()) {
    const members = membersOf(virtual, pools[index])
    const block = { block: `virtual_server.${serviceName(virtual)}`, blockAt: virtual.at }
    for (const id of serviceIds(virtual, config)) {
      const because = { ...block, setting: 'service', at: virtual.at }
      const object = serviceOf(id, virtual)
      const key = kinds.service.key(object)
      if (!service.has(key)) service.set(key, { object, present: true, because })
      for (const { server, weight, setting, at } of members) {
        const object = destinationOf(id, server, weight)
        const key = kinds.destination.key(object)
        if (!destination.has(key)) destination.set(key, { object, present: true, because: { ...block, setting, at } })
      }
    }
  }
  return { service: [...service.values()], destination: [...destination.values()] }
}

interface Member {
  readonly server: Server
  readonly weight: number
  readonly setting: string
  readonly at: Span
}

/**
 * Who is in the table: while the sorry server stands in, only those that stay there with weight 0. A sorry server that is
 * a real server too is in it once, as the one of them that is needed.
 */
function membersOf(virtual: VirtualServer, pool: PoolState | undefined): Member[] {
  const isSorry = pool?.sorry ?? false
  const real = virtual.realServers.flatMap((server, index): Member[] => {
    const { alive, weight } = pool?.servers[index] ?? { alive: false, weight: 0 }
    const serves = alive && !isSorry
    if (!serves && !server.inhibitOnFailure) return []
    return [{ server, weight: serves ? weight : 0, setting: 'real_server', at: server.at }]
  })
  const { sorryInhibit, spans, at } = virtual
  const server = sorryOf(virtual)
  if (!server || !(isSorry || sorryInhibit)) return real
  const sorry = { server, weight: isSorry ? 1 : 0, setting: 'sorry_server', at: spans.sorryServer ?? at }
  return isSorry ? [sorry, ...real] : [...real, sorry]
}
