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

/**
 * What an instance tracks, itself and through its sync group. Weights of an address owner, and of a member of a sync
 * group without sync_group_tracking_weight, do not count: priorities of a group move together or not at all.
 */
export function trackedBy(instance: VrrpInstance, config: Config): Tracked[] {
  const group = config.syncGroups.find(({ members }) => members.includes(instance.name))
  const own = entriesOf(instance, config)
  if (!group) return isOwner(instance) ? withoutWeights(own) : own
  const kept = isOwner(instance) || !group.weighted ? withoutWeights(own) : own
  const owners = config.vrrpInstances.some((other) => isOwner(other) && group.members.includes(other.name))
  const shared = entriesOf(group, config).map((entry) => (owners ? { ...entry, weight: 0 } : entry))
  return merged(kept, shared)
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

/** A weighted process stays, and a file that only counts becomes one that must be 0: as keepalived has it. */
function withoutWeights(entries: readonly Tracked[]): Tracked[] {
  return entries.flatMap((entry) => {
    if (entry.weight === 0 || entry.kind === 'process') return [entry]
    return entry.kind === 'file' && entry.weight === 1 ? [{ ...entry, weight: 0 }] : []
  })
}

/** What both track is tracked once: with the group's weight, unless the member makes it a fault. */
function merged(own: readonly Tracked[], shared: readonly Tracked[]): Tracked[] {
  const isSame = (one: Tracked) => (other: Tracked) => one.kind === other.kind && one.name === other.name
  const kept = own.filter((entry) => entry.weight === 0 || !shared.some(isSame(entry)))
  return [...kept, ...shared.filter((entry) => !kept.some(isSame(entry)))]
}

function isOwner({ priority }: VrrpInstance): boolean {
  return priority === 255
}
