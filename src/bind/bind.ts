import {
  type Block,
  type HostNumbers,
  homesOf,
  type Leaf,
  type Level,
  type List,
  language,
  Statement,
  spanAt,
  type Word,
} from '../../grammar/index.ts'
import { closest, type Diagnostic, Findings, type Span } from '../base/index.ts'
import type { Config, ConfigDraft } from './config.ts'
import { finish } from './finish/index.ts'
import { freeze } from './freeze.ts'
import { type Fields, Reader, spanOf } from './reader.ts'

export interface Bound {
  /** Absent: keepalived would refuse the whole file. */
  readonly config?: Config
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * What statements mean by the keyword table, with defaults and adjustments. `origin` is where the text begins, `numbers`
 * what the host that it is for calls them, unless that is another one than this.
 */
export function bind(statements: readonly Statement[], origin: Span, numbers?: HostNumbers): Bound {
  const findings = new Findings()
  const fields = emptyBlock(language, {}, origin)
  const { global } = fields as unknown as ConfigDraft
  // Where the files are is read before what needs them.
  const folders = () => ({ own: global.iprouteDirectory, system: global.iprouteSystemDirectory })
  const reader = new Reader(findings, numbers && ((file, name) => numbers(file, name, folders())))
  new Binder(findings, reader).entries(statements, language, fields)
  finish(fields as unknown as ConfigDraft, findings)
  freeze(fields, language)
  return { ...(!findings.refused && { config: fields as unknown as Config }), diagnostics: findings.diagnostics }
}

class Binder {
  private readonly findings: Findings
  private readonly reader: Reader
  /** Entries of lists that may be given once, by the keyword of the list. */
  private readonly taken = new Map<string, Set<unknown>>()

  constructor(findings: Findings, reader: Reader) {
    this.findings = findings
    this.reader = reader
  }

  /** `served`: kac acts on the block that these are in, as far as its keywords do not say otherwise. */
  entries(statements: readonly Statement[], level: Level, fields: Fields, served = true): void {
    for (const statement of statements) {
      const { words, body } = statement
      const keyword = words[0] as Word
      if (statement.text.includes('\\')) this.escapedComment(statement, level)
      const row = level.rows.get(keyword.text) ?? level.rows.get('')
      if (!row) {
        this.unknown(keyword, level, statement)
        if (level === language) this.entries(this.outside(statement), level, fields, served)
        continue
      }
      const servesIt = served && !level.notServed.has(row.keyword)
      if (served && !servesIt) this.reader.report('lint/not-served-yet', { what: row.keyword }, keyword)
      if (row.keyword === '') this.freeLine(row as Leaf, level, statement, fields)
      else if (row.kind === 'leaf') {
        this.noBlock(keyword.text, keyword, statement)
        this.reader.leaf(row, keyword, words.slice(1), fields)
      } else if (!body) this.reader.report('bind/missing-block', { keyword: keyword.text }, keyword)
      else if (row.kind === 'list') this.list(row, level, statement, fields)
      else this.block(row, level, statement, fields, servesIt)
    }
  }

  /** All but the process that reads the globals get the line without the backslash, and look for comments again. */
  private escapedComment({ text, start, place, body }: Statement, level: Level): void {
    const readOnce = level === language ? !body : level.path.startsWith('global_defs')
    const at = readOnce ? -1 : text.replaceAll(/"[^"]*"/g, (quoted) => '"'.repeat(quoted.length)).search(/\\[#!]/)
    if (at < 0) return
    const span = spanAt(place, start + at, start + at + 2)
    this.findings.report('syntax/escaped-comment', { mark: text.slice(at, at + 2) }, span)
  }

  private freeLine(row: Leaf, { path }: Level, statement: Statement, fields: Fields): void {
    const { words } = statement
    const [keyword] = words as readonly [Word]
    this.noBlock(path, keyword, statement)
    this.reader.leaf(row, keyword, words, fields, path)
  }

  private noBlock(keyword: string, first: Word, { body, end }: Statement): void {
    if (body) this.reader.report('bind/unexpected-block', { keyword }, first, coversBlock(first, end))
  }

  private list(row: List, level: Level, { words, body = [], end }: Statement, fields: Fields): void {
    const [keyword, extra] = words as readonly [Word, Word | undefined]
    if (extra) this.reader.report('bind/dropped-words', { keyword: row.keyword, text: extra.text }, extra)
    if (body.length === 0 && row.facts.filled) this.findings.report('bind/empty-block', { keyword: row.keyword }, end)
    this.singleList(row, keyword, fields)
    fields.spans[row.field] ??= keyword.at
    const options = level.blocks.get(row.keyword) as Level
    const entries = fields[row.field] as unknown[]
    for (const statement of body) {
      const entry = statement.words
      this.noBlock(row.keyword, entry[0] as Word, statement)
      for (const part of row.each === 'line' ? [entry] : entry.map((word) => [word])) {
        const value = this.reader.entry(row, options, part)
        if (value !== undefined && !this.isTaken(row, value, end)) entries.push(value)
      }
    }
  }

  private singleList(row: List, keyword: Word, { spans, end }: Fields): void {
    const before = spans[row.field]
    if (!row.facts.single || !before) return
    const related = [{ span: before, message: 'the first one' }]
    this.reader.report('bind/repeated-list', { keyword: row.keyword }, keyword, {
      related,
      ...coversBlock(keyword, end),
    })
  }

  private isTaken({ keyword, facts }: List, value: unknown, end: Span | undefined): boolean {
    if (!facts.unique) return false
    const taken = this.taken.get(keyword) ?? new Set()
    const isTaken = taken.has(value)
    if (isTaken) this.findings.report('bind/duplicate-entry', { keyword, text: `${value}` }, end)
    this.taken.set(keyword, taken.add(value))
    return isTaken
  }

  private block(row: Block, level: Level, { words, body = [], end }: Statement, fields: Fields, served: boolean): void {
    const keyword = words[0] as Word
    const head = this.reader.head(row, keyword, words.slice(1))
    if (!head) return
    const inner = level.blocks.get(row.keyword) as Level
    this.reader.oldName(row, keyword)
    const { repeat } = row.facts
    const before = fields.spans[row.field]
    if (repeat === 'last' && before) {
      const related = [{ span: before, message: 'given here before' }]
      this.reader.report('bind/repeated', { keyword: row.keyword, kept: 'last' }, keyword, { related })
    }
    const adds = repeat === 'merged' || repeat === 'always'
    const merged = adds ? (fields[row.field] as Fields | undefined) : undefined
    const block = merged ?? emptyBlock(inner, head, spanOf(words))
    if (merged && !before) merged.at = spanOf(words)
    fields.spans[row.field] = before ?? keyword.at
    if (end) block.end = end
    this.entries(body, inner, block, served)
    if (repeat === 'each') (fields[row.field] as Fields[]).push(block)
    else fields[row.field] = block
  }

  /**
   * The blocks in an unknown one that stand outside of all others, as keepalived reads them. One without its opening brace
   * has that of the unknown one, and what follows.
   */
  private outside({ body = [], end }: Statement): Statement[] {
    const found = body.filter(standsOutside)
    const open = found.find((each) => each.body === undefined)
    if (!open) return found
    const [keyword] = open.words as readonly [Word]
    this.reader.report('bind/missing-block', { keyword: keyword.text }, keyword)
    const whole = new Statement(open.text, open.start, open.place)
    whole.body = body.slice(body.indexOf(open) + 1)
    if (end) whole.end = end
    return [...found.slice(0, found.indexOf(open)), whole]
  }

  private unknown(keyword: Word, level: Level, { body, end }: Statement): void {
    const name = keyword.text
    if (this.findings.full) return
    const block = level.path.split('/').at(-1) ?? ''
    const near = closest(name, level.rows.keys())
    const homes = near === undefined ? homesOf(name) : []
    const instead = homes.map((path) => newNameIn(path, name)).find((each) => each && level.rows.has(each))
    const belongs = homes.length > 0 && homes.length <= HOMES_MAX
    const hints = [
      near !== undefined && `did you mean "${near}"?`,
      gone.has(name) && 'remove the line: keepalived has had no such keyword for many years',
      instead !== undefined && `${instead} is what to write`,
      belongs && instead === undefined && `it belongs ${homes.map(homeText).join(' or ')}`,
      body && heldText(level === language && body.some(standsOutside)),
    ].filter((hint) => typeof hint === 'string')
    const details = { ...(hints.length > 0 && { hint: hints.join('; ') }), ...coversBlock(keyword, end) }
    this.reader.report('bind/unknown-keyword', { keyword: name, block }, keyword, details)
  }
}

/** A block that has no place but outside all others. */
function standsOutside({ words }: Statement): boolean {
  const name = words[0]?.text ?? ''
  return language.blocks.has(name) && homesOf(name).every((path) => path === '')
}

function heldText(isOutside: boolean): string {
  return isOutside ? 'the blocks in it are read as if they stood outside' : 'its block is left out with it'
}

/** From a keyword to the end of its block, where both stand in one file. */
function coversBlock({ at }: Word, end: Span | undefined): { readonly covers?: Span } {
  return end && end.source === at.source && end.start > at.start ? { covers: { ...at, end: end.end } } : {}
}

/** What examples have that are copied since the days of LVS over NAT alone. */
const gone: ReadonlySet<string> = new Set(['nat_mask', 'net_mask'])

/** A word that more blocks have is too common to tell where it was meant. */
const HOMES_MAX = 3

/** What has replaced a keyword in the block of this path. */
function newNameIn(path: string, keyword: string): string | undefined {
  const steps = path === '' ? [] : path.split('/')
  const level = steps.reduce<Level | undefined>((outer, step) => outer?.blocks.get(step), language)
  return level?.rows.get(keyword)?.facts.deprecated
}

function homeText(path: string): string {
  return path === '' ? 'outside all blocks' : `in ${path.split('/').reverse().join(' of ')}`
}

/** A block before its keywords are read: constants are set, lists are empty, and blocks that always are are there. */
function emptyBlock(level: Level, head: object, at: Span): Fields {
  const fields: Fields = { ...level.template, ...head, at, spans: {} }
  for (const field of level.plural) fields[field] = []
  for (const { field, many, level: inner } of level.nested) fields[field] = many ? [] : emptyBlock(inner, {}, at)
  return fields
}
