import { setTimeout as sleep } from 'node:timers/promises'
import { micros } from '../base/index.ts'
import type { Clock } from '../daemon/index.ts'

export const systemClock: Clock = {
  now: () => micros(Number(process.hrtime.bigint() / 1000n)),
  // Not performance.timeOrigin, which knows nothing of a calendar that is set anew.
  realTime: () => micros(Date.now() * 1000),
  sleep: async (duration) => void (await sleep(duration / 1000)),
  after: (duration, then) => {
    const timer = setTimeout(then, duration / 1000)
    return () => clearTimeout(timer)
  },
}

/** From 0 up to 1. */
export const systemChance = (): number => Math.random()

/** Runs `then` when all that the system has told so far is dealt with. */
export const soon = (then: () => void): void => void setImmediate(then)
