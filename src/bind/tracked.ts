import type { Config, VrrpInstance } from './config.ts'

export type TrackedKind = 'interface' | 'script' | 'file' | 'process' | 'bfd'

/** One thing that an instance tracks, with the weight that counts for this instance. */
export interface Tracked {
  readonly kind: TrackedKind
  readonly name: string
  /** 0: a fault while bad; a file: while not 0. */
  readonly weight: number
  readonly reverse: boolean
}

/** What an instance tracks, itself and through its sync group. */
export function trackedBy(instance: VrrpInstance, config: Config): Tracked[] {
  const group = config.syncGroups.find(({ members }) => members.includes(instance.name))
  const own = entriesOf(instance, config)
  return group ? merged(own, entriesOf(group, config)) : own
}

type Lists = Pick<
  VrrpInstance,
  'trackedInterfaces' | 'trackedScripts' | 'trackedFiles' | 'trackedProcesses' | 'trackedBfd'
>

function entriesOf(lists: Lists, config: Config): Tracked[] {
  return [
    ...lists.trackedInterfaces.map(({ interface: name, weight, reverse }) => ({
      kind: 'interface' as const,
      name,
      weight: weight ?? 0,
      reverse: reverse ?? false,
    })),
    ...resolved('script', lists.trackedScripts, config.vrrpScripts),
    ...resolved('file', lists.trackedFiles, config.trackFiles),
    ...resolved('process', lists.trackedProcesses, config.trackProcesses),
    ...resolved('bfd', lists.trackedBfd, config.bfdInstances),
  ]
}

interface Entry {
  readonly name: string
  readonly weight?: number
  readonly reverse?: boolean
}

interface Trackable {
  readonly name: string
  readonly weight?: { readonly weight: number; readonly reverse: boolean }
}

/** With the weight of the object where the entry has none. What is not defined is not tracked. */
function resolved(kind: TrackedKind, entries: readonly Entry[], objects: readonly Trackable[]): Tracked[] {
  return entries.flatMap(({ name, weight, reverse }) => {
    const object = objects.find((each) => each.name === name)
    if (!object) return []
    return [
      {
        kind,
        name,
        weight: weight ?? object.weight?.weight ?? 0,
        reverse: reverse ?? object.weight?.reverse ?? false,
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
