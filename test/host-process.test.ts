import { afterEach, expect, test, vi } from 'vitest'
import { checkerProcess, systemClock } from '../src/host/index.ts'

afterEach(() => vi.useRealTimers())

test('the real time is that of a calendar which is set anew', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2042, 0, 1) })
  expect(systemClock.realTime()).toBe(Date.UTC(2042, 0, 1) * 1000)
})

test('a process of checks that cannot be started has ended', async () => {
  const { execPath } = process
  process.execPath = '/nowhere/node'
  const ended = new Promise((resolve) => checkerProcess.start({ message: () => {}, ended: resolve }))
  process.execPath = execPath
  expect(await ended).toMatch(/^cannot be started: .*ENOENT/)
})
