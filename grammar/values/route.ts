import { type Cidr, type Ip, parseIp } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { cidrSchema, ipSchema, readCidr, showCidr } from './address.ts'
import { numberOrName } from './host-number.ts'
import { anyOf, integer, pairOf, record } from './json.ts'
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

const everything = ['default', 'any', 'all']

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
      const to = word.text === 'default6' ? oldDefault6(word, cx) : readCidr(word, cx)
      return to && { type: type ?? 1, to }
    },
    print: ({ type, to }) => {
      const name = type === 1 ? undefined : Object.keys(routeTypes).find((one) => routeTypes[one] === type)
      return [name ?? (type === 1 ? undefined : String(type)), to ? showCidr(to) : 'default']
        .filter((part) => part !== undefined)
        .join(' ')
    },
    describe: () => 'an address, with or without /prefix, or default',
    complete: () => ['default', ...Object.keys(routeTypes)],
    json: () => record({ type: integer(0, 255) }, { to: cidrSchema() }),
  }
}

function oldDefault6(word: Word, cx: ReadContext): Cidr {
  cx.report('lint/old-name', { keyword: word.text, instead: '::/0' }, word, {})
  return { address: '::' as Ip, prefix: 0 }
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
      return everything.includes(word.text) ? 'all' : readCidr(word, cx)
    },
    print: (value) => (value === 'all' ? 'all' : showCidr(value)),
    describe: () => 'an address, with or without /prefix, or all',
    complete: () => ['all'],
    json: () => anyOf([cidrSchema(), { const: 'all' }]),
  }
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
    json: () => ipSchema(),
  }
}

/** A value that this word may stand before, which says nothing. */
export function afterWord<V>(word: string, type: ValueType<V>): ValueType<V> {
  return {
    ...type,
    arity: [1, 2],
    takes: ([first]) => (first?.text === word ? 2 : 1),
    read: (words, cx) => type.read(words.slice(-1), cx),
  }
}

/** Where traffic comes from and goes to, for accounting: two numbers. */
export function realms(): ValueType<readonly [from: number, to: number]> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const parts = word.text.split('/').map((part) => realmOf(word, part, cx))
      if (parts.includes(null)) return undefined
      const [first, second = first] = parts as readonly (number | undefined)[]
      const fit = parts.length <= 2 && parts.every((part) => typeof part === 'number' && part >= 0 && part <= 255)
      if (fit && first !== undefined && second !== undefined) return parts.length === 1 ? [0, first] : [first, second]
      cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices: ['REALM', 'FROM/TO'] }, word)
      return undefined
    },
    print: ([from, to]) => (from === 0 ? String(to) : `${from}/${to}`),
    describe: () => 'a realm, or two with a slash between them',
    json: () => pairOf(integer(0, 255)),
  }
}

function realmOf(word: Word, part: string, cx: ReadContext): number | undefined | null {
  return /^\w+$/.test(part) ? numberOrName(word, part, { builtIn: {}, file: 'rt_realms' }, cx) : undefined
}
