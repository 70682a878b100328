import type { Micros } from '../base/index.ts'

interface Planned {
  readonly at: number
  readonly happen: () => void
}

/** What is still to happen, in the order of time; of two at one instant, the one planned first. */
export class Timeline {
  now = 0
  readonly #planned: Planned[] = []

  get next(): number {
    return this.#planned[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** The returned function cancels it. */
  plan(at: number, happen: () => void): () => void {
    const entry = { at, happen }
    const after = this.#planned.findLastIndex((other) => other.at <= at)
    this.#planned.splice(after + 1, 0, entry)
    return () => {
      const index = this.#planned.indexOf(entry)
      if (index >= 0) this.#planned.splice(index, 1)
    }
  }

  after(duration: Micros | number, happen: () => void): () => void {
    return this.plan(this.now + duration, happen)
  }

  /** All that is due by now, also what that brings about at this instant. */
  happenDue(): void {
    for (let first = this.#planned[0]; first && first.at <= this.now; first = this.#planned[0]) {
      this.#planned.shift()
      first.happen()
    }
  }
}
