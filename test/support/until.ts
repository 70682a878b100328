import { setTimeout as sleep } from 'node:timers/promises'

export interface UntilOptions {
  /** Milliseconds after which it fails. */
  readonly within: number
  /** What is waited for, for the failure. */
  readonly what?: string | (() => string)
  /** Milliseconds between two looks. */
  readonly every?: number
}

/** A busy machine is slow, not wrong; a guest of user-mode-linux has one core, of which others may have much. */
const patience = 3

/** Looks again and again until the predicate gives something true, and returns that. */
export async function until<T>(predicate: () => T | Promise<T>, options: UntilOptions): Promise<NonNullable<T>> {
  const { within, what = predicate.toString(), every = 10 } = options
  const end = performance.now() + within * patience
  for (;;) {
    const value = await predicate()
    if (value) return value
    if (performance.now() > end) {
      throw new Error(`not within ${within} ms: ${typeof what === 'string' ? what : what()}`)
    }
    await sleep(every)
  }
}
