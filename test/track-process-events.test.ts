import { expect, test } from 'vitest'
import { listenRequest, readProcessEvents } from '../src/host/process-events.ts'

/** The process connector's messages, as linux/netlink.h, linux/connector.h and linux/cn_proc.h lay them out. */

const hex = (text: string) =>
  Uint8Array.from(text.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Length, type, flags, sequence, sender; idx, val, seq, ack, len, flags; what, cpu, time. */
const message = (what: string, fields: string) => {
  const body = `01000000 01000000 00000000 00000000 2800 0000 ${what} 00000000 0000000000000000 ${fields}`
  const length = 16 + hex(body).length
  return hex(`${length.toString(16).padStart(2, '0')}000000 0300 0000 00000000 00000000 ${body}`)
}

const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

test.each([
  ['listening', message('00000000', '00000000'), [{ kind: 'listening' }]],
  ['refused', message('00000000', '01000000'), []],
  ['a fork', message('01000000', '05000000 05000000 07000000 07000000'), [{ kind: 'forked', parent: 5, pid: 7 }]],
  ['a new thread', message('01000000', '05000000 05000000 08000000 05000000'), []],
  ['another program', message('02000000', '07000000 07000000'), [{ kind: 'changed', pid: 7 }]],
  ['another name', message('00020000', '07000000 07000000 61000000'), [{ kind: 'changed', pid: 7 }]],
  ['an end', message('00000080', '07000000 07000000 00000000 11000000'), [{ kind: 'ended', pid: 7 }]],
  ['the end of a thread', message('00000080', '08000000 07000000 00000000 11000000'), []],
  ['another user', message('04000000', '07000000 07000000'), []],
  ['a message cut short', message('00000080', '07000000').subarray(0, 40), []],
])('%s', (_, bytes, events) => {
  expect(readProcessEvents(bytes)).toEqual(events)
})

test('several in one datagram', () => {
  const bytes = joined(message('02000000', '07000000 07000000'), message('00000080', '07000000 07000000'))
  expect(readProcessEvents(bytes)).toEqual([
    { kind: 'changed', pid: 7 },
    { kind: 'ended', pid: 7 },
  ])
})

test('the request to be told', () => {
  expect(listenRequest(0x1234)).toEqual(
    hex('28000000 0300 0000 00000000 34120000 01000000 01000000 00000000 00000000 0400 0000 01000000'),
  )
})
