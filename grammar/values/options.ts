import { closest, type Ip, parseIp } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import type { ReadContext, ValueOf, ValueType } from './value.ts'

type Named = Readonly<Record<string, ValueType<unknown>>>
type ValuesOf<O extends Named> = { readonly [K in keyof O]?: ValueOf<O[K]> }

interface OptionsShape<H, O> {
  /** What stands before the options; nothing unless given. */
  readonly head?: ValueType<H>
  readonly named: O
  /** Reads a word that is no option; false for one that it does not know either. */
  readonly free?: (word: Word, into: Record<string, unknown>, cx: ReadContext) => boolean
  readonly fewest?: number
}

/** A head and named values in any order, all on one line. */
export function options<H extends object, const O extends Named, F extends object = object>({
  head,
  named,
  free,
  fewest = 0,
}: OptionsShape<H, O>): ValueType<H & ValuesOf<O> & F> {
  const names = Object.keys(named)
  return {
    arity: [Math.max(fewest, head?.arity[0] ?? 0), Number.POSITIVE_INFINITY],
    read(words, cx) {
      const size = head?.arity[1] ?? 0
      const start = head ? head.read(words.slice(0, size), cx) : {}
      if (start === undefined) return undefined
      const into: Record<string, unknown> = { ...start }
      for (let index = Math.min(size, words.length); index < words.length; ) {
        const word = words[index++] as Word
        const type = Object.hasOwn(named, word.text) ? named[word.text] : undefined
        if (type) {
          const args = words.slice(index, index + type.arity[1])
          index += args.length
          if (args.length < type.arity[0]) cx.report('bind/missing-argument', { keyword: word.text }, word)
          else {
            const value = type.read(args, cx)
            if (value !== undefined) into[word.text] = value
          }
        } else if (!free?.(word, into, cx)) reportUnknown(word, names, cx)
      }
      return into as H & ValuesOf<O> & F
    },
    print: (value) => {
      const given: Readonly<Record<string, unknown>> = { ...value }
      const parts = Object.entries(named).flatMap(([name, type]) =>
        given[name] === undefined ? [] : [`${name} ${type.print(given[name])}`.trim()],
      )
      return [...(head ? [head.print(value)] : []), ...parts].join(' ')
    },
    describe: () => [...(head ? [head.describe()] : []), ...names].join(', '),
    complete: () => names,
  }
}

function reportUnknown(word: Word, names: readonly string[], cx: ReadContext): void {
  const near = closest(word.text, names)
  const hint = near === undefined ? {} : { hint: `did you mean "${near}"?` }
  cx.report('bind/unknown-option', { keyword: cx.keyword, text: word.text }, word, hint)
}

/** One word of a few, by itself. */
export function choice<const W extends readonly string[]>(choices: W, field: string) {
  return (word: Word, into: Record<string, unknown>): boolean => {
    if (!choices.includes(word.text)) return false
    into[field] = word.text
    return true
  }
}

/** Where in a group of virtual servers a stretch of addresses is. */
export interface AddressRange {
  readonly address: Ip
  readonly prefix?: number
  readonly last?: Ip
  readonly port?: number
}

/** An address, a network or a range, and maybe a port. */
export function addressRange(): ValueType<AddressRange> {
  return {
    arity: [1, 2],
    read([word, portWord], cx) {
      if (!word) return undefined
      const range = parseRange(word.text)
      if (!range) {
        cx.report('bind/not-an-address', { keyword: 'virtual_server_group', text: word.text }, word)
        return undefined
      }
      if (!portWord) return range
      const port = /^\d+$/.test(portWord.text) ? Number(portWord.text) : Number.NaN
      if (port <= 65535) return { ...range, ...(port > 0 && { port }) }
      cx.report(
        'bind/out-of-range',
        { keyword: 'virtual_server_group', text: portWord.text, range: '0 to 65535' },
        portWord,
      )
      return undefined
    },
    print: ({ address, prefix, last, port }) =>
      `${address}${prefix === undefined ? '' : `/${prefix}`}${last === undefined ? '' : `-${last}`}${port === undefined ? '' : ` ${port}`}`,
    describe: () => 'an address, ADDRESS/PREFIX or FIRST-LAST, and maybe a port',
  }
}

function parseRange(text: string): AddressRange | undefined {
  const [, start = '', mark = '', rest = ''] = /^([^/-]*)([/-]?)(.*)$/s.exec(text) ?? []
  const address = parseIp(start)
  if (!address) return undefined
  if (mark === '') return { address }
  if (mark === '/') {
    const most = address.includes(':') ? 128 : 32
    return /^\d+$/.test(rest) && Number(rest) >= 1 && Number(rest) <= most
      ? { address, prefix: Number(rest) }
      : undefined
  }
  const last = parseIp(rest) ?? parseIp(lastOf(address, rest))
  return last && last.includes(':') === address.includes(':') ? { address, last } : undefined
}

/** The end of a range that gives only its last part. */
function lastOf(address: Ip, part: string): string {
  return address.includes(':') ? address.replace(/[^:]*$/, part) : address.replace(/\d+$/, part)
}
