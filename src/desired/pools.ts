import type { Config } from '../bind/index.ts'

/** How a real server stands. */
export interface ServerState {
  /** None of its checks has failed. */
  readonly alive: boolean
  /** Configured, with what checks make of it. */
  readonly weight: number
}

/** How a virtual server stands: what checks decided. */
export interface PoolState {
  /** The sorry server stands in for all others. */
  readonly sorry: boolean
  /** In the order of the configuration. */
  readonly servers: readonly ServerState[]
}

/** The pools of a configuration, in its order, where nobody has checked anything: every real server is alive. */
export function assumedUp({ virtualServers }: Pick<Config, 'virtualServers'>): PoolState[] {
  return virtualServers.map(({ realServers }) => ({
    sorry: false,
    servers: realServers.map(({ weight }) => ({ alive: true, weight })),
  }))
}
