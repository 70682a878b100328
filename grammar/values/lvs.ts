import { compareIp, type Ip, type IpRange, ipBytes, parseIp } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { ipSchema } from './address.ts'
import { oneOf } from './flag.ts'
import { int, port, U32 } from './int.ts'
import { integer, listOf, record, string } from './json.ts'
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
    json: () => ({ type: 'string', pattern: '^[0-9a-f]{32}$' }),
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
    json: () => listOf(record({ from: integer(100, 599), to: integer(100, 599) })),
  }
}

function readRange(word: Word, cx: ReadContext): CodeRange | undefined {
  const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(word.text) ?? []
  const range = { from: Number(first), to: Number(last) }
  if (first !== undefined && range.from >= 100 && range.to <= 599 && range.from <= range.to) return range
  cx.report('bind/bad-status-code', { text: word.text }, word)
  return undefined
}

/** Where in a group of virtual servers a stretch of addresses is. */
export interface AddressRange extends IpRange {
  readonly port?: number
}

/** An address, a network or a range, and maybe a port. */
export function addressRange(): ValueType<AddressRange> {
  return {
    arity: [1, 2],
    read([word, portWord], cx) {
      if (!word) return undefined
      const range = parseRange(word.text)
      const why = range && whyNot(range)
      if (why !== undefined) {
        cx.report('bind/bad-addresses', { text: word.text, why }, word)
        return undefined
      }
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
    json: () => record({ address: ipSchema() }, { prefix: integer(1, 128), last: ipSchema(), port: port().json() }),
  }
}

/** A range leads upwards, and a network has no bits set behind its prefix. */
function whyNot({ address, prefix, last }: AddressRange): string | undefined {
  const bytes = [...ipBytes(address)]
  if (last !== undefined) {
    const end = [...ipBytes(last)]
    const apart = bytes.findIndex((byte, index) => byte !== end[index])
    return apart >= 0 && (bytes[apart] ?? 0) < (end[apart] ?? 0) ? undefined : 'its end is not above its start'
  }
  if (prefix === undefined) return undefined
  const host = bytes.some((byte, index) => (byte & (0xff >> Math.min(8, Math.max(0, prefix - 8 * index)))) !== 0)
  return host ? `bits are set behind the first ${prefix}` : undefined
}

function parseRange(text: string): AddressRange | undefined {
  const [, start = '', mark = '', rest = ''] = /^([^/-]*)([/-]?)(.*)$/s.exec(text) ?? []
  const address = parseIp(start)
  if (!address) return undefined
  if (mark === '') return { address }
  if (mark === '/') {
    const most = address.includes(':') ? 128 : 32
    const prefix = /^\d+$/.test(rest) ? Number(rest) : 0
    return prefix >= 1 && prefix <= most && !hasHostBits(address, prefix) ? { address, prefix } : undefined
  }
  const whole = parseIp(rest)
  const last = whole ?? parseIp(lastOf(address, rest))
  if (!last || last.includes(':') !== address.includes(':')) return undefined
  // Two whole addresses may be the same.
  return compareIp(address, last) < (whole ? 1 : 0) ? { address, last } : undefined
}

function hasHostBits(address: Ip, prefix: number): boolean {
  return ipBytes(address).some((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - 8 * index))
    return (byte & (0xff >> kept)) !== 0
  })
}

/** The end of a range that gives only its last part. */
function lastOf(address: Ip, part: string): string {
  return address.includes(':') ? address.replace(/[^:]*$/, part) : address.replace(/\d+$/, part)
}

const family = oneOf(['inet', 'inet6'])

export interface GroupMark {
  readonly mark: number
  readonly family?: 'inet' | 'inet6'
}

/** A firewall mark, and maybe the family of its packets. */
export function groupMark(): ValueType<GroupMark> {
  const number = int({ min: 0, max: U32 })
  return {
    arity: [1, 2],
    read([first, second], cx) {
      const value = first && number.read([first], cx)
      if (value === undefined) return undefined
      const kind = second && family.read([second], cx)
      if (second && kind === undefined) return undefined
      return { mark: value, ...(kind && { family: kind }) }
    },
    print: ({ mark, family: kind }) => (kind === undefined ? String(mark) : `${mark} ${kind}`),
    describe: () => `${number.describe()}, and maybe ${family.describe()}`,
    complete: () => ['inet', 'inet6'],
    json: () => record({ mark: number.json() }, { family: family.json() }),
  }
}

/** A mask of IPv4, or a prefix length of IPv6. */
export function clientMask(): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const fits = word.text.includes('.')
        ? parseIp(word.text) !== undefined
        : /^\d+$/.test(word.text) && Number(word.text) >= 1 && Number(word.text) <= 128
      if (fits) return word.text
      cx.report('bind/not-an-address', { keyword: cx.keyword, text: word.text }, word)
      return undefined
    },
    print: String,
    describe: () => 'a mask of IPv4 such as 255.255.255.0, or a prefix length of IPv6',
    json: () => string,
  }
}
