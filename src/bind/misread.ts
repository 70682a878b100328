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
  const told = new Set(diagnostics.flatMap(linesOf))
  const all = [...diagnostics]
  const ends = new Map<Diagnostic, Span>()
  for (const { startOffset, image, place } of misread(literal)) {
    const read = readAt(spanAt(place, startOffset, startOffset + image.length))
    const at = { ...read, source: known.get(read.source.name) ?? read.source }
    if (told.has(lineOf(at, at.start))) continue
    let cause = causeOf(at, all)
    if (!cause) {
      cause = diagnostic('syntax/misread', {}, at)
      all.push(cause)
    }
    const before = ends.get(cause) ?? cause.covers
    ends.set(cause, before && before.end > at.end ? before : at)
  }
  return all.map((found) => withEnd(found, ends.get(found)))
}

function withEnd(found: Diagnostic, end: Span | undefined): Diagnostic {
  return end ? { ...found, covers: { ...end, start: Math.min(found.span?.start ?? end.start, end.start) } } : found
}

/** The last finding above a place, in the same file, that may be the reason. */
function causeOf({ source, start }: Span, all: readonly Diagnostic[]): Diagnostic | undefined {
  let last: { readonly cause: Diagnostic; readonly at: number } | undefined
  for (const cause of all) {
    const at = cause.span && readAt(cause.span)
    const isAbove = at?.source === source && at.start <= start && (!last || last.at <= at.start)
    if (isAbove && (upsetsBlocks(cause) || cause.code === 'syntax/misread')) last = { cause, at: at.start }
  }
  return last?.cause
}

/** The place that keepalived names: in a file, where a definition or a sequence is used. */
function readAt(span: Span): Span {
  let at = span
  while (at.via && at.via.kind !== 'include') at = at.via.at
  return at
}

function linesOf({ span, covers }: Diagnostic): string[] {
  if (!span) return []
  const { source, start, end } = covers ?? span
  const lines = [lineOf(readAt(span), readAt(span).start)]
  const last = positionOf(source, end).line
  for (let line = positionOf(source, start).line; line <= last; line++) lines.push(`${source.name}:${line}`)
  return lines
}

function lineOf({ source }: Span, offset: number): string {
  return `${source.name}:${positionOf(source, offset).line}`
}
