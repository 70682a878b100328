import {
  type Block,
  type Leaf,
  type Level,
  type List,
  type ReadContext,
  spanAt,
  type ValueType,
  type Word,
} from '../../grammar/index.ts'
import { type Code, closest, type Details, type Findings, type ParamsOf, type Span } from '../base/index.ts'

/** A block or a line while it is bound; the types of its fields are those of its rows. */
export interface Fields {
  [field: string]: unknown
  at: Span
  end?: Span
  spans: { [field: string]: Span }
}

/** Reads words by the rows of the table. */
export class Reader implements ReadContext {
  keyword = ''
  private readonly findings: Findings
  readonly hostNumber: ReadContext['hostNumber']
  /** What holds in place of a bad value, as a hint. */
  private instead: Details | undefined

  constructor(findings: Findings, hostNumber: ReadContext['hostNumber'] = () => 'unknown') {
    this.findings = findings
    this.hostNumber = hostNumber
  }

  report<C extends Code>(code: C, params: ParamsOf<C>, at: Word, details = this.instead): void {
    if (!at.place.broken) this.findings.report(code, params, at.at, details)
  }

  refuse(): void {
    this.findings.refused = true
  }

  /** A keyword and the words after it, on a line of their own. `name`: what to call it. */
  leaf(row: Leaf, keyword: Word, args: readonly Word[], fields: Fields, name = row.keyword): void {
    this.keyword = name
    const { type, facts } = row
    if (args.length < type.arity[0]) {
      this.missing(row, keyword)
      return
    }
    this.oldName(row, keyword)
    if (facts.idle !== undefined) this.report('lint/idle', { keyword: name, why: facts.idle }, keyword)
    this.extraWords(type, args, facts.exact ? 'bind/dropped-words' : 'bind/extra-words', facts.exact === 'spoils')
    if (facts.exact !== 'spoils' || args.length <= type.arity[1]) this.set(row, keyword, args, fields)
  }

  /** An entry of a list: a head, and on lines options in any order. Undefined when keepalived leaves it out. */
  entry(list: List, options: Level, words: readonly Word[]): unknown {
    this.keyword = list.keyword
    const size = Math.min(list.head.arity[1], words.length)
    const head = list.head.read(words.slice(0, size), this)
    if (typeof head !== 'object' || head === null) return head
    const fields: Fields = { ...options.template, ...head, at: spanOf(words), spans: {} }
    return this.options(list, options, words.slice(size), fields) && this.isWhole(list, options, words, fields)
      ? fields
      : undefined
  }

  private isWhole({ keyword }: List, { required }: Level, words: readonly Word[], fields: Fields): boolean {
    const lacking = required.find((field) => fields[field] === undefined)
    if (lacking !== undefined && words[0])
      this.report('bind/missing-keyword', { block: `a line of ${keyword}`, keyword: lacking }, words[0])
    return lacking === undefined
  }

  /** The words between a keyword and its block. Undefined when keepalived leaves the block out. */
  head(row: Block, keyword: Word, args: readonly Word[]): object | undefined {
    const { head, facts } = row
    this.keyword = row.keyword
    if (args.length < head.arity[0]) {
      this.missing(row, keyword)
      return undefined
    }
    const extra = args[head.arity[1]]
    if (extra && facts.exact) {
      this.report('bind/one-name', { keyword: row.keyword, text: extra.text }, extra)
      return undefined
    }
    this.extraWords(head, args, 'bind/extra-words')
    return head.read(args.slice(0, head.arity[1]), this)
  }

  private options(list: List, { rows, notServed }: Level, words: readonly Word[], fields: Fields): boolean {
    const otherwise = rows.get('')
    for (let index = 0; index < words.length; ) {
      const keyword = words[index++]
      if (!keyword) break
      const row = rows.get(keyword.text) ?? otherwise
      if (row?.kind !== 'leaf') {
        const { strict } = list.facts
        const spoils = strict === true || (strict === 'first' && index === 1)
        this.unknownOption(list, keyword, spoils)
        if (spoils) return false
        while (index < words.length && !rows.has(words[index]?.text ?? '')) index++
        continue
      }
      if (notServed.has(row.keyword)) this.report('lint/not-served-yet', { what: row.keyword }, keyword)
      if (row === otherwise) index--
      const args = words.slice(index, index + (row.type.takes?.(words.slice(index)) ?? row.type.arity[1]))
      index += args.length
      if (!this.option(list, row, keyword, args, fields)) return false
    }
    return true
  }

  /** False when the mistake spoils the whole line. */
  private option(list: List, row: Leaf, keyword: Word, args: readonly Word[], fields: Fields): boolean {
    this.keyword = row.keyword === '' ? list.keyword : row.keyword
    if (args.length < row.type.arity[0]) {
      this.report('bind/missing-argument', { keyword: row.keyword }, keyword)
      if (list.facts.complete && !keyword.place.broken) this.findings.refused = true
      return row.facts.missing === 'drop'
    }
    this.oldName(row, keyword)
    return this.set(row, keyword, args, fields) || !row.facts.spoils
  }

  /** False when nothing was set. */
  private set(row: Leaf, keyword: Word, args: readonly Word[], fields: Fields): boolean {
    const { field, facts } = row
    this.instead = whatHolds(row)
    const most = row.type.arity[1]
    const value = row.type.read(args.length > most ? args.slice(0, most) : args, this) ?? facts.bad?.use
    this.instead = undefined
    if (this.isSettled(row, value, keyword, fields)) return false
    if (value !== undefined) {
      if (facts.repeat === 'each') (fields[field] as unknown[]).push(value)
      else if (facts.repeat === 'joined' && fields.spans[field])
        (fields[field] as unknown[]).push(...(value as unknown[]))
      else fields[field] = value
    }
    fields.spans[field] = spanOf(args.length > 0 ? args : [keyword])
    return value !== undefined
  }

  /** An earlier line said it, and that one counts. */
  private isSettled({ keyword: name, field, facts }: Leaf, value: unknown, keyword: Word, fields: Fields): boolean {
    const { repeat } = facts
    const before = fields.spans[field]
    if (!repeat || repeat === 'each' || repeat === 'joined' || !before) return false
    const same = value === fields[field]
    if (typeof repeat === 'object' ? same || fields[field] !== repeat.keep : repeat === 'agree' && same) return false
    const first = repeat !== 'warned'
    const related = [{ span: before, message: 'given here before' }]
    const details = { related, ...(facts.spoils && { hint: SPOILED }) }
    this.report('bind/repeated', { keyword: name, kept: first ? 'first' : 'last' }, keyword, details)
    return first
  }

  /** Reports a name that another one has replaced. */
  oldName({ keyword: name, facts }: Leaf | Block, keyword: Word): void {
    const { deprecated: instead, tolerated } = facts
    if (instead !== undefined)
      this.report(tolerated ? 'lint/old-name' : 'bind/deprecated', { keyword: name, instead }, keyword)
  }

  private missing({ keyword: name, facts }: Leaf | Block, keyword: Word): void {
    if (facts.missing === 'silent') return
    this.report('bind/missing-argument', { keyword: name }, keyword)
    if (facts.missing !== 'drop' && !keyword.place.broken) this.findings.refused = true
  }

  private extraWords(
    { arity, secret }: ValueType<unknown>,
    args: readonly Word[],
    code: 'bind/extra-words' | 'bind/dropped-words',
    spoils = false,
  ): void {
    const extra = args[arity[1]]
    const hint = spoils ? { hint: SPOILED } : undefined
    if (extra) this.report(code, { keyword: this.keyword, text: secret ? '(secret)' : extra.text }, extra, hint)
  }

  private unknownOption(list: List, word: Word, spoils: boolean): void {
    const near = closest(
      word.text,
      list.rows.map((row) => row.keyword),
    )
    const hints = [...(near === undefined ? [] : [`did you mean "${near}"?`]), ...(spoils ? [SPOILED] : [])]
    const hint = hints.length === 0 ? {} : { hint: hints.join(' ') }
    this.report('bind/unknown-option', { keyword: list.keyword, text: word.text }, word, hint)
  }
}

const SPOILED = 'keepalived leaves the whole line out'

/** What there is in place of a bad value, where that is not simply nothing. */
function whatHolds({ type, facts }: Leaf): Details | undefined {
  if (facts.spoils) return { hint: SPOILED }
  const used = facts.bad ? type.print(facts.bad.use) : ''
  return used === '' ? undefined : { hint: `keepalived uses ${used} instead` }
}

/** From the first of some words to the last. */
export function spanOf(words: readonly Word[]): Span {
  const first = words[0] as Word
  const last = words[words.length - 1] as Word
  return spanAt(first.place, first.start, last.end)
}
