import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutWords, type ReadContext, type ValueType } from '../grammar/index.ts'
import * as values from '../grammar/values/index.ts'
import { Secret } from '../src/base/index.ts'
import { roundTrips, word } from './support/language/round-trips.ts'
import { misfits } from './support/schema.ts'

/** Reads words as they stand in a file, and tells the codes of what was found. */
function read<V>(type: ValueType<V>, written: string): { readonly value: V | undefined; readonly codes: string[] } {
  const place = { source: { name: 'main.conf', text: written }, text: written, base: 0 }
  const codes: string[] = []
  const cx: ReadContext = {
    keyword: 'keyword',
    report: (code) => codes.push(code),
    refuse: () => {},
    hostNumber: () => undefined,
  }
  const words = cutWords(written, 0, place)
  expect(words.length).toBeGreaterThanOrEqual(type.arity[0])
  expect(words.length).toBeLessThanOrEqual(type.arity[1])
  return { value: type.read(words, cx), codes }
}

function optionally<T>(value: Arbitrary<T>) {
  return fc.option(value, { nil: undefined })
}

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

describe('a value is in JSON what its type says', () => {
  const cases = Object.entries(roundTrips) as unknown as [string, [ValueType<unknown>, Arbitrary<unknown>]][]
  test.for(cases)('%s', ([, [type, arbitrary]]) => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect(misfits(JSON.parse(JSON.stringify(value)), type.json())).toEqual([])
      }),
    )
  })
})

/** Functions beside the types, for them and for rows. */
const helpers = [
  'anyOf',
  'cidrSchema',
  'integer',
  'ipSchema',
  'isMulticast',
  'listOf',
  'pairOf',
  'parseCInteger',
  'printWord',
  'readCidr',
  'readInteger',
  'record',
  'showCidr',
  'showRange',
  'showSeconds',
  'within',
]

test('no type is left out', () => {
  const functions = Object.entries(values).filter(([, value]) => typeof value === 'function')
  expect(functions.map(([one]) => one).sort()).toEqual([...Object.keys(roundTrips), ...helpers].sort())
})

test('any word is read or reported, never both wanting', () => {
  const types = Object.values(roundTrips).map(([type]) => type as ValueType<unknown>)
  fc.assert(
    fc.property(fc.constantFrom(...types), optionally(word), word, (type, second, first) => {
      const given = [first, second].filter((one) => one !== undefined)
      const written = [...given, ...Array(Math.max(0, type.arity[0] - given.length)).fill(first)]
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
  for (const [type] of Object.values(roundTrips)) expect(type.describe() === '').toBe(type.arity[1] === 0)
})
