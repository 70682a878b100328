import type { Word } from '../words.ts'
import type { ReadContext, ValueType } from './value.ts'

interface Range {
  readonly min: number
  readonly max: number
  /** For messages: `s`, `bytes`. */
  readonly unit?: string
  /** `cut`: a number outside is moved to the nearest bound. `raise`: so is one from 0 up to the lower bound. */
  readonly outside?: 'cut' | 'raise'
}

export const U32 = 4294967295
export const I32 = 2147483647

/** A decimal integer: blanks before it, a sign and leading zeros are allowed, and nothing after it. */
export function int(range: Range): ValueType<number> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const value = word && readInteger(word, cx)
      return word && value !== undefined ? within(value, range, word, cx) : undefined
    },
    print: String,
    describe: () => showRange(range),
  }
}

/** One of a few numbers. */
export function oneOfNumbers<const N extends readonly number[]>(...numbers: N): ValueType<N[number]> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const value = word && readInteger(word, cx)
      const found = numbers.find((number) => number === value)
      if (word && value !== undefined && found === undefined) {
        cx.report('bind/out-of-range', { keyword: cx.keyword, text: word.text, range: numbers.join(' or ') }, word)
      }
      return found
    },
    print: String,
    describe: () => numbers.join(' or '),
    complete: () => numbers.map(String),
  }
}

/** A port number; service names are not looked up. */
export function port(): ValueType<number> {
  return int({ min: 1, max: 65535 })
}

const U64 = 2n ** 64n

/** A decimal integer of 64 bits, kept as digits because a number would not hold it. */
export function unsigned64(): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const value = /^\d{1,20}$/.test(word.text) ? BigInt(word.text) : U64
      if (value < U64) return String(value)
      const range = '0 to 18446744073709551615'
      cx.report('bind/out-of-range', { keyword: cx.keyword, text: word.text, range }, word)
      return undefined
    },
    print: String,
    describe: () => '0 to 18446744073709551615',
  }
}

export function readInteger(word: Word, cx: ReadContext): number | undefined {
  const { text } = word
  if (text === '') return 0
  if (/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return Number(text)
  cx.report('bind/not-a-number', { keyword: cx.keyword, text }, word)
  return undefined
}

export function within(value: number, range: Range, word: Word, cx: ReadContext): number | undefined {
  const { min, max, outside } = range
  if (value >= min && value <= max) return value
  const used =
    outside === 'cut' || (outside === 'raise' && value >= 0 && value < min) ? (value < min ? min : max) : undefined
  const params = { keyword: cx.keyword, text: word.text, range: showRange(range) }
  if (used === undefined) cx.report('bind/out-of-range', params, word)
  else cx.report('bind/out-of-range', params, word, { hint: `keepalived uses ${used} instead` })
  return used
}

export function showRange({ min, max, unit }: Range): string {
  const numbers = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`
  return unit ? `${numbers} ${unit}` : numbers
}

/** An integer as C writes it: decimal, `0x` hexadecimal, leading `0` octal. */
export function parseCInteger(text: string): number | undefined {
  const [, sign, hex, octal, decimal] = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]+)|(\d+))$/.exec(text) ?? []
  const value =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : decimal !== undefined && (decimal === '0' || !decimal.startsWith('0'))
          ? Number(decimal)
          : undefined
  return value === undefined ? undefined : sign === '-' ? -value : value
}
