import { closest, type Details, type Findings, type Span } from '../../base/index.ts'

export interface Block {
  readonly at: Span
  readonly end?: Span | undefined
}

/** Where keepalived tells what a block lacks: its closing brace, with the way back to what it is about. */
export function endOf({ at, end = at }: Block, about = at, message = 'the block begins here'): [Span, Details] {
  return [end, { related: end === about ? [] : [{ span: about, message }] }]
}

export interface Named {
  readonly name: string
  readonly at: Span
}

/** Which of two blocks of one name counts; a `reported` one is told. */
export function firstOfName<N extends Named>(
  block: string,
  all: readonly N[],
  reported: boolean,
  findings: Findings,
): N[] {
  const seen = new Map<string, N>()
  return all.filter((one) => {
    const before = seen.get(one.name)
    if (!before) return seen.set(one.name, one)
    const related = [{ span: before.at, message: 'the first one' }]
    if (reported) findings.report('bind/duplicate-name', { block, name: one.name }, one.at, { related })
    return false
  })
}

/** Keeps the entries that name something which stands above them in the file; keepalived knows no others. */
export function keepKnown<E extends Named>(
  entries: readonly E[],
  known: ReadonlyMap<string, Span>,
  what: string,
  findings: Findings,
): E[] {
  return entries.filter((entry) => isKnown(entry, known, what, findings))
}

export function isKnown(
  { name, at }: Named,
  known: ReadonlyMap<string, Span>,
  what: string,
  findings: Findings,
): boolean {
  const defined = known.get(name)
  if (defined && !isBelow(defined, at)) return true
  const details = defined ? { related: [{ span: defined, message: 'it stands below' }] } : meant(name, known)
  findings.report('bind/unknown-object', { what, name, below: defined !== undefined }, at, details)
  return false
}

function meant(name: string, known: ReadonlyMap<string, Span>): Details {
  const near = closest(name, known.keys())
  const span = near === undefined ? undefined : known.get(near)
  return span ? { hint: `did you mean "${near}"?`, related: [{ span, message: 'defined' }] } : {}
}

function isBelow(defined: Span, use: Span): boolean {
  return defined.source === use.source && defined.via === use.via && defined.start > use.start
}

export function placesOf(all: readonly Named[]): Map<string, Span> {
  return new Map([...all].reverse().map(({ name, at }) => [name, at]))
}
