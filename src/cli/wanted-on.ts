import type { PoolState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { keeping } from '../daemon/index.ts'
import {
  assumedUp,
  assumeRuntime,
  type DesiredState,
  desired,
  poolsIn,
  type RuntimeState,
  services,
} from '../desired/index.ts'
import { type IpvsDestination, type KernelState, kinds, showService, type Wanted } from '../kernel/index.ts'
import { poolsAfter, routersAfter, type StatusSnapshot } from '../status/index.ts'

/** What a host does and has. */
export interface Ground {
  readonly assume: ReadonlyMap<string, 'master' | 'backup'>
  readonly status: StatusSnapshot
  readonly live: KernelState
}

/** What the kernel of this host is to hold under a configuration while its daemon, if there is one, knows what it knows. */
export function wantedOn(config: Config, ground: Ground): DesiredState {
  const { objects, roles } = desired(config, { ...runtimeOf(config, ground), pools: poolsOn(config, ground) })
  // What a daemon drains goes by itself.
  const { service, destination } = keeping(objects, drainingIn(ground))
  return { objects: { ...objects, service, destination: [...destination, ...unused(config, destination)] }, roles }
}

/** Destinations of the configuration that are not in use now: where there is one all the same, its line is known. */
function unused(config: Config, used: readonly Wanted<IpvsDestination>[]): Wanted<IpvsDestination>[] {
  const keys = new Set(used.map(({ object }) => kinds.destination.key(object)))
  return services(config, assumedUp(config)).destination.flatMap((each) =>
    keys.has(kinds.destination.key(each.object)) ? [] : [{ ...each, present: false }],
  )
}

function drainingIn({ status: { draining = [] }, live }: Ground) {
  const keys = new Set(draining.map(({ service, server }) => `${service} -> ${server}`))
  const services = new Map(live.service.map((each) => [kinds.service.key(each), each]))
  return live.destination.flatMap((destination) => {
    const service = services.get(showService(destination.service))
    return service && keys.has(kinds.destination.key(destination)) ? [{ service, destination }] : []
  })
}

/** What the engine says of the roles; without one, what the user wants assumed. */
function runtimeOf(config: Config, { assume, status, live }: Ground): Omit<RuntimeState, 'pools'> {
  if (!(status.daemon || status.engine) || assume.size > 0)
    return assumeRuntime(config, { asked: assume, links: live.link, addresses: live.address })
  return { routers: routersAfter(config, status.routers), links: live.link, addresses: live.address }
}

/** What the daemon knows of real servers, or will go on from when it is away; where there is none, all are in use. */
function poolsOn(config: Config, { status, live }: Ground): PoolState[] {
  const { daemon, engine, silent, services } = status
  if (!daemon && !engine && silent.length === 0) return assumedUp(config)
  return poolsAfter(config, services, poolsIn(live, config))
}
