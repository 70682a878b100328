import type { Findings, Span } from '../../base/index.ts'
import type { ConfigDraft, VrrpInstanceDraft } from '../config.ts'

interface Weighted {
  readonly name: string
  weight?: number | undefined
  readonly at: Span
}
type Weights = ReadonlyMap<string, number>
type Ignore = (what: string, used: 'not tracked' | 'tracked without', at: Span) => void

/**
 * Priorities of a sync group are to move together, and an owner's never moves: weights of their own trackers count for
 * nothing. Processes keep theirs, as in keepalived; so do interfaces there, though it says otherwise.
 */
export function settleWeights(draft: ConfigDraft, findings: Findings): void {
  const scripts = weightsOf(draft.vrrpScripts)
  const files = weightsOf(draft.trackFiles)
  const sessions = weightsOf(draft.bfdInstances)
  const groups = new Map(draft.syncGroups.toReversed().flatMap((group) => group.members.map((name) => [name, group])))
  for (const router of draft.vrrpInstances) {
    const why = whyIgnored(router, groups)
    if (why === undefined) continue
    const ignore: Ignore = (what, used, at) => findings.report('bind/ignored-weight', { what, why, used }, at)
    router.trackedInterfaces = router.trackedInterfaces.filter(({ interface: name, weight, at }) => {
      if (weight) ignore(name, 'not tracked', at)
      return !weight
    })
    router.trackedScripts = unweighted(router.trackedScripts, scripts, ignore)
    router.trackedBfd = unweighted(router.trackedBfd, sessions, ignore)
    router.trackedFiles = filesWithout(router.trackedFiles, files, ignore)
  }
  settleOwnersGroups(draft, findings)
}

function whyIgnored(
  { name, priority }: VrrpInstanceDraft,
  groups: ReadonlyMap<string, ConfigDraft['syncGroups'][number]>,
) {
  if (priority === 255) return 'with priority 255'
  const group = groups.get(name)
  return group && !group.weighted ? `in group ${group.name} without sync_group_tracking_weight` : undefined
}

function weightsOf(defined: readonly { name: string; weight?: number | { weight: number } }[]): Weights {
  return new Map(
    defined.map(({ name, weight = 0 }) => [name, typeof weight === 'number' ? weight : weight.weight] as const),
  )
}

function unweighted<E extends Weighted>(entries: readonly E[], defined: Weights, ignore: Ignore): E[] {
  return entries.filter(({ name, weight = defined.get(name) ?? 0, at }) => {
    if (weight !== 0) ignore(name, 'not tracked', at)
    return weight === 0
  })
}

/** The usual weight of a file says that the number counts at all. */
function filesWithout<E extends Weighted>(entries: readonly E[], defined: Weights, ignore: Ignore): E[] {
  return entries.filter((entry) => {
    const { name, weight = defined.get(name) ?? 1, at } = entry
    if (weight === 0) return true
    ignore(name, weight === 1 ? 'tracked without' : 'not tracked', at)
    entry.weight = 0
    return weight === 1
  })
}

/** What a group tracks holds for its owners too, so it can only be a fault. */
function settleOwnersGroups({ syncGroups, vrrpInstances }: ConfigDraft, findings: Findings): void {
  const owners = new Set(vrrpInstances.filter(({ priority }) => priority === 255).map(({ name }) => name))
  for (const group of syncGroups) {
    const owner = group.members.find((member) => owners.has(member))
    if (owner === undefined) continue
    const { trackedScripts, trackedFiles, trackedProcesses, trackedBfd } = group
    const named = [...trackedScripts, ...trackedFiles, ...trackedProcesses, ...trackedBfd]
    for (const entry of [...named, ...group.trackedInterfaces]) {
      if (entry.weight) {
        const what = 'name' in entry ? entry.name : entry.interface
        const why = `with the owner ${owner} in group ${group.name}`
        findings.report('bind/ignored-weight', { what, why, used: 'tracked without' }, entry.at)
      }
      entry.weight = 0
    }
  }
}
