import type { Shape } from '../balance.ts'
import { block, type Row } from '../table.ts'
import { nothing } from '../values/index.ts'
import { globalDefs } from './global-defs.ts'
import { pending } from './pending.ts'
import { virtualServer } from './virtual-server.ts'
import { vrrpInstance } from './vrrp-instance.ts'

export { addressLine } from './address-line.ts'
export { globalDefs } from './global-defs.ts'
export { virtualServer } from './virtual-server.ts'
export { vrrpInstance } from './vrrp-instance.ts'

/** The whole language: what may stand outside all blocks. */
export const root = block(
  '',
  'config',
  { head: nothing(), rows: [globalDefs, vrrpInstance, virtualServer] },
  { repeat: 'always', since: '1.0.3', doc: 'A configuration.' },
)

/** The keywords of one block or the options of one list, for looking them up. */
export interface Level extends Shape {
  /** Keywords from outside in, joined by a slash. */
  readonly path: string
  readonly rows: ReadonlyMap<string, Row>
  /** Keywords that kac does not act on yet. */
  readonly pending: ReadonlySet<string>
  readonly blocks: ReadonlyMap<string, Level>
  /** What its fields are before anything is read, those of lists and blocks apart. */
  readonly constants: Readonly<Record<string, unknown>>
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
  return {
    path,
    rows: new Map(rows.map((row) => [row.keyword, row])),
    pending: new Set(later.map((word) => word.replace('{}', ''))),
    blocks: new Map([...blocks, ...laterBlocks.map((keyword) => below(keyword, []))]),
    constants: Object.fromEntries(
      leaves.filter(({ presence }) => presence === 'constant').map(({ field, facts }) => [field, facts.default]),
    ),
    nested: opening.flatMap(({ keyword, field, kind, facts }) => {
      const inner = blocks.get(keyword)
      const many = kind === 'list' || facts.repeat === 'each'
      return inner && (many || facts.repeat === 'always') ? [{ field, many, level: inner }] : []
    }),
  }
}

/** The paths of the blocks that have this keyword. */
export function homesOf(keyword: string, from: Level = language): string[] {
  const here = from.rows.has(keyword) || from.pending.has(keyword) ? [from.path] : []
  return [...here, ...[...from.blocks.values()].flatMap((inner) => homesOf(keyword, inner))]
}
