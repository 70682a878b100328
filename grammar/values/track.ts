import type { Word } from '../words.ts'
import { I32, int, readInteger } from './int.ts'
import { boolean, integer, record } from './json.ts'
import type { ReadContext, ValueType } from './value.ts'

/** What a tracked thing does to a priority. */
export interface Weight {
  readonly weight: number
  /** Good counts as bad, and the other way round. */
  readonly reverse: boolean
}

interface WeightOptions {
  readonly most: number
  /** What keepalived uses in place of a bad one; nothing is set unless given. */
  readonly bad?: number
  /** One out of range is reported and used. */
  readonly lenient?: true
  /** Words that may follow. */
  readonly directions?: readonly string[]
}

/** A weight, and maybe a direction. */
export function weight({ most, bad, lenient, directions = ['reverse'] }: WeightOptions): ValueType<Weight> {
  return {
    arity: [1, 2],
    read([first, second], cx) {
      const value = first && readWeight(first, most, lenient === true, cx)
      const used = value ?? bad
      if (second && !directions.includes(second.text)) {
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: second.text, choices: directions }, second)
      }
      return used === undefined ? undefined : { weight: used, reverse: second?.text === 'reverse' }
    },
    print: ({ weight: value, reverse }) => `${value}${reverse ? ' reverse' : ''}`,
    describe: () => `${-most} to ${most}, and maybe ${directions.join(' or ')}`,
    complete: () => directions,
    json: () => record({ weight: integer(-I32 - 1, I32), reverse: boolean }),
  }
}

function readWeight(word: Word, most: number, lenient: boolean, cx: ReadContext): number | undefined {
  const value = readInteger(word, cx)
  if (value === undefined || Math.abs(value) <= most) return value
  cx.report('bind/out-of-range', { keyword: cx.keyword, text: word.text, range: `${-most} to ${most}` }, word)
  return lenient ? value : undefined
}

/** A weight where something is tracked. One up to `cut` is cut to the most, what is beyond is left out. */
export function ownWeight(most: number, cut: number): ValueType<number> {
  const within = int({ min: -most, max: most, outside: 'cut' })
  const strict = int({ min: -most, max: most })
  return {
    ...within,
    read([word], cx) {
      if (!word) return undefined
      const value = Math.abs(Number(word.text))
      return (value > cut ? strict : within).read([word], cx)
    },
  }
}

export interface InitialValue {
  readonly value: number
  /** Also where the file exists. */
  readonly overwrite: boolean
}

/** A number to write to a file, and whether to write over one that is there; in any order. */
export function initialValue(): ValueType<InitialValue> {
  return {
    arity: [0, 2],
    read(words, cx) {
      const number = words.find(({ text }) => text !== 'overwrite')
      const value = number ? (readInteger(number, cx) ?? 0) : 0
      if (number && Math.abs(value) > 254) {
        cx.report('bind/out-of-range', { keyword: cx.keyword, text: number.text, range: '-254 to 254' }, number)
      }
      return { value, overwrite: words.some(({ text }) => text === 'overwrite') }
    },
    print: ({ value, overwrite }) => `${value}${overwrite ? ' overwrite' : ''}`,
    describe: () => 'a number from -254 to 254 and overwrite, both optional',
    complete: () => ['overwrite'],
    json: () => record({ value: integer(-I32 - 1, I32), overwrite: boolean }),
  }
}
