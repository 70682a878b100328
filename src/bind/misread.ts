import { spanAt, type Token } from '../../grammar/index.ts'
import { type Diagnostic, diagnostic, positionOf, type SourceFile, type Span } from '../base/index.ts'
import { misread } from './process.ts'

const upsetting =
  /^(?:syntax\/(?:escaped-comment|stray-brace|missing-brace|unclosed-block|too-deep)|bind\/(?:unexpected|missing)-block|expand\/(?:undefined-name|comment-in-definition))$/

/** Findings after which keepalived may read lines in another block than the one they are meant for. */
export function upsetsBlocks({ code, covers }: Diagnostic): boolean {
  return code === 'bind/unknown-keyword' ? covers !== undefined : upsetting.test(code)
}

/**
 * The same findings, each covering what keepalived misreads after it. `literal`: the stream as keepalived makes it out of
 * the same `sources`.
 */
export function withMisread(
  diagnostics: readonly Diagnostic[],
  literal: readonly Token[],
  sources: readonly SourceFile[],
): Diagnostic[] {
  const known = new Map(sources.map((source) => [source.name, source]))
  const told = groupedByFile(diagnostics.flatMap(linesOf))
  const causes = groupedByFile(
    diagnostics.filter(upsetsBlocks).flatMap((cause) => (cause.span ? [{ ...placeOf(cause.span), cause }] : [])),
  )
  const made: Diagnostic[] = []
  const ends = new Map<Diagnostic, Span>()
  for (const { startOffset, image, place } of misread(literal)) {
    const read = readAt(spanAt(place, startOffset, startOffset + image.length))
    const source = known.get(read.source.name)
    // A file that only keepalived includes, since it misreads what is above.
    if (!source) continue
    const at = { ...read, source }
    const { file, from } = placeOf(at)
    if ((lastUpTo(from, told.get(file))?.to ?? 0) >= from) continue
    let cause = lastUpTo(from, causes.get(file))?.cause
    if (!cause) {
      cause = diagnostic('syntax/misread', {}, at)
      made.push(cause)
      causes.set(file, [{ file, from, to: from, cause }, ...(causes.get(file) ?? [])])
    }
    const before = ends.get(cause) ?? cause.covers
    ends.set(cause, before && before.end > at.end ? before : at)
  }
  return [...diagnostics, ...made].map((found) => withEnd(found, ends.get(found)))
}

function withEnd(found: Diagnostic, end: Span | undefined): Diagnostic {
  if (!end) return found
  return { ...found, covers: { ...end, start: Math.min(found.span?.start ?? end.start, end.start) }, misread: true }
}

/** The place that keepalived names: in a file, where a definition or a sequence is used. */
function readAt(span: Span): Span {
  let at = span
  while (at.via && at.via.kind !== 'include') at = at.via.at
  return at
}

/** Lines of a file, the first and the last. */
interface Lines {
  readonly file: string
  readonly from: number
  readonly to: number
}

function placeOf(span: Span): Lines {
  const { source, start } = readAt(span)
  const from = positionOf(source, start).line
  return { file: source.name, from, to: from }
}

/** Where a finding is, and where it is read. */
function linesOf({ span, covers }: Diagnostic): Lines[] {
  if (!span) return []
  const { source, start, end } = covers ?? span
  const stretch = { file: source.name, from: positionOf(source, start).line, to: positionOf(source, end).line }
  return [placeOf(span), stretch]
}

/** In order, and each reaching at least as far as those before it. */
function groupedByFile<L extends Lines>(all: readonly L[]): Map<string, L[]> {
  const groups = new Map<string, L[]>()
  for (const lines of [...all].sort((a, b) => a.from - b.from)) {
    const group = groups.get(lines.file) ?? []
    group.push({ ...lines, to: Math.max(lines.to, group.at(-1)?.to ?? 0) })
    groups.set(lines.file, group)
  }
  return groups
}

/** The last that begins on a line or above it. */
function lastUpTo<L extends Lines>(line: number, sorted: readonly L[] = []): L | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.from ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return sorted[low - 1]
}
