import { type Config, referencesOf, type Tracked, trackedBy } from '../../bind/index.ts'
import type { EngineStatus, EngineTell } from '../../engine/index.ts'
import type { NotifyEvent } from '../../notify/index.ts'
import type { Observation } from '../../track/index.ts'

/** What of it scripts, pipes and mails are told; undefined for the rest. `waits` says who waits for a first result. */
export function notifyEvent(tell: EngineTell, waits: (router: string) => boolean): NotifyEvent | undefined {
  switch (tell.kind) {
    case 'transition': {
      const { router, from, to, reason, effectivePriority: priority } = tell
      const removed = reason === 'removed from the configuration'
      const unsure = reason === 'something tracked failed' || reason === 'with its sync group'
      const waiting = from === 'INIT' && to === 'FAULT' && unsure && waits(router)
      return { kind: 'transition', router, to, priority, removed, waiting }
    }
    case 'priority':
      return { kind: 'priority', router: tell.router, state: tell.state, priority: tell.effectivePriority }
    case 'lower-priority':
      return { kind: 'lower-advert', router: tell.router }
    default:
      return undefined
  }
}

/** What an engine that was found at work does already. */
export function foundEvents({ routers }: EngineStatus): NotifyEvent[] {
  return routers
    .filter(({ state }) => state !== 'INIT')
    .map(({ name, state, effectivePriority: priority }) => ({ kind: 'found', router: name, state, priority }))
}

/** Whether a router, or one of its sync group, has a tracker without weight of which nothing is known yet. */
export function waitsForResult(router: string, config: Config, observations: readonly Observation[]): boolean {
  const isOpen = (tracked: Tracked) =>
    tracked.weight === 0 &&
    observations.some(({ kind, name, value }) => kind === tracked.kind && name === tracked.name && value === undefined)
  return trackedInGroup(router, config).some(isOpen)
}

/** Routers that this observation sends to FAULT. */
export function failedBy({ kind, name, value }: Observation, config: Config): string[] {
  const fails = (tracked: Tracked) => {
    if (tracked.kind !== kind || tracked.name !== name || tracked.weight !== 0) return false
    const bad = kind === 'file' ? value !== 0 : value === 0
    return bad !== tracked.reverse
  }
  return config.vrrpInstances.map((each) => each.name).filter((router) => trackedInGroup(router, config).some(fails))
}

function trackedInGroup(router: string, config: Config): Tracked[] {
  const members = referencesOf(config).syncGroups.get(router)?.members ?? [router]
  return config.vrrpInstances
    .filter((instance) => members.includes(instance.name))
    .flatMap((instance) => trackedBy(instance, config))
}
