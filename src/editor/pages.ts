import { derived, type Effect, type Leaf, type Level, type List, language, type Row } from '../../grammar/index.ts'

/** All about one keyword in one block. */
export interface KeywordPage {
  readonly keyword: string
  /** The blocks it stands in, from outside in; none at the top. */
  readonly path: readonly string[]
  /** How it is written, with its arguments. */
  readonly syntax: string
  readonly doc: string
  readonly default?: string
  readonly required: boolean
  /** Which counts when there are two. */
  readonly repeat?: string
  /** What a bad value leaves set. */
  readonly bad?: string
  readonly since?: string
  readonly feature?: string
  readonly deprecated?: string
  readonly touches: readonly Effect[]
  /** kac reads it but does not act on it. */
  readonly later: boolean
}

/** Every keyword in every block, in the order of the table. */
export function keywordPages(level: Level = language): KeywordPage[] {
  return [...level.rows.values()].flatMap((row) => {
    const inner = level.blocks.get(row.keyword)
    return [pageOf(row, level), ...(inner ? keywordPages(inner) : [])]
  })
}

/** The pages of a keyword, or of `block/keyword`. */
export function pagesOf(name: string): KeywordPage[] {
  const wanted = name.split('/')
  return keywordPages().filter(({ keyword, path }) => {
    const full = [...path, keyword]
    return wanted.every((part, index) => part === full[full.length - wanted.length + index])
  })
}

function pageOf(row: Row, level: Level): KeywordPage {
  const { since, feature, deprecated, touches = [], doc } = row.facts
  return {
    keyword: row.keyword,
    path: level.path === '' ? [] : level.path.split('/'),
    syntax: syntaxOf(row),
    doc,
    required: row.facts.required === true,
    since,
    touches,
    later: level.notServed.has(row.keyword),
    ...(feature !== undefined && { feature }),
    ...(deprecated !== undefined && { deprecated }),
    ...(row.kind === 'leaf' && leafFacts(row)),
  }
}

function syntaxOf(row: Row): string {
  if (row.kind === 'leaf') return `${row.keyword}${argument(row)}`.trim()
  const head = row.head.describe()
  return row.kind === 'list' ? `${row.keyword} { ${entryOf(row, head)} }` : `${row.keyword}${bracketed(head)} { ... }`
}

function entryOf({ each, rows }: List, head: string): string {
  const more = each === 'word' ? '...' : rows.length > 0 ? '[option ...]' : ''
  return [bracketed(head).trim(), more].filter((part) => part !== '').join(' ')
}

function argument({ type }: Leaf): string {
  if (type.arity[1] === 0) return ''
  return type.arity[0] === 0 ? ` [${bracketed(type.describe()).trim()}]` : bracketed(type.describe())
}

function bracketed(described: string): string {
  return described === '' ? '' : ` <${described}>`
}

function leafFacts({ type, facts }: Leaf): Partial<KeywordPage> {
  const value = facts.default === derived ? 'follows from other settings' : printed(type, facts.default)
  const bad = facts.bad && printed(type, facts.bad.use)
  return {
    ...(value !== undefined && { default: value }),
    ...(facts.repeat !== undefined && { repeat: repeatText(facts.repeat) }),
    ...(bad !== undefined && { bad }),
  }
}

function printed({ print }: Leaf['type'], value: unknown): string | undefined {
  const text = value === undefined ? '' : print(value)
  return text === '' ? undefined : text
}

function repeatText(repeat: NonNullable<Leaf['facts']['repeat']>): string {
  if (repeat === 'first' || repeat === 'agree') return 'the first one counts'
  if (repeat === 'each' || repeat === 'joined') return 'each one counts'
  return repeat === 'warned' ? 'the last one counts, with a report' : `${String(repeat.keep)} stays once it was given`
}
