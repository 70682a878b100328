import { type Level, language, type Row, type Statement, type Word } from '../../grammar/index.ts'
import { type Diagnostic, diagnostic } from '../base/index.ts'

/** Keywords that a release of keepalived does not know yet. */
export function newerThan(release: string, statements: readonly Statement[], level: Level = language): Diagnostic[] {
  return statements.flatMap(({ words, body = [] }) => {
    const [keyword] = words
    const row = keyword && level.rows.get(keyword.text)
    if (!row) return []
    // What is in a block that is not known need not be said.
    if (isLater(row, release)) return [newer(keyword, row, release)]
    const inner = level.blocks.get(row.keyword)
    if (!inner) return []
    return row.kind === 'list'
      ? body.flatMap((entry) => newerOptions(release, entry, inner))
      : newerThan(release, body, inner)
  })
}

function newerOptions(release: string, { words }: Statement, { rows }: Level): Diagnostic[] {
  return words.flatMap((word) => {
    const row = rows.get(word.text)
    return row && isLater(row, release) ? [newer(word, row, release)] : []
  })
}

function newer({ at }: Word, { keyword, facts: { since } }: Row, release: string): Diagnostic {
  return diagnostic('lint/newer-keyword', { keyword, since, release }, at)
}

function isLater({ facts: { since } }: Row, release: string): boolean {
  const [own, wanted] = [numbersOf(since), numbersOf(release)]
  const differing = own.findIndex((number, index) => number !== (wanted[index] ?? 0))
  return differing !== -1 && (own[differing] ?? 0) > (wanted[differing] ?? 0)
}

function numbersOf(release: string): number[] {
  return release.split('.').map(Number)
}
