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
