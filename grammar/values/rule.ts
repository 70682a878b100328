import { parseCInteger, U32 } from './int.ts'
import { integer, pairOf, record } from './json.ts'
import type { ValueType } from './value.ts'

export interface Masked {
  readonly value: number
  readonly mask?: number
}

/** A mark, and maybe which of its bits count. */
export function mark(): ValueType<Masked> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const [first = '', second] = (word?.text ?? '').split('/', 2)
      const value = parseCInteger(first)
      const mask = second === undefined ? undefined : second === '' ? 0 : parseCInteger(second)
      const fits = (number: number | undefined) => number !== undefined && number >= 0 && number <= U32
      if (word && value !== undefined && fits(value) && (second === undefined || fits(mask))) {
        return { value, ...(mask !== undefined && { mask }) }
      }
      if (word) cx.report('bind/not-a-number', { keyword: cx.keyword, text: word.text }, word)
      return undefined
    },
    print: ({ value, mask }) => (mask === undefined ? String(value) : `${value}/${mask}`),
    describe: () => 'a mark, or MARK/MASK',
    json: () => record({ value: integer(0, U32) }, { mask: integer(0, U32) }),
  }
}

/** Two numbers with a hyphen between them. */
export function numberRange(max: number): ValueType<readonly [from: number, to: number]> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const [, first, second] = /^(\d+)-(\d+)$/.exec(word?.text ?? '') ?? []
      const [from, to] = [Number(first), Number(second)]
      if (from <= max && to <= max) return [from, to]
      if (word) cx.report('bind/bad-range', { keyword: cx.keyword, text: word.text, max }, word)
      return undefined
    },
    print: ([from, to]) => `${from}-${to}`,
    describe: () => `FROM-TO, each at most ${max}`,
    json: () => pairOf(integer(0, max)),
  }
}
