import { type Ip, parseIp } from '../../src/base/index.ts'
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
