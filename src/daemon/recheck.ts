import type { Micros } from '../base/index.ts'
import type { Clock } from './ports.ts'

/** Runs a task soon after it was asked for, and again and again. Asking often never puts it off. */
export class Recheck {
  readonly #clock: Clock
  readonly #every: Micros
  readonly #task: () => Promise<void>
  #at: number | undefined
  #cancel: () => void = () => {}
  #stopped = false

  constructor(clock: Clock, every: Micros, task: () => Promise<void>) {
    this.#clock = clock
    this.#every = every
    this.#task = task
  }

  within(delay: Micros): void {
    const at = this.#clock.now() + delay
    if (this.#stopped || (this.#at !== undefined && this.#at <= at)) return
    this.#cancel()
    this.#at = at
    this.#cancel = this.#clock.after(delay, () => {
      this.#at = undefined
      void this.#task().then(() => this.within(this.#every))
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }
}
