import type { Findings, Span } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { firstOfName, keepKnown, placesOf } from './names.ts'

type Tracked = 'trackedScripts' | 'trackedFiles' | 'trackedProcesses' | 'trackedBfd'
type Tracker = Pick<ConfigDraft['vrrpInstances'][number], Tracked | 'trackedInterfaces'>

/** What can be tracked: each needs what it is about, and the first of a name counts. */
export function settleTrackable(draft: ConfigDraft, findings: Findings): void {
  const needs = (block: string, name: string, keyword: string, value: unknown, at: Span, written: boolean) => {
    if (value === undefined && !written)
      findings.report('bind/missing-keyword', { block: `${block} ${name}`, keyword }, at)
    return value !== undefined
  }
  draft.vrrpScripts = firstOfName('vrrp_script', draft.vrrpScripts, false, findings).filter(
    ({ name, script, at, spans }) => needs('vrrp_script', name, 'script', script, at, spans.script !== undefined),
  )
  draft.trackProcesses = firstOfName('vrrp_track_process', draft.trackProcesses, false, findings).filter((one) =>
    needs('vrrp_track_process', one.name, 'process', one.process, one.at, one.spans.process !== undefined),
  )
  draft.trackFiles = firstOfName('track_file', draft.trackFiles, false, findings).filter(({ name, file, at, spans }) =>
    needs('track_file', name, 'file', file, at, spans.file !== undefined),
  )
  draft.bfdInstances = firstOfName('bfd_instance', draft.bfdInstances, true, findings).filter((one) =>
    needs('bfd_instance', one.name, 'neighbor_ip', one.neighbor, one.at, one.spans.neighbor !== undefined),
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
    const seen = new Set<string>()
    router.trackedInterfaces = router.trackedInterfaces.filter(({ interface: name, at }) => {
      if (name === router.interface) findings.report('bind/own-interface', { name }, at)
      else if (seen.has(name)) findings.report('bind/duplicate-name', { block: 'track_interface', name }, at)
      return name !== router.interface && !seen.has(name) && seen.add(name)
    })
  }
}
