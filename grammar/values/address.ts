import { type Cidr, type Family, familyOf, type Ip, ipBytes, parseIp } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { numberOrName } from './host-number.ts'
import { readInteger, U32, within } from './int.ts'
import { anyOf, integer, type JsonSchema, record } from './json.ts'
import type { ReadContext, ValueType } from './value.ts'

interface IpOptions {
  readonly family?: Family
  readonly multicast?: true
}

/** An address. keepalived leaves out a `/prefix` or `-last` behind it without a word; kac says so. */
export function ip({ family, multicast }: IpOptions = {}): ValueType<Ip> {
  const kind = `${family ? `IPv${family} ` : ''}${multicast ? 'multicast ' : ''}address`
  const wanted = `${kind.startsWith('m') ? 'a' : 'an'} ${kind}`
  return {
    arity: [1, 1],
    read([word], cx) {
      const address = word && readIp(word, cx)
      if (!word || !address) return undefined
      if ((family && familyOf(address) !== family) || (multicast && !isMulticast(address))) {
        cx.report('bind/wrong-address', { keyword: cx.keyword, text: word.text, wanted }, word)
        return undefined
      }
      return address
    },
    print: String,
    describe: () => wanted,
    json: () => ipSchema(family),
  }
}

export function ipSchema(family?: Family): JsonSchema {
  const of = (one: Family) => ({ type: 'string', format: `ipv${one}` })
  return family ? of(family) : anyOf([of(4), of(6)])
}

export function cidrSchema(): JsonSchema {
  return record({ address: ipSchema(), prefix: integer(0, 128) })
}

function readIp(word: Word, cx: ReadContext): Ip | undefined {
  const { text } = word
  const whole = parseIp(text)
  if (whole) return whole
  const [, kept = '', rest = ''] = /^([^/-]*)([/-].*)$/s.exec(text) ?? []
  const address = parseIp(kept)
  if (address) cx.report('bind/ignored-text', { text, kept, rest }, word)
  else cx.report('bind/not-an-address', { keyword: cx.keyword, text }, word)
  return address
}

export function isMulticast(address: Ip): boolean {
  const first = ipBytes(address)[0] ?? 0
  return familyOf(address) === 4 ? first >= 224 && first < 240 : first === 0xff
}

/** An address with its prefix length; without one, that of a single host. */
export function cidr(): ValueType<Cidr> {
  return {
    arity: [1, 1],
    read: ([word], cx) => word && readCidr(word, cx),
    print: showCidr,
    describe: () => 'an address, with or without /prefix',
    json: cidrSchema,
  }
}

export function readCidr(word: Word, cx: ReadContext): Cidr | undefined {
  const slash = word.text.indexOf('/')
  const address = parseIp(slash < 0 ? word.text : word.text.slice(0, slash))
  if (!address) {
    cx.report('bind/not-an-address', { keyword: cx.keyword, text: word.text }, word)
    return undefined
  }
  return { address, prefix: slash < 0 ? bits(address) : readPrefix(word.text.slice(slash + 1), address, word, cx) }
}

export function showCidr({ address, prefix }: Cidr): string {
  return prefix === bits(address) ? address : `${address}/${prefix}`
}

function bits(address: Ip): number {
  return familyOf(address) === 4 ? 32 : 128
}

function readPrefix(text: string, address: Ip, word: Word, cx: ReadContext): number {
  const most = bits(address)
  if (text === '') return 0
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text)
  cx.report('bind/bad-prefix', { text: word.text, most }, word, { hint: `keepalived uses /${most} instead` })
  return most
}

/** `+` and `-` stand for the host bits all set and all clear. */
export type Broadcast = Ip | '+' | '-'

export function broadcast(): ValueType<Broadcast> {
  const address = ip({ family: 4 })
  return {
    arity: [1, 1],
    read: ([word], cx) => {
      if (word?.text === '+' || word?.text === '-') return word.text
      return word && address.read([word], cx)
    },
    print: String,
    describe: () => 'an IPv4 address, + or -',
    complete: () => ['+', '-'],
    json: () => anyOf([ipSchema(4), { enum: ['+', '-'] }]),
  }
}

const scopes: Readonly<Record<string, number>> = { global: 0, site: 200, link: 253, host: 254, nowhere: 255 }

/** A scope of rtnetlink, by number or by the names that need no file. */
export function scope(): ValueType<number> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const value = numberOrName(word, word.text, { builtIn: scopes, file: 'rt_scopes' }, cx)
      if (value === null) return undefined
      if (value !== undefined && value >= 0 && value <= 255) return value
      const choices = Object.keys(scopes)
      cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices }, word)
      return undefined
    },
    print: (value) => Object.keys(scopes).find((name) => scopes[name] === value) ?? String(value),
    describe: () => `${Object.keys(scopes).join(', ')} or 0 to 255`,
    complete: () => Object.keys(scopes),
    json: () => integer(0, 255),
  }
}

/** Seconds, or without end. */
export type Lifetime = number | 'forever'

export function lifetime(): ValueType<Lifetime> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word || word.text === 'forever') return word && 'forever'
      const value = readInteger(word, cx)
      const kept = value === undefined ? undefined : within(value, { min: 0, max: U32, unit: 's' }, word, cx)
      return kept === U32 ? 'forever' : kept
    },
    print: String,
    describe: () => `0 to ${U32} s, or forever`,
    complete: () => ['forever'],
    json: () => anyOf([{ ...integer(0, U32), description: 'Here in seconds.' }, { const: 'forever' }]),
  }
}
