import type { Diagnostic, Edit } from '../base/index.ts'

/** The edits of findings, by the name of the file that they change. */
export function editsOf(findings: readonly Diagnostic[]): ReadonlyMap<string, readonly Edit[]> {
  return Map.groupBy(
    findings.flatMap(({ fix = [] }) => fix),
    ({ span }) => span.source.name,
  )
}

/** A text with the edits made. Of two that meet, the one that begins first is made; the next pass may make the other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  let done = 0
  let result = ''
  for (const { span, text: replacement } of ordered) {
    if (span.start < done) continue
    result += text.slice(done, span.start) + replacement
    done = span.end
  }
  return result + text.slice(done)
}
