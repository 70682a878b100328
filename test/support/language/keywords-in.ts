import { type Level, language, parse, type Row, root, type Statement } from '../../../grammar/index.ts'
import { expand } from '../../../src/expand/index.ts'
import { nowhere } from '../config-of.ts'

/** The keywords that a configuration uses, as paths: `vrrp_instance/virtual_ipaddress/label`. */
export function keywordsIn(text: string): ReadonlySet<string> {
  const { tokens } = expand({ source: { name: 'keywords.conf', text } }, nowhere)
  const found = new Set<string>()
  collect(parse(tokens, language).statements, language, found)
  return found
}

function collect(statements: readonly Statement[], level: Level, into: Set<string>): void {
  for (const { words, body = [] } of statements) {
    const [keyword = '', ...rest] = words.map(({ text }) => text)
    const row = level.rows.get(keyword)
    if (!row) continue
    into.add(pathOf(level, keyword))
    const inner = level.blocks.get(keyword)
    if (row.kind === 'block' && inner) collect(body, inner, into)
    if (row.kind === 'list' && inner)
      for (const entry of [...body.map((each) => each.words.map(({ text }) => text)), rest]) options(entry, inner, into)
  }
}

function options(entry: readonly string[], level: Level, into: Set<string>): void {
  for (const word of entry) if (word !== '' && level.rows.has(word)) into.add(pathOf(level, word))
}

function pathOf({ path }: Level, keyword: string): string {
  return path === '' ? keyword : `${path}/${keyword}`
}

/** Every keyword of the table with its row. A line that begins with none has no keyword, and is left out. */
export function allKeywords(): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>()
  const walk = (rows: readonly Row[], path: readonly string[]) => {
    for (const row of rows) {
      if (row.keyword !== '') found.set([...path, row.keyword].join('/'), row)
      if (row.kind !== 'leaf') walk(row.rows, [...path, row.keyword])
    }
  }
  walk(root.rows, [])
  return found
}
