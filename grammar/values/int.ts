import type { Word } from '../words.ts'
import { integer, listOf, pairOf } from './json.ts'
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
    json: () => integer(range.min, range.max),
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
    json: () => ({ enum: numbers }),
  }
}

/** A port number; service names are not looked up. */
export function port(): ValueType<number> {
  return int({ min: 1, max: 65535 })
}

/** Any number of integers; one bad one spoils them all. */
export function ints(range: Range, what: string): ValueType<readonly number[]> {
  const one = int(range)
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const read = words.map((word) => one.read([word], cx))
      const known = read.filter((value) => value !== undefined)
      return known.length === read.length ? known : undefined
    },
    print: (values) => values.join(' '),
    describe: () => what,
    json: () => listOf(one.json()),
  }
}

/** Two integers, the first not above the second. */
export function intPair(range: Range, what: string): ValueType<readonly [first: number, second: number]> {
  const one = int(range)
  return {
    arity: [2, 2],
    read([first, second], cx) {
      const [from, to] = [first && one.read([first], cx), second && one.read([second], cx)]
      if (from === undefined || to === undefined) return undefined
      if (first && from > to) {
        cx.report('bind/out-of-range', { keyword: cx.keyword, text: first.text, range: `at most ${to}` }, first)
        return undefined
      }
      return [from, to]
    },
    print: ([from, to]) => `${from} ${to}`,
    describe: () => what,
    json: () => pairOf(one.json()),
  }
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
    json: () => ({ type: 'string', pattern: '^[0-9]{1,20}$' }),
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
