import type { Level, Row, Statement } from '../../grammar/index.ts'
import { type Diagnostic, diagnostic, type Span } from '../base/index.ts'
import { occurrences } from './occurrences.ts'
import { oldNames } from './renames.ts'

/**
 * What is to be said for a release of keepalived: keywords that it does not know yet, by the older name where there is
 * one; and nothing about old names that it has no newer one for.
 */
export function forRelease(
  release: string,
  found: readonly Diagnostic[],
  statements: readonly Statement[],
): Diagnostic[] {
  const newer: Diagnostic[] = []
  /** Old names that nothing is said about. */
  const right = new Set<string>()
  // What is in a block that is not known need not be said.
  for (const { word, row, level } of occurrences(statements, (block) => !isLater(block, release))) {
    const { keyword, facts } = row
    if (isLater(row, release)) {
      const { at } = word
      right.add(place(at))
      const older = olderName(row, level, release)
      const details = older === undefined ? {} : { hint: `write ${older}`, fix: [{ span: at, text: older }] }
      newer.push(diagnostic('lint/newer-keyword', { keyword, since: facts.since, release }, at, details))
    } else if (facts.deprecated !== undefined) {
      const replacement = level.rows.get(facts.deprecated)
      if (replacement && isLater(replacement, release)) right.add(place(word.at))
    }
  }
  return [...found.filter(({ code, span }) => !oldNames.has(code) || !span || !right.has(place(span))), ...newer]
}

function place({ source, start }: Span): string {
  return `${source.name}:${start}`
}

/** What a keyword was called in a release. */
function olderName({ keyword, field }: Row, { rows }: Level, release: string): string | undefined {
  const older = [...rows.values()].find(
    (row) => row.facts.deprecated === keyword && row.field === field && !isLater(row, release),
  )
  return older?.keyword
}

function isLater({ facts: { since } }: Row, release: string): boolean {
  const [own, wanted] = [numbersOf(since), numbersOf(release)]
  const differing = own.findIndex((number, index) => number !== (wanted[index] ?? 0))
  return differing !== -1 && (own[differing] ?? 0) > (wanted[differing] ?? 0)
}

/** What is in no release yet comes after the last one. */
function numbersOf(release: string): number[] {
  const [, after, numbers = ''] = /^(after )?([\d.]+)/.exec(release) ?? []
  return [...numbers.split('.').map(Number), ...(after ? [1] : [])]
}
