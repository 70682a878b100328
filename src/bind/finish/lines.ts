import { type Family, type Findings, familyOf, type Ip, type Span } from '../../base/index.ts'
import { isKnown } from './names.ts'

/** A line of routes or rules while it is settled. */
interface Line {
  readonly at: Span
  readonly spans: { readonly [field: string]: Span | undefined }
}

/** A field that tells the family of its line, and how the finding names it. */
export interface Evidence {
  readonly field: string
  readonly text: string
  readonly family: Family
}

export function evidence(field: string, address: Ip | undefined): Evidence[] {
  return address === undefined ? [] : [{ field, text: address, family: familyOf(address) }]
}

/** A field that is of one family whatever its value. */
export function evidenceOf(field: string, value: unknown, family: Family): Evidence[] {
  return value === undefined ? [] : [{ field, text: field, family }]
}

/**
 * The family that the words of a line agree on, IPv4 where none tells. Undefined: they do not agree, or one of
 * `everything`, fields that stand for all addresses, comes too late. Either was reported.
 */
export function lineFamily(
  { spans, at }: Line,
  told: readonly Evidence[],
  everything: readonly string[],
  findings: Findings,
): Family | undefined {
  const order = Object.keys(spans)
  const written = [...told].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
  const [first] = written
  const family = first?.family ?? 4
  const misfit = written.find((one) => one.family !== family)
  if (misfit) {
    findings.report('bind/mixed-families', { what: misfit.text, family }, spans[misfit.field] ?? at)
    return undefined
  }
  const fixed = written.find(({ field }) => field !== 'family')
  const late = fixed && everything.find((field) => order.indexOf(field) > order.indexOf(fixed.field))
  if (late === undefined) return family
  findings.report('bind/everything-too-late', {}, spans[late] ?? at)
  return undefined
}

/** The protocol number that keepalived gives all that it makes. */
const OWN_PROTOCOL = 18

/** Another protocol number is for lines that are not tracked. */
export function settleProtocol(
  line: { protocol?: number | undefined; readonly noTrack: boolean } & Line,
  findings: Findings,
): void {
  const { protocol, noTrack, spans, at } = line
  if (noTrack || protocol === undefined || protocol === OWN_PROTOCOL) return
  findings.report('bind/line-protocol', { protocol }, spans.protocol ?? at)
  line.protocol = OWN_PROTOCOL
}

/** The group of a line of this host has to be there, and the line to name the interface that it depends on. */
export function settleTrackGroup(
  line: { trackGroup?: string | undefined } & Line,
  dev: { readonly keyword: string; readonly name: string | undefined },
  groups: ReadonlyMap<string, Span>,
  findings: Findings,
): void {
  const { trackGroup, spans, at } = line
  if (trackGroup === undefined) return
  const place = spans.trackGroup ?? at
  const known = isKnown({ name: trackGroup, at: place }, groups, 'track_group', findings)
  if (known && dev.name === undefined) findings.report('bind/untracked', { keyword: dev.keyword }, place)
  if (!known || dev.name === undefined) delete line.trackGroup
}
