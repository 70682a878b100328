import type { Role } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { emptyState, type WantedState, wantedOf, wantedTogether } from '../kernel/index.ts'
import { wantedBy, wantedWithRole } from './carried.ts'
import { Devices } from './devices.ts'
import { firewallTable } from './firewall.ts'
import { ipvsSettings } from './ipvs-settings.ts'
import { markings } from './markings.ts'
import type { RuntimeState } from './runtime.ts'
import { services } from './services.ts'
import { standing } from './standing.ts'

export interface DesiredState {
  readonly objects: WantedState
  readonly roles: readonly Role[]
}

/** What the kernel is to hold under this configuration while the world is as `runtime` says. Total. */
export function desired(config: Config, runtime: RuntimeState): DesiredState {
  const around = { devices: Devices.of(config), table: firewallTable(config.global) }
  return {
    objects: wantedTogether([
      wantedBy(standing(config, runtime), { present: true }),
      ...config.vrrpInstances.map((instance) => wantedWithRole(instance, around, runtime)),
      {
        ...wantedOf(emptyState),
        ...services(config, runtime.pools),
        marking: markings(config),
        ...ipvsSettings(config, (router) => runtime.routers.get(router)?.state),
      },
    ]),
    roles: roles(config, runtime),
  }
}

/** A router that runs keeps its state; a new one starts as BACKUP; one that left the configuration ends. Names tell which. */
function roles(config: Config, { routers }: RuntimeState): Role[] {
  const configured = new Set(config.vrrpInstances.map(({ name }) => name))
  const going = [...routers].filter(([name]) => !configured.has(name))
  return [
    ...config.vrrpInstances.map(({ name, at, priority }): Role => {
      const router = routers.get(name)
      if (!router) return { name, at, after: 'BACKUP', priority }
      const { state, before = state, effectivePriority, assumed } = router
      const known = { name, at, after: state, priority: effectivePriority }
      return assumed ? { ...known, assumed } : { ...known, before }
    }),
    ...going.map(
      ([name, { state, effectivePriority }]): Role => ({ name, before: state, priority: effectivePriority }),
    ),
  ]
}
