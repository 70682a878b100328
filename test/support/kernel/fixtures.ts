import { readFileSync } from 'node:fs'
import type { Message } from '../../../src/kernel/index.ts'
import {
  RTM_DELADDR,
  RTM_DELLINK,
  RTM_DELROUTE,
  RTM_DELRULE,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWROUTE,
  RTM_NEWRULE,
} from '../../../src/kernel/wire/constants.ts'
import {
  addressMessage,
  decode,
  linkMessage,
  routeMessage,
  ruleMessage,
  type Type,
} from '../../../src/kernel/wire/index.ts'

/** Fixture files: samples that begin with `== TITLE`, each in parts that lines `--` separate. */
export function readSamples(url: URL): { readonly title: string; readonly parts: readonly string[] }[] {
  return readFileSync(url, 'utf8')
    .split(/^== /m)
    .slice(1)
    .map((sample) => {
      const end = sample.indexOf('\n')
      return { title: sample.slice(0, end), parts: sample.slice(end + 1).split(/^--\n/m) }
    })
}

/** Bytes as pairs of hexadecimal digits; what stands behind two blanks and is no pair is a comment. */
export function readBytes(text: string): Uint8Array {
  const pairs = text
    .split('\n')
    .flatMap((line) => /^\s*(?:[0-9a-f]{2}(?:\s+|$))+/.exec(line)?.[0].match(/[0-9a-f]{2}/g) ?? [])
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

/** Values as JSON can hold them: bytes and big integers as marked strings. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return `bigint:${value}`
  if (value instanceof Uint8Array) return `hex:${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]))
}

export function fromJson(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('bigint:')) return BigInt(value.slice(7))
  if (typeof value === 'string' && value.startsWith('hex:')) return new Uint8Array(Buffer.from(value.slice(4), 'hex'))
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fromJson(each)]))
}

const formats: Readonly<Record<number, Type<object>>> = {
  [RTM_NEWLINK]: linkMessage,
  [RTM_DELLINK]: linkMessage,
  [RTM_NEWADDR]: addressMessage,
  [RTM_DELADDR]: addressMessage,
  [RTM_NEWROUTE]: routeMessage,
  [RTM_DELROUTE]: routeMessage,
  [RTM_NEWRULE]: ruleMessage,
  [RTM_DELRULE]: ruleMessage,
}

/** What a request says, by kernel names; zeros are left out. */
export function requestFields(message: Message): object {
  const format = message.kind === 'rtnetlink' ? formats[message.type] : undefined
  if (!format) throw new Error('a message of no known format')
  return Object.fromEntries(Object.entries(decode(format, message.body)).filter(([, value]) => value !== 0))
}
