import { type Cidr, type Ip, parseIp } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { parseCInteger, U32 } from './int.ts'
import type { ReadContext, ValueType } from './value.ts'

/** The kinds of route, by the names and numbers of rtnetlink. */
export const routeTypes: Readonly<Record<string, number>> = {
  unicast: 1,
  local: 2,
  broadcast: 3,
  brd: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
}

export interface Destination {
  /** By number of rtnetlink; 1, unicast, where no word says otherwise. */
  readonly type: number
  /** Absent for everything. */
  readonly to?: Cidr
}

const everything = ['default', 'any', 'all', 'default6']

/** Where a route leads, and before it maybe the kind of route. */
export function destination(): ValueType<Destination> {
  return {
    arity: [1, 2],
    takes: ([first]) => (first && typeOf(first.text) !== undefined ? 2 : 1),
    read(words, cx) {
      const [first, second] = words
      const type = first && typeOf(first.text)
      const word = type === undefined ? first : second
      if (!word) {
        if (first) cx.report('bind/no-destination', {}, first)
        return undefined
      }
      if (everything.includes(word.text)) return { type: type ?? 1 }
      const to = readNetwork(word, cx)
      return to && { type: type ?? 1, to }
    },
    print: ({ type, to }) => {
      const name = type === 1 ? undefined : Object.keys(routeTypes).find((one) => routeTypes[one] === type)
      return [name ?? (type === 1 ? undefined : String(type)), to ? showNetwork(to) : 'default']
        .filter((part) => part !== undefined)
        .join(' ')
    },
    describe: () => 'an address, with or without /prefix, or default',
  }
}

function typeOf(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : undefined
  return Object.hasOwn(routeTypes, text) ? routeTypes[text] : number !== undefined && number <= 255 ? number : undefined
}

/** An address with its prefix length, or everything, which is nothing. */
export function network(): ValueType<Cidr | 'all'> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      return everything.includes(word.text) ? 'all' : readNetwork(word, cx)
    },
    print: (value) => (value === 'all' ? 'all' : showNetwork(value)),
    describe: () => 'an address, with or without /prefix, or all',
    complete: () => ['all'],
  }
}

function readNetwork(word: Word, cx: ReadContext): Cidr | undefined {
  const [, text = '', rest] = /^([^/]*)(?:\/(.*))?$/s.exec(word.text) ?? []
  const address = parseIp(text)
  const most = text.includes(':') ? 128 : 32
  const prefix = rest === undefined ? most : /^\d+$/.test(rest) ? Number(rest) : Number.NaN
  if (address && prefix <= most) return { address, prefix }
  cx.report('bind/not-an-address', { keyword: cx.keyword, text: word.text }, word)
  return undefined
}

function showNetwork({ address, prefix }: Cidr): string {
  return prefix === (address.includes(':') ? 128 : 32) ? address : `${address}/${prefix}`
}

/** A gateway, with or without the name of its family. */
export function gateway(): ValueType<Ip> {
  return {
    arity: [1, 2],
    takes: ([first]) => (first?.text === 'inet' || first?.text === 'inet6' ? 2 : 1),
    read(words, cx) {
      const word = words[words.length - 1]
      const address = word && parseIp(word.text)
      if (word && !address) cx.report('bind/not-an-address', { keyword: cx.keyword, text: word.text }, word)
      return address
    },
    print: String,
    describe: () => 'an address',
  }
}

/** A number in C notation, or a name that a file of the host gives a number. */
export function numbered(
  names: Readonly<Record<string, number>>,
  { min = 0, max = U32 }: { readonly min?: number; readonly max?: number } = {},
): ValueType<number> {
  const choices = Object.keys(names)
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const value = Object.hasOwn(names, word.text) ? names[word.text] : parseCInteger(word.text)
      if (value !== undefined && value >= min && value <= max) return value
      cx.report(
        'bind/unknown-value',
        { keyword: cx.keyword, text: word.text, choices: [...choices, `${min} to ${max}`] },
        word,
      )
      return undefined
    },
    print: String,
    describe: () => [...choices, `${min} to ${max}`].join(', '),
    complete: () => choices,
  }
}

export interface Metric<V> {
  readonly value: V
  /** The kernel does not change it by itself. */
  readonly locked: boolean
}

/** A metric of a route, which `lock` may stand before. */
export function lockable<V>(type: ValueType<V>): ValueType<Metric<V>> {
  return {
    arity: [1, 2],
    takes: ([first]) => (first?.text === 'lock' ? 2 : 1),
    read(words, cx) {
      const [first] = words
      const locked = first?.text === 'lock' && words.length > 1
      const value = type.read(locked ? words.slice(1) : words.slice(0, 1), cx)
      return value === undefined ? undefined : { value, locked }
    },
    print: ({ value, locked }) => `${locked ? 'lock ' : ''}${type.print(value)}`,
    describe: () => `${type.describe()}, and lock before it or not`,
    complete: () => ['lock'],
  }
}

/** A time of a route in milliseconds; without a unit, a number of `step`s. */
export function routeTime(step: number): ValueType<number> {
  const range = { min: 200, max: 120_000 }
  return {
    arity: [1, 1],
    read([word], cx) {
      const [, number, unit] = /^(\d+(?:\.\d{0,3})?)(s|secs?|ms|msecs?)?$/i.exec(word?.text ?? '') ?? []
      if (!word || number === undefined) {
        if (word) cx.report('bind/not-a-number', { keyword: cx.keyword, text: word.text }, word)
        return undefined
      }
      const scale = unit === undefined ? step : /^m/i.test(unit) ? 1 : 1000
      const value = Math.round(Number(number) * scale)
      const used = Math.min(range.max, Math.max(range.min, value))
      if (used !== value) {
        const params = { keyword: cx.keyword, text: word.text, range: '200 ms to 120 s' }
        cx.report('bind/out-of-range', params, word, { hint: `keepalived uses ${used} ms instead` })
      }
      return used
    },
    print: (value) => `${value}ms`,
    describe: () => 'a time such as 300ms or 2s',
  }
}

/** Where traffic comes from and goes to, for accounting: two numbers. */
export function realms(): ValueType<readonly [from: number, to: number]> {
  return {
    arity: [1, 1],
    read([word], cx) {
      const parts = (word?.text ?? '').split('/').map((part) => (/^\w+$/.test(part) ? parseCInteger(part) : undefined))
      const [first, second = first] = parts
      const fit = parts.length <= 2 && parts.every((part) => part !== undefined && part >= 0 && part <= 255)
      if (word && fit && first !== undefined && second !== undefined)
        return parts.length === 1 ? [0, first] : [first, second]
      if (word)
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices: ['REALM', 'FROM/TO'] }, word)
      return undefined
    },
    print: ([from, to]) => (from === 0 ? String(to) : `${from}/${to}`),
    describe: () => 'a realm, or two with a slash between them',
  }
}
