import type { Word } from '../words.ts'
import { oneOf } from './flag.ts'
import type { ReadContext, ValueType } from './value.ts'

/** The MD5 digest of a document. */
export function digest(): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word || /^[0-9a-fA-F]{32}$/.test(word.text)) return word?.text.toLowerCase()
      cx.report('bind/bad-digest', { text: word.text }, word)
      return undefined
    },
    print: String,
    describe: () => '32 hexadecimal digits',
  }
}

export interface CodeRange {
  readonly from: number
  readonly to: number
}

/** HTTP status codes and ranges of them. A bad one is left out, the others stay. */
export function statusCodes(): ValueType<readonly CodeRange[]> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const ranges = words.map((word) => readRange(word, cx)).filter((range) => range !== undefined)
      return ranges.length > 0 ? ranges : undefined
    },
    print: (ranges) => ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' '),
    describe: () => 'status codes from 100 to 599, or ranges such as 200-299',
  }
}

function readRange(word: Word, cx: ReadContext): CodeRange | undefined {
  const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(word.text) ?? []
  const range = { from: Number(first), to: Number(last) }
  if (first !== undefined && range.from >= 100 && range.to <= 599 && range.from <= range.to) return range
  cx.report('bind/bad-status-code', { text: word.text }, word)
  return undefined
}

const methods = ['NAT', 'DR', 'TUN'] as const

/** A forwarding method. The tunnel options that may follow it are keepalived's too, and kac does not act on them yet. */
export function forwarding(): ValueType<(typeof methods)[number]> {
  const method = oneOf(methods)
  return {
    ...method,
    arity: [1, Number.POSITIVE_INFINITY],
    read([word, option], cx) {
      if (option) cx.report('lint/not-served-yet', { what: `${cx.keyword} ${word?.text} ${option.text}` }, option)
      return word && method.read([word], cx)
    },
  }
}
