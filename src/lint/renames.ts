import { type Level, language, type Row, type Statement, type Word } from '../../grammar/index.ts'
import type { Diagnostic, Edit, Span } from '../base/index.ts'

const oldNames = new Set(['bind/deprecated', 'lint/old-name'])

/** Findings about old names get the edit that writes the new one, where it takes the same words and means the same. */
export function withRenames(found: readonly Diagnostic[], statements: readonly Statement[]): readonly Diagnostic[] {
  if (!found.some(({ code }) => oldNames.has(code))) return found
  const edits = new Map(renames(statements, language).map((edit) => [place(edit.span), edit]))
  return found.map((one) => {
    const edit = oldNames.has(one.code) && one.span && !one.fix ? edits.get(place(one.span)) : undefined
    return edit ? { ...one, fix: [edit] } : one
  })
}

function place({ source, start }: Span): string {
  return `${source.name}:${start}`
}

function renames(statements: readonly Statement[], level: Level): Edit[] {
  return statements.flatMap(({ words, body = [] }) => {
    const [keyword] = words
    const row = keyword && level.rows.get(keyword.text)
    if (!row) return []
    const inner = level.blocks.get(row.keyword)
    const below = !inner ? [] : row.kind === 'list' ? body.flatMap((one) => options(one, inner)) : renames(body, inner)
    return [...rename(keyword, row, level), ...below]
  })
}

function options({ words }: Statement, level: Level): Edit[] {
  return words.flatMap((word) => {
    const row = level.rows.get(word.text)
    return row ? rename(word, row, level) : []
  })
}

/** Only of a word that stands in the file as it is: no name was replaced in it. */
function rename({ text, at }: Word, { field, facts: { deprecated = '' } }: Row, { rows }: Level): Edit[] {
  const isSame = rows.get(deprecated)?.field === field
  const isWritten = at.source.text.slice(at.start, at.end) === text
  return isSame && isWritten ? [{ span: at, text: deprecated }] : []
}
