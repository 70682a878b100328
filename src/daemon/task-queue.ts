import { KacError } from '../base/index.ts'
import type { LogPort } from './ports.ts'

/** Tasks one after the other, in the order in which they were given. */
export class TaskQueue {
  readonly #log: LogPort
  #last: Promise<unknown> = Promise.resolve()

  constructor(log: LogPort) {
    this.#log = log
  }

  /** For who waits: the answer, or the failure. */
  ask<T>(task: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(task)
    this.#last = answer.then(undefined, () => undefined)
    return answer
  }

  /** For what nobody waits for: a failure is logged. */
  async run(task: () => Promise<void>): Promise<void> {
    try {
      await this.ask(task)
    } catch (error) {
      this.#log.error(error instanceof KacError ? error.message : String(error))
    }
  }
}
