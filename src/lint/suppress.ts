import { type Diagnostic, diagnostic, positionOf, type SourceFile, type Span } from '../base/index.ts'

interface Suppression {
  readonly source: SourceFile
  readonly code: string
  readonly start: number
  readonly end: number
  /** The whole comment, with its line where it stands alone. */
  readonly comment: Span
  /** The line of the comment; one that stands alone also speaks for the line below. */
  readonly lines: readonly number[]
}

const pattern = /^(.*?)[#!][ \t]*(kac-ignore[ \t]+([a-z]+\/[a-z0-9-]+)(?:[ \t]*:[ \t]*(\S.*))?)/gm

/**
 * Takes out what a comment `kac-ignore CODE: reason` on or above the line says to. A reason is needed, and a comment
 * that takes nothing out is reported.
 */
export function suppress(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): Diagnostic[] {
  const problems: Diagnostic[] = []
  const suppressions = sources.flatMap((source) => [...suppressionsIn(source, problems)])
  if (suppressions.length === 0) return [...diagnostics, ...problems]
  const byPlace = new Map(suppressions.flatMap((one) => one.lines.map((line) => [place(one, line), one] as const)))
  const used = new Set<Suppression>()
  const kept = diagnostics.filter((found) => {
    const { span, code } = found
    const matching = span && byPlace.get(place({ source: span.source, code }, positionOf(span.source, span.start).line))
    if (matching) used.add(matching)
    return !matching
  })
  const unused = suppressions
    .filter((one) => !used.has(one))
    .map(({ source, code, start, end, comment }) => {
      return diagnostic(
        'lint/unused-suppression',
        { code },
        { source, start, end },
        { fix: [{ span: comment, text: '' }] },
      )
    })
  return [...kept, ...unused, ...problems]
}

/** What a comment and a finding have in common. */
function place({ source, code }: Pick<Suppression, 'source' | 'code'>, line: number): string {
  return `${source.name}:${line} ${code}`
}

function* suppressionsIn(source: SourceFile, problems: Diagnostic[]): Generator<Suppression> {
  if (!source.text.includes('kac-ignore')) return
  for (const { index, 0: matched, 1: before = '', 2: written = '', 3: code = '', 4: reason } of source.text.matchAll(
    pattern,
  )) {
    const end = index + matched.length
    const start = end - written.length
    const { line } = positionOf(source, start)
    if (reason === undefined)
      problems.push(diagnostic('lint/suppression-without-reason', { code }, { source, start, end }))
    else {
      const alone = before.trim() === ''
      const from = index + before.trimEnd().length
      const comment = alone ? { source, start: index, end: end + 1 } : { source, start: from, end }
      yield { source, code, start, end, comment, lines: alone ? [line, line + 1] : [line] }
    }
  }
}
