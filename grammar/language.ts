import type { Shape } from './balance.ts'
import { notServedYet, root } from './keywords/index.ts'
import type { Row } from './table.ts'

/** The keywords of one block or the options of one list, for looking them up. */
export interface Level extends Shape {
  /** Keywords from outside in, joined by a slash. */
  readonly path: string
  readonly rows: ReadonlyMap<string, Row>
  /** Keywords that kac reads and does not act on yet. */
  readonly notServed: ReadonlySet<string>
  /** Fields that an entry of a list cannot be without. */
  readonly required: readonly string[]
  /** Fields of lines that may be given any number of times. */
  readonly plural: readonly string[]
  readonly blocks: ReadonlyMap<string, Level>
  /**
   * The fields that a finished block always has, before anything is read. Copying one object with all of them is several
   * times faster than adding field after field.
   */
  readonly template: Readonly<Record<string, unknown>>
  /** Fields that hold lists of lines or blocks, or blocks that always are. */
  readonly nested: readonly Nested[]
}

export interface Nested {
  readonly field: string
  readonly many: boolean
  readonly level: Level
}

const unserved = new Set(notServedYet)

/** The keywords outside all blocks, and through them all others. */
export const language: Level = level('', root.rows)

function level(path: string, rows: readonly Row[]): Level {
  const below = (keyword: string, inner: readonly Row[]) => [keyword, level(joined(path, keyword), inner)] as const
  const leaves = rows.filter((row) => row.kind === 'leaf')
  const opening = rows.filter((row) => row.kind !== 'leaf')
  const blocks = new Map(opening.map((row) => below(row.keyword, row.rows)))
  const nested = opening.flatMap(({ keyword, field, kind, facts }) => {
    const inner = blocks.get(keyword)
    const many = kind === 'list' || facts.repeat === 'each'
    return inner && (many || facts.repeat === 'always') ? [{ field, many, level: inner }] : []
  })
  return {
    path,
    rows: new Map(rows.map((row) => [row.keyword, row])),
    notServed: new Set(rows.map(({ keyword }) => keyword).filter((keyword) => unserved.has(joined(path, keyword)))),
    required: [...new Set(leaves.filter(({ presence }) => presence === 'required').map(({ field }) => field))],
    plural: leaves.filter(({ presence }) => presence === 'each').map(({ field }) => field),
    blocks,
    template: Object.fromEntries([
      ...leaves.filter(({ presence }) => presence !== 'absent').map(({ field }) => [field, undefined]),
      ...leaves.filter(({ presence }) => presence === 'constant').map(({ field, facts }) => [field, facts.default]),
      ...nested.map(({ field }) => [field, undefined]),
    ]),
    nested,
  }
}

function joined(path: string, keyword: string): string {
  return path === '' ? keyword : `${path}/${keyword}`
}

let homes: Map<string, string[]> | undefined

/** The paths of the blocks that have this keyword. */
export function homesOf(keyword: string): readonly string[] {
  homes ??= collectHomes(language, new Map())
  return homes.get(keyword) ?? []
}

function collectHomes({ path, rows, blocks }: Level, into: Map<string, string[]>): Map<string, string[]> {
  for (const keyword of rows.keys()) into.set(keyword, [...(into.get(keyword) ?? []), path])
  for (const [keyword, inner] of blocks) if (rows.get(keyword)?.kind === 'block') collectHomes(inner, into)
  return into
}
