import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KacError, parseIp } from '../src/base/index.ts'
import { type Address, encodeMessage, kinds, linkNames } from '../src/kernel/index.ts'
import { NLMSG_DONE } from '../src/kernel/wire/constants.ts'
import {
  addressMessage,
  chainMessage,
  decode,
  elementMessage,
  encode,
  familyMessage,
  filterRuleMessage,
  ipvsMessage,
  linkMessage,
  refusalOf,
  routeMessage,
  ruleMessage,
  setMessage,
  type Type,
  tableMessage,
} from '../src/kernel/wire/index.ts'
import { fromJson, readBytes, readSamples, toJson } from './support/kernel/fixtures.ts'
import { readCapture } from './support/kernel/replay.ts'
import { needs } from './support/needs.ts'

const formats: Readonly<Record<string, Type<object>>> = {
  address: addressMessage,
  element: elementMessage,
  family: familyMessage,
  'filter-chain': chainMessage,
  'filter-rule': filterRuleMessage,
  'filter-set': setMessage,
  'filter-table': tableMessage,
  ipvs: ipvsMessage,
  link: linkMessage,
  route: routeMessage,
  rule: ruleMessage,
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the constants are those of the kernel headers of this machine', needs('gcc', 'dpkg-query'), () => {
  const written = readFileSync(new URL('../src/kernel/wire/constants.ts', import.meta.url), 'utf8')
  const script = new URL('../scripts/kernel-constants.ts', import.meta.url).pathname
  const now = execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })
  // All but the first line, which names the release of the headers.
  expect(now.slice(now.indexOf('\n'))).toBe(written.slice(written.indexOf('\n')))
})

describe('messages', () => {
  const samples = Object.entries(formats).flatMap(([name, format]) =>
    readSamples(new URL(`./fixtures/kernel/messages/${name}.txt`, import.meta.url)).map(({ title, parts }) => ({
      name,
      title,
      format,
      bytes: readBytes(parts[0] ?? ''),
      fields: JSON.parse(parts[1] ?? ''),
    })),
  )

  test.for(samples)('$name: $title', ({ format, bytes, fields }) => {
    expect(toJson(decode(format, bytes))).toEqual(fields)
    expect(hex(encode(format, fromJson(fields) as object))).toBe(hex(bytes))
  })
})

test('a request that is encoded ahead of time carries its number and asks for no answer', () => {
  const vip: Address = {
    address: parseIp('192.0.2.100')!,
    prefix: 24,
    dev: 'e0',
    flags: [],
    preferredLifetime: 'forever',
    protocol: 18,
  }
  const [message] = kinds.address.create(vip, linkNames([{ name: 'e0', index: 2 }]))
  const bytes = `
    28 00 00 00  14 00 01 05                  length, RTM_NEWADDR, NLM_F_REQUEST | NLM_F_REPLACE | NLM_F_CREATE
    07 00 00 00  00 00 00 00                  sequence number, port
    02 18 00 00  02 00 00 00
    08 00 02 00  c0 00 02 64
    05 00 0b 00  12 00 00 00`
  expect(hex(encodeMessage(message!, 7))).toBe(hex(readBytes(bytes)))
})

describe('refusals', () => {
  const samples = readSamples(new URL('./fixtures/kernel/messages/errors.txt', import.meta.url))

  test.for(samples)('$title', ({ title, parts }) => {
    const { flags } = JSON.parse(parts[1] ?? '')
    const frame = { type: 0, flags, seq: 9, portId: 0, body: readBytes(parts[0] ?? '') }
    expect(refusalOf(frame, title.endsWith('done') ? 'done' : 'error') ?? null).toEqual(JSON.parse(parts[2] ?? ''))
  })
})

const captured = Object.entries(readCapture('all-kinds.txt')).map(([kind, datagrams]) => ({
  kind,
  format: formats[kind]!,
  bodies: datagrams.flat().flatMap(({ type, body }) => (type === NLMSG_DONE ? [] : [body])),
}))

describe('what a real kernel sends', () => {
  test.for(captured)('$kind messages survive decoding and encoding', ({ format, bodies }) => {
    expect(bodies.length).toBeGreaterThan(3)
    for (const body of bodies) {
      const fields = decode(format, body)
      const again = encode(format, fields)
      expect(again.length).toBe(body.length)
      expect(decode(format, again)).toEqual(fields)
    }
  })
})

describe('the codec', () => {
  const messages = captured.flatMap(({ format, bodies }) => bodies.map((body) => ({ format, body })))

  test('is total: damaged messages are malformed, or decode to what encodes to the same', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...messages), damage, fc.nat(), ({ format, body }, changes, cut) => {
        const damaged = body.slice(0, body.length - (cut % 8))
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte
        const fields = attempt(() => decode(format, damaged))
        if (fields instanceof KacError) expect(fields.code).toBe('kernel/malformed')
        else expect(decode(format, encode(format, fields))).toEqual(fields)
      }),
      { numRuns: 2000 },
    )
  })

  test('keeps every value of a field of a struct and of an attribute', () => {
    const unsigned = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 })
    const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => parseIp(text)!)
    const name = fc.string({ unit: 'binary', maxLength: 15 }).filter((text) => !text.includes('\0'))
    const fields = fc.record({
      ifa_family: unsigned(8),
      ifa_prefixlen: unsigned(8),
      ifa_flags: unsigned(8),
      ifa_scope: unsigned(8),
      ifa_index: unsigned(32),
      IFA_LOCAL: address,
      IFA_LABEL: name,
      IFA_FLAGS: unsigned(32),
    })
    fc.assert(
      fc.property(fields, (each) => {
        expect(decode(addressMessage, encode(addressMessage, each))).toEqual(each)
      }),
    )
  })

  test.for<[what: string, encodeIt: () => Uint8Array]>([
    ['a byte of 256', () => encode(addressMessage, { ifa_prefixlen: 256 })],
    ['a negative number', () => encode(addressMessage, { IFA_FLAGS: -1 })],
    ['an attribute of 64 KiB', () => encode(addressMessage, { IFA_LABEL: 'x'.repeat(65536) })],
  ])('does not write %s', ([, encodeIt]) => {
    expect(encodeIt).toThrow(/^bug in kac: /)
  })
})

function attempt<T>(work: () => T): T | KacError {
  try {
    return work()
  } catch (error) {
    if (error instanceof KacError) return error
    throw error
  }
}
