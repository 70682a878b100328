import type { RouterState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { Devices, isDisplaced } from '../desired/index.ts'
import { routerIdentity, sameRouters } from '../engine/index.ts'
import type { RouterStatus } from './snapshot.ts'

interface RouterAfter {
  readonly state: RouterState
  readonly effectivePriority: number
  /** Of a router that ends, and whose name another one has now; of one that becomes the owner of its addresses. */
  readonly before?: RouterState
}

interface Running extends Pick<RouterStatus, 'name' | 'state' | 'effectivePriority'> {
  readonly configured?: Pick<NonNullable<RouterStatus['configured']>, 'identity' | 'virtualRouterId' | 'device'>
}

/**
 * What runs when a configuration comes into force, by the names that it has there: whoever is the same virtual router goes
 * on under another name too, and another one of the same name begins anew, like one whose macvlan is made anew.
 */
export function routersAfter(config: Config, routers: readonly Running[]): Map<string, RouterAfter> {
  const { links } = Devices.of(config)
  const kept = routers.filter(({ configured }) => !configured?.device || !isDisplaced(configured.device, links))
  const before = kept.map((router) => ({ router, name: router.name, identity: router.configured?.identity ?? '' }))
  const next = config.vrrpInstances.map((instance) => ({ name: instance.name, identity: routerIdentity(instance) }))
  const names = new Map([...sameRouters(before, next)].map(([{ name }, { router }]) => [router, name]))
  const nameAfter = (router: Running) => (router.configured ? names.get(router) : router.name)
  const owners = ownersIn(config)
  const after = new Map<string, RouterAfter>()
  for (const router of routers) {
    const name = nameAfter(router)
    if (name === undefined) continue
    const becomesMaster = router.state === 'BACKUP' && owners.has(name)
    after.set(name, becomesMaster ? { ...owner, before: router.state } : running(router))
  }
  for (const router of routers) {
    if (nameAfter(router) !== undefined) continue
    const { name, state: before, configured } = router
    const successor = config.vrrpInstances.find((instance) => instance.name === name)
    if (!successor) after.set(name, running(router))
    else if (after.has(name)) after.set(`${name} (VRID ${configured?.virtualRouterId})`, running(router))
    else if (owners.has(name)) after.set(name, { ...owner, before })
    else after.set(name, { state: 'BACKUP', effectivePriority: successor.priority, before })
  }
  return after
}

const owner = { state: 'MASTER', effectivePriority: 255 } as const

/** Names of those that are Master as soon as they can be (RFC 9568 section 6.4.1); a sync group decides for its members. */
function ownersIn({ vrrpInstances, syncGroups }: Config): ReadonlySet<string> {
  const grouped = new Set(syncGroups.flatMap(({ members }) => members))
  const owners = vrrpInstances.filter(({ name, priority }) => priority === 255 && !grouped.has(name))
  return new Set(owners.map(({ name }) => name))
}

function running({ state, effectivePriority }: Running): RouterAfter {
  return { state, effectivePriority }
}
