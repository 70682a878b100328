import { type Micros, micros } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { readInteger, showRange, within } from './int.ts'
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
  }
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
