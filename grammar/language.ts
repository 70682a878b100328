import type { Shape } from './balance.ts'
import { pending, root } from './keywords/index.ts'
import type { Row } from './table.ts'

/** The keywords of one block or the options of one list, for looking them up. */
export interface Level extends Shape {
  /** Keywords from outside in, joined by a slash. */
  readonly path: string
  readonly rows: ReadonlyMap<string, Row>
  /** Keywords that kac does not act on yet. */
  readonly pending: ReadonlySet<string>
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

/** The keywords outside all blocks, and through them all others. */
export const language: Level = level('', root.rows)

function level(path: string, rows: readonly Row[]): Level {
  const later = (pending[path] ?? '').split(/\s+/).filter((word) => word !== '')
  const laterBlocks = later.filter((word) => word.endsWith('{}')).map((word) => word.slice(0, -2))
  const below = (keyword: string, inner: readonly Row[]) =>
    [keyword, level(path === '' ? keyword : `${path}/${keyword}`, inner)] as const
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
    pending: new Set(later.map((word) => word.replace('{}', ''))),
    blocks: new Map([...blocks, ...laterBlocks.map((keyword) => below(keyword, []))]),
    template: Object.fromEntries([
      ...leaves.filter(({ presence }) => presence !== 'absent').map(({ field }) => [field, undefined]),
      ...leaves.filter(({ presence }) => presence === 'constant').map(({ field, facts }) => [field, facts.default]),
      ...nested.map(({ field }) => [field, undefined]),
    ]),
    nested,
  }
}

let homes: Map<string, string[]> | undefined

/** The paths of the blocks that have this keyword. */
export function homesOf(keyword: string): readonly string[] {
  homes ??= collectHomes(language, new Map())
  return homes.get(keyword) ?? []
}

function collectHomes(
  { path, rows, pending: later, blocks }: Level,
  into: Map<string, string[]>,
): Map<string, string[]> {
  for (const keyword of [...rows.keys(), ...later]) into.set(keyword, [...(into.get(keyword) ?? []), path])
  for (const inner of blocks.values()) collectHomes(inner, into)
  return into
}
