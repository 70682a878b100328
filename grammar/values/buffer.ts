import { int, U32 } from './int.ts'
import { anyOf, integer } from './json.ts'
import type { ValueType } from './value.ts'

/** How large a buffer is: by what it has to hold, or in bytes. */
export type BufferPolicy = 'MTU' | 'ADVERT' | number

/** Words of a buffer policy. A number beats the words, MTU beats ADVERT, and only a first word can be a number. */
export function bufferPolicy(): ValueType<BufferPolicy> {
  const bytes = int({ min: 0, max: U32 })
  const choices = ['MTU', 'ADVERT'] as const
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [first] = words
      const size = first && /^\d/.test(first.text) ? bytes.read([first], cx) : undefined
      const used = size ?? choices.find((choice) => words.some(({ text }) => text.toUpperCase() === choice))
      if (used === undefined && first && !/^\d/.test(first.text))
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: first.text, choices }, first)
      const other = words.find(({ text }) => text.toUpperCase() !== `${used}`)
      if (used !== undefined && other) cx.report('bind/dropped-words', { keyword: cx.keyword, text: other.text }, other)
      return used
    },
    print: String,
    describe: () => 'MTU, ADVERT or a number of bytes',
    complete: () => choices,
    json: () => anyOf([{ enum: choices }, integer(0, U32)]),
  }
}
