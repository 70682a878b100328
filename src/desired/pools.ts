import type { PoolState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'

/** The pools of a configuration, in its order, where nobody has checked anything: every real server is alive. */
export function assumedUp({ virtualServers }: Pick<Config, 'virtualServers'>): PoolState[] {
  return virtualServers.map(({ realServers }) => ({
    up: true,
    sorry: false,
    servers: realServers.map(({ weight }) => ({ alive: true, weight })),
  }))
}
