import type { Config, VrrpInstance } from '../bind/index.ts'
import type { TrackerSpec } from './image.ts'

/** What the daemon observes and tells the engine of. Interfaces the engine sees for itself. */
export type ObservedKind = 'script' | 'file' | 'process' | 'bfd'

/** Under which an observation is told to the engine. */
export function trackerId(kind: ObservedKind, name: string): string {
  return `${kind}:${name}`
}

type SyncGroup = Config['syncGroups'][number]
type Tracking = VrrpInstance | SyncGroup

/** What one router depends on: its own trackers, and those of its sync group. */
export function trackersOf(
  instance: VrrpInstance,
  group: SyncGroup | undefined,
  indexOf: (name: string) => number | undefined,
): TrackerSpec[] {
  const own = trackedBy(instance, indexOf)
  const shared = group ? trackedBy(group, indexOf) : []
  const byId = new Map(own.map((tracker) => [tracker.id, tracker]))
  // keepalived: of two weights for one thing the group's counts, unless the member's is 0.
  for (const tracker of shared) if (byId.get(tracker.id)?.weight !== 0) byId.set(tracker.id, tracker)
  return [...byId.values()]
}

function trackedBy(tracking: Tracking, indexOf: (name: string) => number | undefined): TrackerSpec[] {
  return tracking.trackedInterfaces.map(({ interface: id, weight, reverse }) => {
    return { kind: 'link', id, interfaceIndex: indexOf(id) ?? 0, weight, reverse }
  })
}
