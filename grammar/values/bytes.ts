import type { ValueType } from './value.ts'

/** Octets in hexadecimal, with or without blanks between them; `wild`: x stands for any digit, and none are any octets. */
export function octets({ wild = false }: { readonly wild?: boolean } = {}): ValueType<string> {
  return {
    arity: [wild ? 0 : 1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const bad = words.find(({ text }) => !(wild ? /^[0-9a-fA-FxX\s]*$/ : /^[0-9a-fA-F\s]*$/).test(text))
      if (bad) {
        cx.report('bind/bad-octets', { keyword: cx.keyword, text: bad.text }, bad)
        return wild ? '' : undefined
      }
      return words
        .flatMap(({ text }) => text.trim().split(/\s+/))
        .map((text) => (text.length % 2 === 0 ? text : `0${text}`))
        .join('')
        .toLowerCase()
    },
    print: String,
    json: () => ({ type: 'string', pattern: '^[0-9a-fx]*$' }),
    describe: () => (wild ? 'octets in hexadecimal, with x for any digit' : 'octets in hexadecimal'),
  }
}
