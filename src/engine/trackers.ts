import { type Config, type TrackedKind, trackedBy, type VrrpInstance } from '../bind/index.ts'
import type { TrackerSpec } from './image.ts'

/** What the engine calls something that the daemon watches for it. */
export function trackerId(kind: TrackedKind, name: string): string {
  return `${kind} ${name}`
}

/** Links the engine sees for itself; a file is a number; all else is good or bad. */
export function compileTrackers(
  instance: VrrpInstance,
  config: Config,
  indexOf: (interfaceName: string) => number | undefined,
): TrackerSpec[] {
  return trackedBy(instance, config).map(({ kind, name, weight, reverse }) => {
    if (kind === 'interface') return { kind: 'link', id: name, interfaceIndex: indexOf(name) ?? 0, weight, reverse }
    const id = trackerId(kind, name)
    return { kind: kind === 'file' ? 'number' : 'state', id, interfaceIndex: 0, weight, reverse }
  })
}

/** Members of one sync group have its number; 0 for those in none. */
export function syncGroupOf({ name }: VrrpInstance, { syncGroups }: Config): number {
  return syncGroups.findIndex(({ members }) => members.includes(name)) + 1
}
