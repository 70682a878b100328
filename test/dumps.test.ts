import { expect, test } from 'vitest'
import { countedSince, type RouterStatus } from '../src/status/index.ts'

function counted(name: string, adverts: number, became: number): RouterStatus {
  return { name, counters: { adverts_sent: adverts, become_master: became } } as unknown as RouterStatus
}

test('cleared counters count from there on, and from 0 where the engine has begun anew', () => {
  const before = [counted('A', 10, 1), counted('B', 10, 1)]
  const now = [counted('A', 15, 1), counted('B', 3, 1), counted('C', 7, 2)]
  expect(countedSince(now, before)).toEqual([counted('A', 5, 0), counted('B', 3, 1), counted('C', 7, 2)])
  expect(countedSince(now, [])).toEqual(now)
})
