import type { Span } from '../base/index.ts'
import type { Config, VrrpInstance } from './config.ts'
import { referencesOf } from './references.ts'

export type TrackedKind = 'interface' | 'script' | 'file' | 'process' | 'bfd'

/** One thing that an instance tracks, with the weight that counts for this instance. */
export interface Tracked {
  readonly kind: TrackedKind
  readonly name: string
  /** 0: a fault while bad; a file: while not 0. */
  readonly weight: number
  readonly reverse: boolean
  readonly at: Span
}

/** What an instance tracks, itself and through its sync group. */
export function trackedBy(instance: VrrpInstance, config: Config): Tracked[] {
  const group = referencesOf(config).syncGroups.get(instance.name)
  const own = entriesOf(instance, config)
  return group ? merged(own, entriesOf(group, config)) : own
}

type Lists = Pick<
  VrrpInstance,
  'trackedInterfaces' | 'trackedScripts' | 'trackedFiles' | 'trackedProcesses' | 'trackedBfd'
>

function entriesOf(lists: Lists, config: Config): Tracked[] {
  const { scripts, files, processes, sessions } = referencesOf(config)
  return [
    ...lists.trackedInterfaces.map(({ interface: name, weight, reverse, at }) => ({
      kind: 'interface' as const,
      name,
      weight: weight ?? 0,
      reverse: reverse ?? false,
      at,
    })),
    ...resolved('script', lists.trackedScripts, scripts),
    ...resolved('file', lists.trackedFiles, files),
    ...resolved('process', lists.trackedProcesses, processes),
    ...resolved('bfd', lists.trackedBfd, sessions),
  ]
}

interface Entry {
  readonly name: string
  readonly weight?: number
  readonly reverse?: boolean
  readonly at: Span
}

interface Trackable {
  readonly weight?: { readonly weight: number; readonly reverse: boolean }
}

/** With the weight of the object where the entry has none. What is not defined is not tracked. */
function resolved(kind: TrackedKind, entries: readonly Entry[], objects: ReadonlyMap<string, Trackable>): Tracked[] {
  return entries.flatMap(({ name, weight, reverse, at }) => {
    const object = objects.get(name)
    if (!object) return []
    return [
      {
        kind,
        name,
        weight: weight ?? object.weight?.weight ?? 0,
        reverse: reverse ?? object.weight?.reverse ?? false,
        at,
      },
    ]
  })
}

/** What both track is tracked once: with the group's weight, unless the member makes it a fault. */
function merged(own: readonly Tracked[], shared: readonly Tracked[]): Tracked[] {
  const isSame = (one: Tracked) => (other: Tracked) => one.kind === other.kind && one.name === other.name
  const kept = own.filter((entry) => entry.weight === 0 || !shared.some(isSame(entry)))
  return [...kept, ...shared.filter((entry) => !kept.some(isSame(entry)))]
}
