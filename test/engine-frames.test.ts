import { expect, test } from 'vitest'
import { type Ip, type Mac, parseIp } from '../src/base/index.ts'
import { announcer } from '../src/engine/index.ts'

/** Announcements byte for byte, against frames that keepalived 2.4.3 sent (garp-failover.pcap, na-failover.pcap). */

const mac = '02:00:00:00:00:01' as Mac

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

test('a gratuitous ARP is a broadcast request with sender and target address equal', () => {
  const frame = announcer({ mac, router: false })(parseIp('192.0.2.100') as Ip)
  expect(hex(frame)).toBe(
    [
      'ffffffffffff',
      '020000000001',
      '0806',
      '0001080006040001',
      '020000000001',
      'c0000264',
      'ffffffffffff',
      'c0000264',
    ].join(''),
  )
})

test.for([
  ['a host', false, '20'],
  ['a router', true, 'a0'],
] as const)('an unsolicited NA of %s goes to all nodes with hop limit 255', ([, router, flags]) => {
  const frame = announcer({ mac, router })(parseIp('2001:db8::100') as Ip)
  const address = '20010db8000000000000000000000100'
  const allNodes = 'ff020000000000000000000000000001'
  const text = hex(frame)
  expect(text.slice(0, 28)).toBe('333300000001' + '020000000001' + '86dd')
  expect(text.slice(28, 108)).toBe(`60000000${'0020'}${'3a'}ff${address}${allNodes}`)
  expect(text.slice(108, 112)).toBe('8800')
  expect(text.slice(116)).toBe(`${flags}000000${address}0201020000000001`)
  expect(
    foldedSum(Buffer.concat([frame.subarray(22, 54), Buffer.from([0, 0, 0, 32, 0, 0, 0, 58]), frame.subarray(54)])),
  ).toBe(0xffff)
})

/** RFC 1071: with its checksum in place, a packet and its pseudo-header add up to all ones. */
function foldedSum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}
