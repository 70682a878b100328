import type { ValueType } from './value.ts'

/** Octets in hexadecimal, with or without blanks between them; `wild`: x stands for any digit. */
export function octets({ wild = false }: { readonly wild?: boolean } = {}): ValueType<string> {
  return {
    arity: [wild ? 0 : 1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const bad = words.find(({ text }) => !(wild ? /^[0-9a-fA-FxX]*$/ : /^[0-9a-fA-F]*$/).test(text))
      if (bad) {
        cx.report('bind/bad-octets', { keyword: cx.keyword, text: bad.text }, bad)
        return undefined
      }
      return words
        .map(({ text }) => (text.length % 2 === 0 ? text : `0${text}`))
        .join('')
        .toLowerCase()
    },
    print: String,
    json: () => ({ type: 'string', pattern: '^[0-9a-fx]*$' }),
    describe: () => (wild ? 'octets in hexadecimal, with x for any digit' : 'octets in hexadecimal'),
  }
}
