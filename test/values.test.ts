import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  account,
  bool,
  broadcast,
  cidr,
  cutWords,
  destination,
  digest,
  encapsulation,
  endpoint,
  forwarding,
  gateway,
  int,
  interfaceName,
  ip,
  lifetime,
  lockable,
  mark,
  network,
  nexthops,
  numbered,
  numberRange,
  oneOf,
  oneOfNumbers,
  optional,
  type ReadContext,
  realms,
  routeTime,
  scope,
  seconds,
  secret,
  server,
  service,
  signedWords,
  statusCodes,
  text,
  unsigned64,
  type ValueType,
  wholeSeconds,
} from '../grammar/index.ts'
import { type Ip, ipFromBytes, micros, Secret } from '../src/base/index.ts'

/** Reads words as they stand in a file, and tells the codes of what was found. */
function read<V>(type: ValueType<V>, written: string): { readonly value: V | undefined; readonly codes: string[] } {
  const place = { source: { name: 'main.conf', text: written }, text: written, base: 0 }
  const codes: string[] = []
  const cx: ReadContext = { keyword: 'keyword', report: (code) => codes.push(code) }
  const words = cutWords(written, 0, place)
  expect(words.length).toBeGreaterThanOrEqual(type.arity[0])
  expect(words.length).toBeLessThanOrEqual(type.arity[1])
  return { value: type.read(words, cx), codes }
}

const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(ipFromBytes)
const v6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(ipFromBytes)
const anyIp: Arbitrary<Ip> = fc.oneof(v4, v6)
const port = fc.integer({ min: 1, max: 65535 })
/** What double quotes can hold. */
const word = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => !/["\n]/.test(one))
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,14}$/)
const range = fc.tuple(fc.integer({ min: 100, max: 599 }), fc.integer({ min: 100, max: 599 }))

const network4 = fc.record({ address: v4, prefix: fc.integer({ min: 0, max: 32 }) })
const network6 = fc.record({ address: v6, prefix: fc.integer({ min: 0, max: 128 }) })
const octet = fc.integer({ min: 0, max: 255 })
const u16 = fc.integer({ min: 0, max: 65535 })
const u32 = fc.integer({ min: 0, max: 4294967295 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
const someRealms = fc.tuple(octet, octet)
const tunnel = <K extends string>(kind: K, address: Arbitrary<Ip>, rest: Record<string, Arbitrary<number>>) =>
  fc.oneof(
    fc.record(
      { kind: fc.constant(kind), dst: address, id: u64, src: address, ...rest },
      { requiredKeys: ['kind', 'dst'] },
    ),
    fc.record({ kind: fc.constant(kind), id: u64, ...rest }, { requiredKeys: ['kind', 'id'] }),
  )
const hexGroup = fc.integer({ min: 0, max: 65535 }).map((value) => value.toString(16))
const label = fc.integer({ min: 0, max: 1048575 })
const encapsulations = fc.oneof(
  tunnel('ip', v4, { tos: octet, ttl: octet, flags: u16 }),
  tunnel('ip6', v6, { tc: octet, hoplimit: octet, flags: u16 }),
  fc.record({ kind: fc.constant('mpls'), labels: fc.array(label, { minLength: 1, maxLength: 2 }) }),
  fc.record({
    kind: fc.constant('ila'),
    locator: fc.array(hexGroup, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(':')),
  }),
)

function optionally<T>(value: Arbitrary<T>) {
  return fc.option(value, { nil: undefined })
}

const roundTrips = {
  account: [account(), fc.record({ user: name, group: name }, { requiredKeys: ['user'] })],
  bool: [bool(), fc.boolean()],
  broadcast: [broadcast(), fc.oneof(v4, fc.constantFrom('+' as const, '-' as const))],
  cidr: [cidr(), fc.oneof(network4, network6)],
  destination: [
    destination(),
    fc.record({ type: octet, to: fc.oneof(network4, network6) }, { requiredKeys: ['type'] }),
  ],
  digest: [digest(), fc.stringMatching(/^[0-9a-f]{32}$/)],
  encapsulation: [encapsulation(), encapsulations],
  endpoint: [endpoint(), fc.record({ address: anyIp, port }, { requiredKeys: ['address'] })],
  forwarding: [forwarding(), fc.constantFrom('NAT', 'DR', 'TUN')],
  gateway: [gateway(), anyIp],
  int: [int({ min: -20, max: 4294967295 }), fc.integer({ min: -20, max: 4294967295 })],
  interfaceName: [interfaceName(), name],
  ip: [ip(), anyIp],
  lifetime: [lifetime(), fc.oneof(fc.integer({ min: 0, max: 4294967294 }), fc.constant('forever' as const))],
  lockable: [lockable(int({ min: 0, max: 4294967295 })), fc.record({ value: u32, locked: fc.boolean() })],
  mark: [mark(), fc.record({ value: u32, mask: u32 }, { requiredKeys: ['value'] })],
  network: [network(), fc.oneof(network4, network6, fc.constant('all' as const))],
  nexthops: [
    nexthops(),
    fc.array(
      fc.record(
        {
          via: anyIp,
          dev: name.filter((one) => one !== 'nexthop'),
          weight: fc.integer({ min: 1, max: 256 }),
          onlink: fc.constant(true),
          realms: someRealms,
          encap: encapsulations,
        },
        { requiredKeys: ['via'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  ],
  numbered: [numbered({ main: 254 }), u32],
  numberRange: [numberRange(65535), fc.tuple(u16, u16)],
  oneOf: [oneOf(['MASTER', 'BACKUP']), fc.constantFrom('MASTER', 'BACKUP')],
  oneOfNumbers: [oneOfNumbers(2, 3), fc.constantFrom(2, 3)],
  optional: [optional(int({ min: 1, max: 9 }), 'none'), fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('none'))],
  realms: [realms(), someRealms],
  routeTime: [routeTime(1), fc.integer({ min: 200, max: 120000 })],
  scope: [scope(), fc.integer({ min: 0, max: 255 })],
  seconds: [seconds({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e15 }).map(micros)],
  secret: [secret({ max: 80 }), word.map((one) => new Secret(one))],
  server: [server(), fc.record({ host: name, port }, { requiredKeys: ['host'] })],
  service: [
    service(),
    fc.oneof(
      fc.record({ kind: fc.constant('address'), address: anyIp, port }, { requiredKeys: ['kind', 'address'] }),
      fc.record({ kind: fc.constant('fwmark'), mark: fc.integer({ min: 0, max: 4294967295 }) }),
      fc.record({ kind: fc.constant('group'), group: word }),
    ),
  ],
  signedWords: [signedWords(['read', 'match']), fc.array(fc.constantFrom('read', '+match', '-read'))],
  statusCodes: [
    statusCodes(),
    fc.array(
      range.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      { minLength: 1 },
    ),
  ],
  text: [text({ what: 'words' }), word],
  unsigned64: [unsigned64(), u64],
  wholeSeconds: [wholeSeconds({ min: 0, max: 4294 }), fc.integer({ min: 0, max: 4294 }).map((s) => micros(s * 1e6))],
} satisfies Record<string, readonly [ValueType<never> | object, Arbitrary<unknown>]>

describe('a value that is printed and read again is the same', () => {
  const cases = Object.entries(roundTrips) as unknown as [string, [ValueType<unknown>, Arbitrary<unknown>]][]
  test.for(cases)('%s', ([, [type, values]]) => {
    fc.assert(
      fc.property(values, (value) => {
        const again = read(type, type.print(value))
        expect(again.codes).toEqual([])
        expect(revealed(again.value)).toEqual(revealed(value))
      }),
    )
  })

  function revealed(value: unknown): unknown {
    return value instanceof Secret ? value.reveal() : value
  }
})

test('any word is read or reported, never both wanting', () => {
  const types = Object.values(roundTrips).map(([type]) => type as ValueType<unknown>)
  fc.assert(
    fc.property(fc.constantFrom(...types), optionally(word), word, (type, second, first) => {
      const written = [first, second]
        .filter((one) => one !== undefined)
        .slice(0, type.arity[1])
        .map((one) => `"${one}"`)
        .join(' ')
      const { value, codes } = read(type, written)
      expect(value !== undefined || codes.length > 0).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('every type says what may stand there, but those that take no word', () => {
  for (const [type] of Object.values(roundTrips)) expect(type.describe()).not.toBe('')
})
