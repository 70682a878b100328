import { KacError, type PoolState, type RouterState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Address, Link } from '../kernel/index.ts'
import { assumedUp } from './pools.ts'

export interface RouterRuntime {
  readonly state: RouterState
  readonly effectivePriority: number
  /** What another router of this name is, in whose place it comes. */
  readonly before?: RouterState
  readonly assumed?: 'asked' | 'default'
}

/** What the world decided: what no configuration says. */
export interface RuntimeState {
  readonly routers: ReadonlyMap<string, RouterRuntime>
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
  readonly pools: readonly PoolState[]
}

export interface Assumptions {
  /** By name of the instance. Others count as BACKUP. */
  readonly asked: ReadonlyMap<string, 'master' | 'backup'>
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
}

/** The runtime of a host without a daemon to ask. Throws KacError `usage` for the name of no instance. */
export function assumeRuntime(config: Config, { asked, links, addresses }: Assumptions): RuntimeState {
  const names = new Set(config.vrrpInstances.map(({ name }) => name))
  for (const name of asked.keys()) {
    if (!names.has(name)) throw new KacError('usage', `there is no vrrp_instance "${name}" to assume a state of`)
  }
  const routers = new Map<string, RouterRuntime>()
  for (const { name, priority } of config.vrrpInstances) {
    const state = asked.get(name) === 'master' ? 'MASTER' : 'BACKUP'
    routers.set(name, { state, effectivePriority: priority, assumed: asked.has(name) ? 'asked' : 'default' })
  }
  return { routers, links, addresses, pools: assumedUp(config) }
}
