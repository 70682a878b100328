import { oneOf } from './flag.ts'
import { int, U32 } from './int.ts'
import { anyOf, integer } from './json.ts'
import type { ValueType } from './value.ts'

/** How large a buffer is: by what it has to hold, or in bytes. */
export type BufferPolicy = 'MTU' | 'ADVERT' | number

/** Words of a buffer policy. A number beats the words, MTU beats ADVERT, and only a first word can be a number. */
export function bufferPolicy(): ValueType<BufferPolicy> {
  const bytes = int({ min: 0, max: U32 })
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [first, ...rest] = words
      if (first && /^\d/.test(first.text)) {
        const [extra] = rest
        if (extra) cx.report('bind/dropped-words', { keyword: cx.keyword, text: extra.text }, extra)
        return bytes.read([first], cx)
      }
      const policy = oneOf(['MTU', 'ADVERT'], { anyCase: true })
      const given = words.map((word) => policy.read([word], cx)).filter((one) => one !== undefined)
      return given.includes('MTU') ? 'MTU' : given[0]
    },
    print: String,
    describe: () => 'MTU, ADVERT or a number of bytes',
    complete: () => ['MTU', 'ADVERT'],
    json: () => anyOf([{ enum: ['MTU', 'ADVERT'] }, integer(0, U32)]),
  }
}
