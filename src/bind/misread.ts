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
  const causes = new Causes(diagnostics)
  const added: Diagnostic[] = []
  const ends = new Map<Diagnostic, Span>()
  for (const { startOffset, image, place } of misread(literal)) {
    const read = readAt(spanAt(place, startOffset, startOffset + image.length))
    const at = { ...read, source: known.get(read.source.name) ?? read.source }
    if (told.has(lineOf(at, at.start))) continue
    let cause = causes.above(at)
    if (!cause) {
      cause = diagnostic('syntax/misread', {}, at)
      added.push(cause)
      causes.add(cause, at)
    }
    const before = ends.get(cause) ?? cause.covers
    ends.set(cause, before && before.end > at.end ? before : at)
  }
  return [...diagnostics, ...added].map((found) => withEnd(found, ends.get(found)))
}

function withEnd(found: Diagnostic, end: Span | undefined): Diagnostic {
  return end ? { ...found, covers: { ...end, start: Math.min(found.span?.start ?? end.start, end.start) } } : found
}

/** Findings that may be the reason for what comes after them, in each file by their place. */
class Causes {
  private readonly bySource = new Map<SourceFile, { readonly cause: Diagnostic; readonly start: number }[]>()

  constructor(diagnostics: readonly Diagnostic[]) {
    for (const cause of diagnostics) if (cause.span && upsetsBlocks(cause)) this.add(cause, readAt(cause.span))
  }

  add(cause: Diagnostic, { source, start }: Span): void {
    const causes = this.bySource.get(source)
    if (causes) causes.splice(this.countUpTo(source, start), 0, { cause, start })
    else this.bySource.set(source, [{ cause, start }])
  }

  /** The last one above a place. */
  above({ source, start }: Span): Diagnostic | undefined {
    return this.bySource.get(source)?.[this.countUpTo(source, start) - 1]?.cause
  }

  private countUpTo(source: SourceFile, start: number): number {
    const causes = this.bySource.get(source) ?? []
    let low = 0
    for (let high = causes.length; low < high; ) {
      const middle = (low + high) >> 1
      if ((causes[middle]?.start ?? 0) <= start) low = middle + 1
      else high = middle
    }
    return low
  }
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
