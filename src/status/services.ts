import { type PoolState, type ServerState, showEndpoint } from '../base/index.ts'
import { type Config, serviceName } from '../bind/index.ts'

/** How a virtual server stands: what the checks of its real servers say. */
export interface ServiceStatus extends Omit<PoolState, 'servers'> {
  /** `192.0.2.1:80/tcp` */
  readonly name: string
  readonly servers: readonly (ServerState & { readonly name: string })[]
}

export function serviceStatuses({ virtualServers }: Config, pools: readonly PoolState[]): ServiceStatus[] {
  return virtualServers.flatMap((virtual, index) => {
    const pool = pools[index]
    if (!pool) return []
    const servers = pool.servers.map((state, at) => {
      const real = virtual.realServers[at]
      return { name: real ? showEndpoint(real) : '', ...state }
    })
    return [{ name: serviceName(virtual), up: pool.up, sorry: pool.sorry, servers }]
  })
}

/** How the pools of another configuration would stand: as they do now where it has them too; what is new is alive. */
export function poolsAfter({ virtualServers }: Config, now: readonly ServiceStatus[]): PoolState[] {
  const left = Map.groupBy(now, ({ name }) => name)
  return virtualServers.map((virtual): PoolState => {
    const known = left.get(serviceName(virtual))?.shift()
    const servers = virtual.realServers.map((real): ServerState => {
      const state = known?.servers.find(({ name }) => name === showEndpoint(real))
      const isDynamic = real.checks.some((check) => check.kind === 'file' || (check.kind === 'misc' && check.dynamic))
      return { alive: state?.alive ?? true, weight: (isDynamic ? state?.weight : undefined) ?? real.weight }
    })
    return { up: known?.up ?? true, sorry: (known?.sorry ?? false) && virtual.sorryServer !== undefined, servers }
  })
}
