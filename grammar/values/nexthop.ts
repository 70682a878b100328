import type { Word } from '../words.ts'
import { ip } from './address.ts'
import { constant } from './flag.ts'
import { int, unsigned64 } from './int.ts'
import { anyOf, integer, type JsonSchema, listOf, record, string } from './json.ts'
import { options } from './options.ts'
import { gateway, realms } from './route.ts'
import { numbered } from './route-metric.ts'
import { interfaceName } from './text.ts'
import type { ReadContext, ValueOf, ValueType } from './value.ts'

const MPLS_LABEL_MAX = 1048575
const octet = int({ min: 0, max: 255 })
const flags = int({ min: 0, max: 65535 })
const trafficClass = numbered({}, { max: 255, file: 'rt_dsfield' })

const tunnel4 = options({
  named: { id: unsigned64(), dst: ip({ family: 4 }), src: ip({ family: 4 }), tos: trafficClass, ttl: octet, flags },
  strict: true,
})
const tunnel6 = options({
  named: { id: unsigned64(), dst: ip({ family: 6 }), src: ip({ family: 6 }), tc: trafficClass, hoplimit: octet, flags },
  strict: true,
})

/** How packets of a route are wrapped. */
export type Encapsulation =
  | ({ readonly kind: 'ip' } & ValueOf<typeof tunnel4>)
  | ({ readonly kind: 'ip6' } & ValueOf<typeof tunnel6>)
  /** Labels from outside in. */
  | { readonly kind: 'mpls'; readonly labels: readonly number[] }
  /** Four groups of hexadecimal digits. */
  | { readonly kind: 'ila'; readonly locator: string }

const kinds = ['ip', 'ip6', 'mpls', 'ila'] as const

/** A kind of encapsulation and its own words. One that cannot be read is none, where keepalived wraps by what is left. */
export function encapsulation(): ValueType<Encapsulation> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    takes: ([kind, ...rest]) =>
      1 + (kind?.text === 'ip' || kind?.text === 'ip6' ? (tunnelOf(kind).takes?.(rest) ?? 0) : 1),
    read: (words, cx) => readEncapsulation(words, hinted(cx, 'kac leaves the whole line out')),
    print: printEncapsulation,
    describe: () => 'ip, ip6, mpls or ila, and its options',
    complete: () => kinds,
    json: () =>
      anyOf([
        ofKind('ip', tunnel4.json()),
        ofKind('ip6', tunnel6.json()),
        record({ kind: { const: 'mpls' }, labels: listOf(integer(0, MPLS_LABEL_MAX)) }),
        record({ kind: { const: 'ila' }, locator: string }),
      ]),
  }
}

function readEncapsulation([kind, ...rest]: readonly Word[], cx: ReadContext): Encapsulation | undefined {
  switch (kind?.text) {
    case 'ip':
    case 'ip6':
      return readTunnel(kind, rest, cx)
    case 'mpls':
      return readLabels(rest[0] ?? kind, cx)
    case 'ila':
      return readLocator(rest[0] ?? kind, cx)
    default:
      if (kind) cx.report('bind/unknown-value', { keyword: 'encap', text: kind.text, choices: kinds }, kind)
      return undefined
  }
}

function tunnelOf({ text }: Word) {
  return text === 'ip' ? tunnel4 : tunnel6
}

function readTunnel(kind: Word, rest: readonly Word[], cx: ReadContext): Encapsulation | undefined {
  const tunnel = tunnelOf(kind).read(rest, cx)
  if (!tunnel) return undefined
  if (tunnel.dst !== undefined || tunnel.id !== undefined)
    return { kind: kind.text as 'ip', ...tunnel } as Encapsulation
  cx.report('bind/missing-keyword', { block: `encap ${kind.text}`, keyword: 'dst or id' }, kind)
  return undefined
}

function readLabels(word: Word, cx: ReadContext): Encapsulation | undefined {
  const labels = word.text.split('/').map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN))
  if (labels.length <= 2 && labels.every((label) => label <= MPLS_LABEL_MAX)) return { kind: 'mpls', labels }
  const choices = ['LABEL', `LABEL/LABEL up to ${MPLS_LABEL_MAX}`]
  cx.report('bind/unknown-value', { keyword: 'encap mpls', text: word.text, choices }, word)
  return undefined
}

function readLocator(word: Word, cx: ReadContext): Encapsulation | undefined {
  const groups = word.text.split(':')
  const fits = groups.length === 4 && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
  if (fits) return { kind: 'ila', locator: groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':') }
  cx.report('bind/unknown-value', { keyword: 'encap ila', text: word.text, choices: ['X:X:X:X'] }, word)
  return undefined
}

function printEncapsulation(value: Encapsulation): string {
  switch (value.kind) {
    case 'ip':
      return `ip ${tunnel4.print(value)}`
    case 'ip6':
      return `ip6 ${tunnel6.print(value)}`
    case 'mpls':
      return `mpls ${value.labels.join('/')}`
    case 'ila':
      return `ila ${value.locator}`
  }
}

const nexthop = options({
  named: {
    via: gateway(),
    dev: interfaceName(),
    weight: int({ min: 1, max: 256 }),
    onlink: constant<boolean>(true),
    realms: realms(),
    encap: encapsulation(),
  },
  strict: true,
})

/** One of the routers that share the packets of a route. */
export type Nexthop = ValueOf<typeof nexthop>

/** What follows the first word nexthop, to the end of the line; the word parts them. One that cannot be read is the end. */
export function nexthops(): ValueType<readonly Nexthop[]> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const found: Nexthop[] = []
      for (const part of split(words)) {
        const one = nexthop.read(part, found.length > 0 ? hinted(cx, 'keepalived uses the nexthops before it') : cx)
        if (!one) return found.length > 0 ? found : undefined
        found.push(one)
      }
      return found
    },
    print: (values) => values.map(nexthop.print).join(' nexthop '),
    describe: () => 'via, dev, weight and so on; the word nexthop again begins another one',
    complete: (cx) => [...(nexthop.complete?.(cx) ?? []), 'nexthop'],
    json: () => listOf(nexthop.json()),
  }
}

function ofKind(kind: string, { properties, ...object }: JsonSchema): JsonSchema {
  return { ...object, properties: { kind: { const: kind }, ...(properties as object) }, required: ['kind'] }
}

function split(words: readonly Word[]): Word[][] {
  const parts: Word[][] = [[]]
  for (const word of words) {
    if (word.text === 'nexthop') parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}

/** Says what holds in place of what cannot be read. */
function hinted(cx: ReadContext, hint: string): ReadContext {
  return {
    keyword: cx.keyword,
    refuse: () => cx.refuse(),
    hostNumber: cx.hostNumber,
    report: (code, params, at) => cx.report(code, params, at, { hint }),
  }
}
