import { type Micros, micros } from '../../../src/base/index.ts'
import type { TrackClock } from '../../../src/track/index.ts'

/** Time that passes when it is told to. */
export class VirtualClock implements TrackClock {
  #now: Micros = micros(0)
  readonly #timers = new Set<{ readonly at: Micros; readonly then: () => void }>()

  now(): Micros {
    return this.#now
  }

  after(duration: Micros, then: () => void): () => void {
    const timer = { at: micros(this.#now + duration), then }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Everything due until then happens, in order. */
  runUntil(end: Micros): void {
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (!next) break
      this.#timers.delete(next)
      this.#now = micros(Math.max(this.#now, next.at))
      next.then()
    }
    this.#now = end
  }
}
