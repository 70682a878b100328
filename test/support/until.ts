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

/**
 * Looks again and again until the predicate gives something true, and returns that. What takes long to look at is looked at
 * less often: whoever is waited for needs the processor too.
 */
export async function until<T>(predicate: () => T | Promise<T>, options: UntilOptions): Promise<NonNullable<T>> {
  const { within, what = predicate.toString(), every = 10 } = options
  const end = performance.now() + within * patience
  for (;;) {
    const begun = performance.now()
    const value = await predicate()
    if (value) return value
    const now = performance.now()
    if (now > end) {
      throw new Error(`not within ${within} ms: ${typeof what === 'string' ? what : what()}`)
    }
    await sleep(Math.max(every, now - begun))
  }
}
