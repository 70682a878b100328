import { type NumberFile, numberOrName } from './host-number.ts'
import { U32 } from './int.ts'
import { boolean, integer, record } from './json.ts'
import type { ValueType } from './value.ts'

/** A number in C notation, or a name that a file of the host gives a number. */
export function numbered(
  names: Readonly<Record<string, number>>,
  { min = 0, max = U32, file }: { readonly min?: number; readonly max?: number; readonly file?: NumberFile } = {},
): ValueType<number> {
  const choices = Object.keys(names)
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const value = numberOrName(word, word.text, { builtIn: names, ...(file && { file }) }, cx)
      if (value === null) return undefined
      if (value !== undefined && value >= min && value <= max) return value
      cx.report(
        'bind/unknown-value',
        { keyword: cx.keyword, text: word.text, choices: [...choices, `${min} to ${max}`] },
        word,
      )
      return undefined
    },
    print: String,
    describe: () => [...choices, `${min} to ${max}`].join(', '),
    complete: () => choices,
    json: () => integer(min, max),
  }
}

export interface Metric<V> {
  readonly value: V
  /** The kernel does not change it by itself. */
  readonly locked: boolean
}

/** A metric of a route, which `lock` may stand before. */
export function lockable<V>(type: ValueType<V>): ValueType<Metric<V>> {
  return {
    arity: [1, 2],
    takes: ([first]) => (first?.text === 'lock' ? 2 : 1),
    read(words, cx) {
      const [first] = words
      const locked = first?.text === 'lock' && words.length > 1
      const value = type.read(locked ? words.slice(1) : words.slice(0, 1), cx)
      return value === undefined ? undefined : { value, locked }
    },
    print: ({ value, locked }) => `${locked ? 'lock ' : ''}${type.print(value)}`,
    describe: () => `${type.describe()}, and lock before it or not`,
    complete: () => ['lock'],
    json: () => record({ value: type.json(), locked: boolean }),
  }
}

/** A time of a route in milliseconds; without a unit, a number of `step`s. */
export function routeTime(step: number): ValueType<number> {
  const range = { min: 200, max: 120_000 }
  return {
    arity: [1, 1],
    read([word], cx) {
      const [, number, unit] = /^(\d+(?:\.\d{0,3})?)(s|secs?|ms|msecs?)?$/i.exec(word?.text ?? '') ?? []
      if (!word || number === undefined) {
        if (word) cx.report('bind/not-a-number', { keyword: cx.keyword, text: word.text }, word)
        return undefined
      }
      const scale = unit === undefined ? step : /^m/i.test(unit) ? 1 : 1000
      const value = Math.round(Number(number) * scale)
      const used = Math.min(range.max, Math.max(range.min, value))
      if (used !== value) {
        const params = { keyword: cx.keyword, text: word.text, range: '200 ms to 120 s' }
        cx.report('bind/out-of-range', params, word, { hint: `keepalived uses ${used} ms instead` })
      }
      return used
    },
    print: (value) => `${value}ms`,
    describe: () => 'a time such as 300ms or 2s',
    json: () => ({ ...integer(range.min, range.max), description: 'Here in milliseconds.' }),
  }
}
