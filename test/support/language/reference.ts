import { readFileSync } from 'node:fs'
import { cutWords, derived, type Leaf, type Row, type ValueType } from '../../../grammar/index.ts'
import { shared } from './shared.ts'

interface Argument {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly values?: readonly string[]
  readonly optional?: boolean
  readonly repeated?: boolean
}

export interface Reference {
  readonly path: readonly string[]
  readonly keyword: string
  readonly kind: 'leaf' | 'block' | 'list'
  readonly args: readonly Argument[]
  readonly required: boolean
  readonly on_repeat: 'append' | 'last' | 'first' | 'error' | 'warn'
  readonly default: string | number | null
  readonly on_bad: 'fatal' | 'drop' | 'default' | 'clamp' | 'silent'
  readonly since: string
  readonly feature?: string
  readonly deprecated?: string
  readonly touches: readonly string[]
  readonly meaning: string
}

export const folder = 'reference/grammar/'

let facts: ReadonlyMap<string, Reference> | undefined

/** By path. A few keywords have a row for each form that they take; the last has all that they touch. */
export function reference(): ReadonlyMap<string, Reference> {
  facts ??= new Map(
    ['global', 'vrrp', 'lvs', 'bfd']
      .flatMap((name): Reference[] => JSON.parse(readFileSync(`${shared}${folder}${name}.json`, 'utf8')))
      .map((fact) => [[...fact.path, fact.keyword].join('/'), fact]),
  )
  return facts
}

/** What a type makes of words, and what it reports. */
export function read(type: ValueType<unknown>, written: string): { readonly value: unknown; readonly codes: string[] } {
  const codes: string[] = []
  const place = { source: { name: 'main.conf', text: written }, text: written, base: 0 }
  const words = cutWords(written, 0, place)
  return {
    value: type.read(words, {
      keyword: 'keyword',
      report: (code) => codes.push(code),
      refuse: () => {},
      hostNumber: () => undefined,
    }),
    codes,
  }
}

export function repeatOf(row: Row): Reference['on_repeat'] {
  const { repeat } = row.facts as { repeat?: unknown }
  if (row.kind === 'list') return row.facts.single ? 'error' : 'append'
  if (row.kind === 'block') return repeat === 'last' ? 'warn' : 'append'
  if (repeat === 'each' || repeat === 'joined') return 'append'
  return repeat === 'first' || repeat === 'agree' ? 'error' : repeat === 'warned' ? 'warn' : 'last'
}

/** What a missing word does, where the meaning tells it. */
export function missingOf(fact: Reference | undefined): 'fatal' | 'drop' | 'silent' | undefined {
  const told = /(?:argument missing|no argument is|no name is|missing argument)[^.;]*/i.exec(fact?.meaning ?? '')?.[0]
  if (told === undefined) return undefined
  return told.includes('fatal') ? 'fatal' : told.includes('silent') ? 'silent' : 'drop'
}

/** Whether the default of a row is what the reference says in words. Undefined: in too many words to compare. */
export function hasDefault({ type, facts }: Leaf, theirs: Reference['default']): boolean | undefined {
  const own = facts.default
  const said = String(theirs ?? 'none')
  if (own === derived) return undefined
  if (/^(?:none|unset|all)(?:$| \()/.test(said)) return own === undefined
  if (/^off\b|\(off\)/.test(said)) {
    return own === undefined || type.print(own) === 'off' || read(type, '').value !== own
  }
  const [, word] = /^(\S+?)(?: \(.*\)| when .*)?$/.exec(said) ?? []
  if (word === undefined) return own === undefined ? undefined : said.startsWith(type.print(own))
  return own !== undefined && type.print(own) === word
}

export function shown({ type, facts }: Leaf): string {
  return facts.default === undefined || facts.default === derived ? String(facts.default) : type.print(facts.default)
}

interface Range {
  readonly min: number
  readonly max: number
  readonly step: number
}

/** The range of the first word, where the others may be left out. */
export function rangeOf(fact: Reference | undefined): Range | undefined {
  const [first, ...others] = fact?.args ?? []
  const { type = '', min, max } = first ?? {}
  if (typeof min !== 'number' || typeof max !== 'number' || /keyword|mask|-/.test(type)) return undefined
  if (!others.every(({ optional }) => optional)) return undefined
  return { min, max: Math.min(max, LONGEST), step: /decimal|timer/.test(type) ? (min === 0.001 ? 0.001 : 1e-6) : 1 }
}

/** Times beyond 285 years are not held to the microsecond. */
const LONGEST = 9_007_199_254

/** Numbers at the edges of a range that a type does not take, or takes though they are outside. */
export function misread(type: ValueType<unknown>, { min, max, step }: Range): string[] {
  const written = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(6))
  const refused = [min, max].map(written).filter((text) => read(type, text).value === undefined)
  const taken = [min - step, max + step].map(written).filter((text) => read(type, text).codes.length === 0)
  return [...refused.map((text) => `refuses ${text}`), ...taken.map((text) => `takes ${text}`)]
}

export const lineReference = 'reference/grammar/address-route-rule.md'

/** Words of the table of a section and the releases that brought them; one cell may have several of both. */
export function lineOptions(title: string): Map<string, string> {
  const text = readFileSync(shared + lineReference, 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(title)) ?? ''
  const rows = section.split('\n').filter((line) => /^\| `.*\| [\d., ]+\|$/.test(line.replace(/ +\|/g, ' |')))
  return new Map(
    rows.flatMap((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
      const words = [...(cells[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
      const releases = (cells.at(-2) ?? '').split(/, */)
      return words.map((word, index) => [word, releases[index] ?? releases.at(-1) ?? ''] as const)
    }),
  )
}
