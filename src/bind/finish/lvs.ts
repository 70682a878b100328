import type { Findings, Span } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { placesOf } from './names.ts'

type TrackFile = ConfigDraft['trackFiles'][number]
type Session = ConfigDraft['bfdInstances'][number]
type ServerGroup = ConfigDraft['serverGroups'][number]

/** What virtual servers refer to, and where findings go. */
export interface LvsContext {
  readonly global: ConfigDraft['global']
  readonly groups: ReadonlyMap<string, ServerGroup>
  readonly files: ReadonlyMap<string, TrackFile>
  readonly filePlaces: ReadonlyMap<string, Span>
  readonly sessions: ReadonlyMap<string, Session>
  readonly sessionPlaces: ReadonlyMap<string, Span>
  readonly findings: Findings
}

export function lvsContext(draft: ConfigDraft, findings: Findings): LvsContext {
  return {
    global: draft.global,
    groups: new Map(draft.serverGroups.map((group) => [group.name, group])),
    files: new Map(draft.trackFiles.map((file) => [file.name, file])),
    filePlaces: placesOf(draft.trackFiles),
    sessions: new Map(draft.bfdInstances.map((session) => [session.name, session])),
    sessionPlaces: placesOf(draft.bfdInstances),
    findings,
  }
}

/** Whether one field was written, and after another one. */
export function isBelow(spans: object, field: string, above: string): boolean {
  const order = Object.keys(spans)
  return order.includes(above) && order.indexOf(field) > order.indexOf(above)
}
