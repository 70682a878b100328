import type { Statement } from '../../grammar/index.ts'
import type { Diagnostic, Edit, Span } from '../base/index.ts'
import { type Occurrence, occurrences } from './occurrences.ts'

/** Codes of findings about old names. */
export const oldNames: ReadonlySet<string> = new Set(['bind/deprecated', 'lint/old-name'])

/** Findings about old names get the edit that writes the new one, where it takes the same words and means the same. */
export function withRenames(found: readonly Diagnostic[], statements: readonly Statement[]): readonly Diagnostic[] {
  if (!found.some(({ code }) => oldNames.has(code))) return found
  const renames = [...occurrences(statements)].flatMap(rename)
  const edits = new Map(renames.map((edit) => [place(edit.span), edit]))
  return found.map((one) => {
    const edit = oldNames.has(one.code) && one.span && !one.fix ? edits.get(place(one.span)) : undefined
    return edit ? { ...one, fix: [edit] } : one
  })
}

function place({ source, start }: Span): string {
  return `${source.name}:${start}`
}

/** Only of a word that stands in the file as it is: no name was replaced in it. */
function rename({ word, row, level }: Occurrence): Edit[] {
  const { text, at } = word
  const { deprecated = '' } = row.facts
  const isSame = level.rows.get(deprecated)?.field === row.field
  const isWritten = at.source.text.slice(at.start, at.end) === text
  return isSame && isWritten ? [{ span: at, text: deprecated }] : []
}
