import {
  type Block,
  homesOf,
  type Leaf,
  type Level,
  type List,
  language,
  type Statement,
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

/** What statements mean by the keyword table, with defaults and adjustments. `origin` is where the text begins. */
export function bind(statements: readonly Statement[], origin: Span): Bound {
  const findings = new Findings()
  const fields = emptyBlock(language, {}, origin)
  new Binder(findings).entries(statements, language, fields)
  finish(fields as unknown as ConfigDraft, findings)
  freeze(fields, language)
  return { ...(!findings.refused && { config: fields as unknown as Config }), diagnostics: findings.diagnostics }
}

class Binder {
  private readonly findings: Findings
  private readonly reader: Reader
  /** Blocks that something in them makes useless. */
  private readonly spoiled = new Set<Fields>()

  constructor(findings: Findings) {
    this.findings = findings
    this.reader = new Reader(findings)
  }

  /** `served`: kac acts on the block that these are in, as far as its keywords do not say otherwise. */
  entries(statements: readonly Statement[], level: Level, fields: Fields, served = true): void {
    for (const { words, body } of statements) {
      const [keyword] = words as readonly [Word, ...Word[]]
      const row = level.rows.get(keyword.text) ?? level.rows.get('')
      if (!row) {
        this.unknown(keyword, level, body)
        continue
      }
      const servesIt = served && !level.notServed.has(row.keyword)
      if (served && !servesIt) this.reader.report('lint/not-served-yet', { what: row.keyword }, keyword)
      if (row.keyword === '') this.reader.leaf(row as Leaf, keyword, words, fields)
      else if (row.kind === 'leaf') {
        if (body) this.reader.report('bind/unexpected-block', { keyword: keyword.text }, keyword)
        this.reader.leaf(row, keyword, words.slice(1), fields)
      } else if (!body) this.reader.report('bind/missing-block', { keyword: keyword.text }, keyword)
      else if (row.kind === 'list') this.list(row, level, words, body, fields)
      else this.block(row, level, words, body, fields, servesIt)
    }
  }

  private list(row: List, level: Level, words: readonly Word[], body: readonly Statement[], fields: Fields): void {
    const [keyword, extra] = words as readonly [Word, Word | undefined]
    if (extra) this.reader.report('bind/dropped-words', { keyword: row.keyword, text: extra.text }, extra)
    if (body.length === 0 && row.facts.filled) this.reader.report('bind/empty-block', { keyword: row.keyword }, keyword)
    const before = fields.spans[row.field]
    if (before && row.facts.once) {
      this.repeated(row.keyword, 'first', before, keyword, 'keepalived leaves the whole block around it out')
      this.spoiled.add(fields)
    }
    fields.spans[row.field] ??= keyword.at
    const options = level.blocks.get(row.keyword) as Level
    const entries = fields[row.field] as unknown[]
    for (const { words: entry, body: unwanted } of body) {
      if (unwanted) this.reader.report('bind/unexpected-block', { keyword: row.keyword }, entry[0] as Word)
      for (const part of row.each === 'line' ? [entry] : entry.map((word) => [word])) {
        const value = this.reader.entry(row, options, part)
        if (value !== undefined) entries.push(value)
      }
    }
  }

  private block(
    row: Block,
    level: Level,
    words: readonly Word[],
    body: readonly Statement[],
    fields: Fields,
    served: boolean,
  ): void {
    const [keyword, ...args] = words as readonly [Word, ...Word[]]
    const head = this.reader.head(row, keyword, args)
    if (!head) return
    const inner = level.blocks.get(row.keyword) as Level
    const { repeat } = row.facts
    const before = fields.spans[row.field]
    if (repeat === 'last' && before) this.repeated(row.keyword, 'last', before, keyword)
    const adds = repeat === 'merged' || repeat === 'always'
    const merged = adds ? (fields[row.field] as Fields | undefined) : undefined
    const block = merged ?? emptyBlock(inner, head, spanOf(words))
    if (merged && !before) merged.at = spanOf(words)
    fields.spans[row.field] = before ?? keyword.at
    this.entries(body, inner, block, served)
    if (this.spoiled.has(block)) return
    if (repeat === 'each') (fields[row.field] as Fields[]).push(block)
    else fields[row.field] = block
  }

  private repeated(name: string, kept: 'first' | 'last', before: Span, keyword: Word, hint?: string): void {
    const related = [{ span: before, message: 'given here before' }]
    this.reader.report('bind/repeated', { keyword: name, kept }, keyword, { related, ...(hint && { hint }) })
  }

  private unknown(keyword: Word, level: Level, body: readonly Statement[] | undefined): void {
    const name = keyword.text
    if (this.findings.full) return
    const block = level.path.split('/').at(-1) ?? ''
    const near = closest(name, level.rows.keys())
    const homes = near === undefined ? homesOf(name) : []
    const hints = [
      near === undefined ? undefined : `did you mean "${near}"?`,
      homes.length > 0 && homes.length <= HOMES_MAX ? `it belongs ${homes.map(homeText).join(' or ')}` : undefined,
      body ? 'its block is left out with it' : undefined,
    ].filter((hint) => hint !== undefined)
    const covers = body && blockSpan(keyword, body)
    const details = { ...(hints.length > 0 && { hint: hints.join('; ') }), ...(covers && { covers }) }
    this.reader.report('bind/unknown-keyword', { keyword: name, block }, keyword, details)
  }
}

/** From a keyword to the end of its block, if all of it stands in one text. */
function blockSpan(keyword: Word, body: readonly Statement[]): Span | undefined {
  const { source, start } = keyword.at
  let end = keyword.at.end
  let depth = 1
  for (let last = body.at(-1); last; last = last.body?.at(-1)) {
    end = last.words.at(-1)?.at.end ?? end
    if (last.body) depth++
  }
  if (end < start) return undefined
  for (; depth > 0; depth--) end = Math.max(end, source.text.indexOf('}', end) + 1)
  return { source, start, end }
}

/** A word that more blocks have is too common to tell where it was meant. */
const HOMES_MAX = 3

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
