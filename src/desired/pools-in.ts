import type { PoolState } from '../base/index.ts'
import type { Config, VirtualServer } from '../bind/index.ts'
import { type IpvsDestination, type KernelState, kinds, showService } from '../kernel/index.ts'
import { serviceIds } from './service-ids.ts'
import { destinationKeys } from './services.ts'

/**
 * What a table says of each virtual server of a configuration, for whoever goes on from it: who is in it is alive.
 * Undefined for one that it does not have.
 */
export function poolsIn(
  { service, destination }: Pick<KernelState, 'service' | 'destination'>,
  config: Config,
): (PoolState | undefined)[] {
  const there = new Set(service.map(kinds.service.key))
  const behind = Map.groupBy(destination, (each) => showService(each.service))
  return config.virtualServers.map((virtual) => {
    const first = serviceIds(virtual, config).find((id) => there.has(showService(id)))
    return first && poolIn(behind.get(showService(first)) ?? [], virtual, destinationKeys(virtual, first))
  })
}

/** One service of a virtual server stands for all. */
function poolIn(destinations: readonly IpvsDestination[], virtual: VirtualServer, keys: readonly string[]): PoolState {
  const live = new Map(destinations.map((each) => [kinds.destination.key(each), each]))
  const servers = virtual.realServers.map(({ weight, inhibitOnFailure }, index) => {
    const there = live.get(keys[index] ?? '')
    const alive = there !== undefined && (there.weight > 0 || weight === 0 || !inhibitOnFailure)
    return { alive, weight: alive ? there.weight : weight }
  })
  const up = virtual.quorum === 0 || servers.some(({ alive }) => alive)
  return { up, sorry: !up && virtual.sorryServer !== undefined, servers }
}
