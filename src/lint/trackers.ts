import type { Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'

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
  return indexOf(config).groups.get(name)
}

interface Index {
  readonly scripts: ReadonlyMap<string, Trackable>
  readonly processes: ReadonlyMap<string, Trackable>
  readonly files: ReadonlyMap<string, Trackable>
  readonly sessions: ReadonlyMap<string, Trackable>
  /** By the names of their members. */
  readonly groups: ReadonlyMap<string, SyncGroup>
}

const indexes = new WeakMap<Config, Index>()

function indexOf(config: Config): Index {
  const known = indexes.get(config)
  if (known) return known
  const made = {
    scripts: byName(config.vrrpScripts),
    processes: byName(config.trackProcesses),
    files: byName(config.trackFiles),
    sessions: byName(config.bfdInstances),
    groups: new Map(config.syncGroups.flatMap((group) => group.members.map((member) => [member, group] as const))),
  }
  indexes.set(config, made)
  return made
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.name, one]))
}

function trackersIn(tracker: Pick<VrrpInstance, Lists> | Pick<SyncGroup, Lists>, config: Config): Tracker[] {
  const { scripts, processes, files, sessions } = indexOf(config)
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
