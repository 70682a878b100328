import { type Config, type TrackedKind, trackedBy, type VrrpInstance } from '../bind/index.ts'
import type { TrackerSpec } from './image.ts'

/** Under which an observation is told to the engine. Interfaces the engine sees for itself. */
export function trackerId(kind: Exclude<TrackedKind, 'interface'>, name: string): string {
  return `${kind}:${name}`
}

/** What one router depends on. A file is a number; all else is good or bad. */
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

/** Interfaces that a router cannot be without. */
export function needsOf(names: readonly string[], indexOf: (name: string) => number | undefined): TrackerSpec[] {
  return names.map((id) => ({ kind: 'link', id, interfaceIndex: indexOf(id) ?? 0, weight: 0, reverse: false }))
}
