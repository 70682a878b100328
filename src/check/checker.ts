import { type Micros, micros } from '../base/index.ts'
import type { ProbeResult } from './probe.ts'

/** When a checker tries, and what it takes to change its mind. */
export interface Rhythm {
  /** False: it makes no attempts, and is told what to think: FILE_CHECK, BFD_CHECK. */
  readonly timed: boolean
  readonly delayLoop: Micros
  readonly delayBeforeRetry: Micros
  /** Failures in a row that do not count yet. */
  readonly retry: number
  /** The first attempt comes at a random moment within it. */
  readonly warmup: Micros
  /** Counts as failed until it succeeds. */
  readonly alpha: boolean
  /** Things to try in turn, one an attempt: the urls of HTTP_GET. */
  readonly steps: number
  /** Successes in a row, the first being at the step that failed, until a failed server is back. */
  readonly rise: number
  /** From a failure to the next attempt while down. */
  readonly pause: Micros
  /** Delays count from the beginning of an attempt: MISC_CHECK. */
  readonly fromStart: boolean
}

/** keepalived waits this long before the first checks, whatever the warmup. */
const SETTLE = micros(1e6)

export interface Verdict {
  readonly up: boolean
  /** The checker said so from the beginning, and has now tried for the first time. */
  readonly confirmed: boolean
}

/** One check of one real server: when it is due, and what its results add up to. */
export class Checker {
  readonly rhythm: Rhythm
  up: boolean
  /** The step that the next attempt is about. */
  step = 0
  /** When the next attempt is to be made; undefined while one is under way. */
  due: Micros | undefined
  /** It has said something, or the one that it goes on from. */
  tried = false
  private failures: number
  /** At the start no step has failed, so one round of all is enough. */
  private successes: number
  private started = micros(0)

  /** `presumed`: the very first failure counts, as when the program starts. */
  constructor(rhythm: Rhythm, { presumed }: { readonly presumed: boolean }) {
    this.rhythm = rhythm
    this.up = !rhythm.alpha
    this.failures = presumed ? rhythm.retry : 0
    this.successes = Math.max(0, rhythm.rise - rhythm.steps)
  }

  /** `chance`: from 0 up to 1. */
  schedule(now: Micros, chance: number): void {
    this.due = micros(now + SETTLE + Math.floor(this.rhythm.warmup * chance))
  }

  /** The attempt that was due is made. */
  begin(now: Micros): void {
    this.due = undefined
    this.started = now
  }

  /** The attempt is put off while the service is suspended; nothing else changes. */
  postpone(now: Micros): void {
    this.due = micros(now + this.rhythm.delayLoop)
  }

  /** What an attempt said; a verdict when that is news. */
  conclude(now: Micros, result: ProbeResult): Verdict | undefined {
    const before = this.up
    const wait = result.kind === 'unable' ? this.rhythm.delayLoop : this.count(result.kind === 'success')
    this.due = micros(Math.max(now, (this.rhythm.fromStart ? this.started : now) + wait))
    if (result.kind === 'unable') return undefined
    const first = !this.tried
    this.tried = true
    if (this.up !== before) return { up: this.up, confirmed: false }
    return first && !this.up ? { up: false, confirmed: true } : undefined
  }

  /** Goes on where an equal checker of the configuration before stood. */
  continueFrom(before: Checker): void {
    this.up = before.up
    this.step = before.step
    this.due = before.due
    this.tried = before.tried
    this.failures = before.failures
    this.successes = before.successes
    this.started = before.started
    this.resume()
  }

  /** An attempt under way was given up, and is made again. */
  resume(): void {
    this.due ??= this.started
  }

  /** Stands for a check that asked something else of the same server: what that said is known already. */
  replace(up: boolean): void {
    this.up = up
    this.tried = true
  }

  /** A reload may have made its delays shorter. */
  hasten(now: Micros): void {
    if (!this.tried || this.due === undefined) return
    this.due = micros(Math.min(this.due, now + Math.max(this.rhythm.delayLoop, this.rhythm.delayBeforeRetry)))
  }

  /** How long to wait for the next attempt. */
  private count(success: boolean): Micros {
    const { retry, rise, steps, delayLoop, delayBeforeRetry, pause } = this.rhythm
    if (success) {
      this.failures = 0
      this.successes = this.up ? 0 : this.successes + 1
      this.up ||= this.successes >= rise
      this.step = (this.step + 1) % steps
      return delayLoop
    }
    this.successes = 0
    if (this.up && this.failures < retry) {
      this.failures++
      return delayBeforeRetry
    }
    this.up = false
    this.failures = 0
    return pause
  }
}
