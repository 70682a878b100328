import { type Micros, micros } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { readInteger, showRange, within } from './int.ts'
import { boolean, integer, type JsonSchema, record, string } from './json.ts'
import type { ReadContext, ValueType } from './value.ts'

interface Limits {
  /** In seconds. */
  readonly min: number
  readonly max: number
}

/** Seconds with up to six decimals. */
export function seconds(limits: Limits): ValueType<Micros> {
  const range = { ...limits, unit: 's' }
  return {
    arity: [1, 1],
    read([word], cx) {
      const value = word && readDecimal(word, cx)
      if (word === undefined || value === undefined) return undefined
      return within(value / 1e6, range, word, cx) === undefined ? undefined : micros(value)
    },
    print: showSeconds,
    describe: () => showRange(range),
    json: () => microseconds(limits, 1e6),
  }
}

function microseconds({ min, max }: Limits, unit: number): JsonSchema {
  const [least, most] = [min, max].map((limit) => Math.min(Math.round(limit * unit), Number.MAX_SAFE_INTEGER))
  return { ...integer(least ?? 0, most ?? 0), description: 'Here in microseconds.' }
}

/** Whole seconds. */
export function wholeSeconds(limits: Limits & { readonly outside?: 'raise' }): ValueType<Micros> {
  const range = { ...limits, unit: 's' }
  return {
    arity: [1, 1],
    read([word], cx) {
      const value = word && readInteger(word, cx)
      const kept = word && value !== undefined ? within(value, range, word, cx) : undefined
      return kept === undefined ? undefined : micros(kept * 1e6)
    },
    print: showSeconds,
    describe: () => showRange(range),
    json: () => microseconds(limits, 1e6),
  }
}

/** Milliseconds with up to three decimals. */
export function milliseconds({ min, max }: Limits): ValueType<Micros> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const [, whole = '', decimals = ''] = /^(\d*)(?:\.(\d*))?$/.exec(word?.text ?? '') ?? []
      if (!word || (whole === '' && decimals === '')) {
        if (word) cx.report('bind/not-a-number', { keyword: cx.keyword, text: word.text }, word)
        return undefined
      }
      if (decimals.length > 3)
        cx.report('bind/too-precise', { keyword: cx.keyword, text: word.text, decimals: 3 }, word)
      const kept = within(Number(`${whole}.${decimals}`), { min, max, unit: 'ms' }, word, cx)
      return kept === undefined ? undefined : micros(Math.round(kept * 1000))
    },
    print: (value) => String(value / 1000),
    describe: () => showRange({ min, max, unit: 'ms' }),
    json: () => microseconds({ min, max }, 1000),
  }
}

export interface Repetition {
  readonly interval: Micros
  /** On all interfaces. */
  readonly all: boolean
}

/** A time between announcements, and maybe `all` beside it. */
export function repetition(): ValueType<Repetition> {
  const interval = wholeSeconds({ min: 0, max: 86400 })
  return {
    arity: [1, 2],
    read(words, cx) {
      const word = words.find(({ text }) => text !== 'all')
      const value = word && interval.read([word], cx)
      if (!word && words[0]) cx.report('bind/missing-argument', { keyword: cx.keyword }, words[0])
      return value === undefined ? undefined : { interval: value, all: words.some(({ text }) => text === 'all') }
    },
    print: ({ interval: value, all }) => `${all ? 'all ' : ''}${interval.print(value)}`,
    describe: () => `${interval.describe()}, and all before it or not`,
    json: () => record({ interval: interval.json(), all: boolean }),
    complete: () => ['all'],
  }
}

export interface LinkDelays {
  readonly interface: string
  readonly down: Micros
  readonly up: Micros
}

/** An interface, how long its link has to be down, and maybe how long up, before that counts. */
export function linkDelays(): ValueType<LinkDelays> {
  const delay = seconds({ min: 0, max: 255 })
  return {
    arity: [2, 3],
    read([name, first, second], cx) {
      if (!name || !first) {
        if (name) cx.report('bind/missing-argument', { keyword: cx.keyword }, name)
        return undefined
      }
      const down = delay.read([first], cx)
      const up = second ? delay.read([second], cx) : micros(0)
      return down === undefined || up === undefined ? undefined : { interface: name.text, down, up }
    },
    print: ({ interface: name, down, up }) => `${name} ${delay.print(down)} ${delay.print(up)}`,
    describe: () => 'an interface, how long down, and maybe how long up',
    json: () => record({ interface: string, down: delay.json(), up: delay.json() }),
  }
}

/** Seconds as configuration writes them. */
export function showSeconds(value: Micros): string {
  const whole = Math.floor(value / 1e6)
  const rest = value % 1e6
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`
}

/** Whole microseconds. Digits are read, not a binary fraction, so 0.1 stays exact. */
function readDecimal(word: Word, cx: ReadContext): number | undefined {
  const { text } = word
  const [, sign = '', whole = '', decimals = ''] = /^[ \t]*([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole === '' && decimals === '') {
    cx.report('bind/not-a-number', { keyword: cx.keyword, text }, word)
    return undefined
  }
  if (decimals.length > 6) cx.report('bind/too-precise', { keyword: cx.keyword, text, decimals: 6 }, word)
  const rounding = (decimals[6] ?? '0') >= '5' ? 1 : 0
  const value = Number(whole) * 1e6 + Number(decimals.slice(0, 6).padEnd(6, '0')) + rounding
  return sign === '-' ? -value : value
}
