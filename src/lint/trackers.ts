import type { Span } from '../base/index.ts'
import { type Config, referencesOf, type VrrpInstance } from '../bind/index.ts'

type Lists = 'trackedScripts' | 'trackedProcesses' | 'trackedFiles' | 'trackedBfd' | 'trackedInterfaces'
type SyncGroup = Config['syncGroups'][number]

/** Something that an instance follows, with the weight that is in force. */
export interface Tracker {
  readonly name: string
  /** What the priority changes by; 0 for FAULT. */
  readonly weight: number
  readonly reverse: boolean
  /** Its weight is multiplied with a number that only the host knows. */
  readonly scaled: boolean
  readonly at: Span
}

/** The trackers of an instance and of its sync group. */
export function trackersOf(router: VrrpInstance, config: Config): Tracker[] {
  const group = groupOf(router, config)
  const own = trackersIn(router, config)
  if (!group) return own
  // Members change together: what would change the priority of one alone is left out.
  const kept = group.weighted ? own : own.filter(({ weight }) => weight === 0)
  return [...kept, ...trackersIn(group, config)]
}

export function groupOf({ name }: VrrpInstance, config: Config): SyncGroup | undefined {
  return referencesOf(config).syncGroups.get(name)
}

function trackersIn(tracker: Pick<VrrpInstance, Lists> | Pick<SyncGroup, Lists>, config: Config): Tracker[] {
  const { scripts, processes, files, sessions } = referencesOf(config)
  return [
    ...resolved(tracker.trackedScripts, scripts),
    ...resolved(tracker.trackedProcesses, processes),
    ...resolved(tracker.trackedFiles, files).map((one) => ({ ...one, scaled: true })),
    ...resolved(tracker.trackedBfd, sessions),
    ...tracker.trackedInterfaces.map(({ interface: name, weight, reverse, at }) => {
      return { name, weight, reverse, scaled: false, at }
    }),
  ]
}

interface Entry {
  readonly name: string
  readonly weight?: number | undefined
  readonly reverse?: boolean | undefined
  readonly at: Span
}

interface Trackable {
  readonly weight: { readonly weight: number; readonly reverse: boolean }
}

/** A weight where it is tracked counts more than that of what is tracked. */
function resolved(entries: readonly Entry[], all: ReadonlyMap<string, Trackable>): Tracker[] {
  return entries.flatMap(({ name, at, ...own }) => {
    const found = all.get(name)
    if (!found) return []
    const { weight = found.weight.weight, reverse = found.weight.reverse } = own
    return [{ name, weight, reverse, scaled: false, at }]
  })
}
