import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  account,
  bool,
  broadcast,
  cidr,
  cutWords,
  digest,
  endpoint,
  forwarding,
  int,
  interfaceName,
  ip,
  lifetime,
  oneOf,
  oneOfNumbers,
  optional,
  type ReadContext,
  scope,
  seconds,
  secret,
  server,
  service,
  signedWords,
  statusCodes,
  text,
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

function optionally<T>(value: Arbitrary<T>) {
  return fc.option(value, { nil: undefined })
}

const roundTrips = {
  account: [account(), fc.record({ user: name, group: name }, { requiredKeys: ['user'] })],
  bool: [bool(), fc.boolean()],
  broadcast: [broadcast(), fc.oneof(v4, fc.constantFrom('+' as const, '-' as const))],
  cidr: [
    cidr(),
    fc.oneof(
      fc.record({ address: v4, prefix: fc.integer({ min: 0, max: 32 }) }),
      fc.record({ address: v6, prefix: fc.integer({ min: 0, max: 128 }) }),
    ),
  ],
  digest: [digest(), fc.stringMatching(/^[0-9a-f]{32}$/)],
  endpoint: [endpoint(), fc.record({ address: anyIp, port }, { requiredKeys: ['address'] })],
  forwarding: [forwarding(), fc.constantFrom('NAT', 'DR', 'TUN')],
  int: [int({ min: -20, max: 4294967295 }), fc.integer({ min: -20, max: 4294967295 })],
  interfaceName: [interfaceName(), name],
  ip: [ip(), anyIp],
  lifetime: [lifetime(), fc.oneof(fc.integer({ min: 0, max: 4294967294 }), fc.constant('forever' as const))],
  oneOf: [oneOf(['MASTER', 'BACKUP']), fc.constantFrom('MASTER', 'BACKUP')],
  oneOfNumbers: [oneOfNumbers(2, 3), fc.constantFrom(2, 3)],
  optional: [optional(int({ min: 1, max: 9 }), 'none'), fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('none'))],
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
