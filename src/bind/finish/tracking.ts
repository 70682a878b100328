import type { Findings, Span } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { type Block, endOf, firstOfName, keepKnown, type Named, placesOf } from './names.ts'

type Tracked = 'trackedScripts' | 'trackedFiles' | 'trackedProcesses' | 'trackedBfd'
type Tracker = Pick<ConfigDraft['vrrpInstances'][number], Tracked | 'trackedInterfaces'>

/** What can be tracked: each needs what it is about, and the first of a name counts. */
export function settleTrackable(draft: ConfigDraft, findings: Findings): void {
  const needs = (block: string, one: Named & Block, keyword: string, value: unknown, written: Span | undefined) => {
    if (value === undefined && !written)
      findings.report('bind/missing-keyword', { block: `${block} ${one.name}`, keyword }, ...endOf(one))
    return value !== undefined
  }
  draft.vrrpScripts = firstOfName('vrrp_script', draft.vrrpScripts, false, findings).filter((one) =>
    needs('vrrp_script', one, 'script', one.script, one.spans.script),
  )
  draft.trackProcesses = firstOfName('vrrp_track_process', draft.trackProcesses, false, findings).filter((one) =>
    needs('vrrp_track_process', one, 'process', one.process, one.spans.process),
  )
  draft.trackFiles = firstOfName('track_file', draft.trackFiles, false, findings).filter((one) =>
    needs('track_file', one, 'file', one.file, one.spans.file),
  )
  draft.bfdInstances = firstOfName('bfd_instance', draft.bfdInstances, true, findings).filter((one) =>
    needs('bfd_instance', one, 'neighbor_ip', one.neighbor, one.spans.neighbor),
  )
  for (const script of draft.vrrpScripts) script.timeout ??= script.interval
  for (const wanted of draft.trackProcesses) settleQuorum(wanted, findings)
}

/** Of two bounds that exclude every number the one that was written first counts. */
function settleQuorum(wanted: ConfigDraft['trackProcesses'][number], findings: Findings): void {
  const { quorum, quorumMax, spans, at } = wanted
  if (quorum === undefined || quorumMax === undefined || quorum <= quorumMax) return
  const least = spans.quorum?.start ?? 0
  const most = spans.quorumMax?.start ?? 0
  if (least < most) {
    findings.report(
      'bind/no-effect',
      { keyword: 'quorum_max', without: `below quorum ${quorum}` },
      spans.quorumMax ?? at,
    )
    delete wanted.quorumMax
  } else {
    findings.report(
      'bind/no-effect',
      { keyword: 'quorum', without: `above quorum_max ${quorumMax}` },
      spans.quorum ?? at,
    )
    delete wanted.quorum
  }
}

/** What instances and sync groups track has to be there, above them. */
export function settleTracking(draft: ConfigDraft, findings: Findings): void {
  const known = {
    trackedScripts: { what: 'vrrp_script', places: placesOf(draft.vrrpScripts) },
    trackedFiles: { what: 'track_file', places: placesOf(draft.trackFiles) },
    trackedProcesses: { what: 'vrrp_track_process', places: placesOf(draft.trackProcesses) },
    trackedBfd: { what: 'bfd_instance', places: placesOf(draft.bfdInstances) },
  } as const
  for (const tracker of [...draft.vrrpInstances, ...draft.syncGroups] as Tracker[]) {
    for (const [field, { what, places }] of Object.entries(known) as [
      Tracked,
      { what: string; places: Map<string, Span> },
    ][]) {
      if (tracker[field].length > 0) tracker[field] = keepKnown(tracker[field], places, what, findings)
    }
  }
  for (const router of draft.vrrpInstances) {
    const { interface: own } = router
    router.trackedInterfaces = router.trackedInterfaces.filter(({ interface: name, at }) => {
      if (name === own) findings.report('bind/own-interface', { name }, at)
      return name !== own
    })
  }
  for (const tracker of [...draft.vrrpInstances, ...draft.syncGroups] as Tracker[]) dropRepeated(tracker, findings)
  tellShared(draft, findings)
}

/** An interface of a group is tracked for all its members. */
function tellShared({ syncGroups, vrrpInstances }: ConfigDraft, findings: Findings): void {
  const groups = new Map(syncGroups.flatMap((group) => group.members.map((member) => [member, group] as const)))
  for (const router of vrrpInstances) {
    const group = groups.get(router.name)
    for (const { interface: name, at } of group ? router.trackedInterfaces : []) {
      const shared = group?.trackedInterfaces.find((entry) => entry.interface === name)
      const related = shared ? [{ span: shared.at, message: 'for the group' }] : []
      if (group && shared) findings.report('bind/tracked-twice', { name, group: group.name }, at, { related })
    }
  }
}

/** Each thing is tracked once: the first entry counts. */
function dropRepeated(tracker: Tracker, findings: Findings): void {
  const once = <E extends { readonly at: Span }>(list: string, entries: readonly E[], nameOf: (entry: E) => string) => {
    const seen = new Set<string>()
    return entries.filter((entry) => {
      const name = nameOf(entry)
      if (seen.has(name)) findings.report('bind/duplicate-name', { block: list, name }, entry.at)
      return !seen.has(name) && seen.add(name)
    })
  }
  tracker.trackedInterfaces = once('track_interface', tracker.trackedInterfaces, (entry) => entry.interface)
  tracker.trackedScripts = once('track_script', tracker.trackedScripts, ({ name }) => name)
  tracker.trackedFiles = once('track_file', tracker.trackedFiles, ({ name }) => name)
  tracker.trackedProcesses = once('track_process', tracker.trackedProcesses, ({ name }) => name)
  tracker.trackedBfd = once('track_bfd', tracker.trackedBfd, ({ name }) => name)
}
