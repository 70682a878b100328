import {
  type CompleteContext,
  type Leaf,
  type Level,
  language,
  parse,
  type Row,
  type Statement,
  type Word,
} from '../../grammar/index.ts'
import type { SourceFile } from '../base/index.ts'
import type { Expanded } from '../expand/index.ts'
import { type Cursor, cursorAt } from './cursor.ts'

/** Something that may stand at a cursor. */
export interface Item {
  readonly text: string
  readonly kind: 'keyword' | 'block' | 'value'
  /** What a keyword does. */
  readonly doc?: string
}

/** What may stand at an offset of a file of a configuration, in the order of the table; what is begun narrows it down. */
export function complete(
  expanded: Expanded,
  source: SourceFile,
  offset: number,
  interfaces: readonly string[] = [],
): Item[] {
  const cursor = cursorAt(expanded, source, offset)
  const { statements } = parse(expanded.tokens, language)
  const cx: CompleteContext = { interfaces, namesOf: (block) => namesOf(block, statements) }
  return itemsAt(cursor, cx).filter(({ text }) => text.startsWith(cursor.prefix))
}

function itemsAt(cursor: Cursor, cx: CompleteContext): Item[] {
  if (cursor.list !== undefined) return entryItems(cursor, cursor.list, cx)
  const { level, before } = cursor
  const [keyword] = before
  if (!keyword) return keywordItems(level)
  const row = level.rows.get(keyword.text)
  if (!row || row.kind === 'list') return []
  const type = row.kind === 'leaf' ? row.type : row.head
  return before.length <= type.arity[1] ? valueItems(type.complete?.(cx)) : []
}

/** In a list a line begins with a head, and goes on with options; the value of an option stands right behind it. */
function entryItems({ level, before }: Cursor, list: string, cx: CompleteContext): Item[] {
  const row = rowOfList(level, list)
  if (row?.kind !== 'list') return []
  const { head, each } = row
  if (head.arity[1] > 0 && (each === 'word' || before.length === 0)) return valueItems(head.complete?.(cx))
  const open = openOption(before, level)
  if (!open) return keywordItems(level)
  const values = valueItems(open.row.type.complete?.(cx))
  return open.given < open.row.type.arity[0] ? values : [...values, ...keywordItems(level)]
}

/** The last option of a line that may take a further word. */
function openOption(before: readonly Word[], level: Level): { readonly row: Leaf; readonly given: number } | undefined {
  const index = before.findLastIndex(({ text }) => level.rows.has(text))
  const row = level.rows.get(before[index]?.text ?? '')
  const given = before.length - index - 1
  return row?.kind === 'leaf' && given < row.type.arity[1] ? { row, given } : undefined
}

function rowOfList(level: Level, list: string): Row | undefined {
  const outer = level.path.split('/').slice(0, -1)
  const around = outer.reduce<Level | undefined>((inner, keyword) => inner?.blocks.get(keyword), language)
  return around?.rows.get(list)
}

function keywordItems({ rows }: Level): Item[] {
  return [...rows.values()]
    .filter(({ keyword, facts }) => keyword !== '' && facts.deprecated === undefined)
    .map(({ keyword, kind, facts }) => ({
      text: keyword,
      kind: kind === 'leaf' ? 'keyword' : 'block',
      doc: facts.doc,
    }))
}

function valueItems(texts: readonly string[] = []): Item[] {
  return texts.map((text) => ({ text, kind: 'value' }))
}

function namesOf(block: string, statements: readonly Statement[]): string[] {
  const found = statements.flatMap(({ words: [keyword, name] }) => (keyword?.text === block && name ? [name.text] : []))
  return [...new Set(found)]
}
