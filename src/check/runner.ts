import { type Micros, micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Answer, Kind, Kinds, ProbePort, ProbeSession } from './kinds/index.ts'
import type { ProbeResult } from './probe.ts'
import { type Attempt, type PoolNews, Rounds } from './rounds.ts'
import { poolsOf } from './spec.ts'

export interface CheckPorts {
  readonly clock: {
    /** Monotonic. */
    now(): Micros
    /** Runs `then` once after the duration; the returned function cancels it. */
    after(duration: Micros, then: () => void): () => void
  }
  readonly probes: ProbePort
  readonly kinds: Kinds
  /** From 0 up to 1. */
  readonly chance: () => number
}

/** What one attempt brought. */
export interface Concluded extends PoolNews {
  readonly attempt: Attempt
  readonly answer: Answer
  readonly result: ProbeResult
}

export interface CheckListener {
  /** The start, or a new configuration, changed something by itself. */
  configured(news: readonly PoolNews[]): void
  concluded(news: Concluded): void
}

/** Attempts that are due this close to each other are made together: waking up costs more than most of them. */
const TOGETHER = micros(10_000)

/** Runs the checks of a configuration as they are due. */
export class CheckRunner {
  readonly #ports: CheckPorts
  readonly #listener: CheckListener
  #rounds: Rounds | undefined
  #session: ProbeSession | undefined
  #cancelWake = () => {}

  constructor(ports: CheckPorts, listener: CheckListener) {
    this.#ports = ports
    this.#listener = listener
  }

  /** From now on these checks; what is known of equal ones stays. Attempts under way are made again. */
  adopt(config: Config): void {
    const { clock, chance, probes } = this.#ports
    this.#session?.close()
    this.#session = probes.open()
    this.#rounds = new Rounds(poolsOf(config), { now: clock.now(), chance, before: this.#rounds })
    this.#listener.configured(this.#rounds.news)
    this.#sleep(this.#rounds)
  }

  /** While a pool is suspended nothing of it is tried, and what is known of it stays. */
  suspend(key: string, suspended: boolean): void {
    this.#rounds?.suspend(key, suspended)
  }

  close(): void {
    this.#cancelWake()
    this.#session?.close()
  }

  #sleep(rounds: Rounds): void {
    this.#cancelWake()
    const { next } = rounds
    if (next === undefined) return
    const { clock } = this.#ports
    this.#cancelWake = clock.after(micros(Math.max(0, next - clock.now())), () => this.#wake(rounds))
  }

  #wake(rounds: Rounds): void {
    for (const attempt of rounds.begin(micros(this.#ports.clock.now() + TOGETHER))) this.#try(rounds, attempt)
    this.#sleep(rounds)
  }

  #try(rounds: Rounds, attempt: Attempt): void {
    const { check } = attempt.spec
    const { step } = attempt.checker
    const kind = this.#ports.kinds[check.kind] as Kind
    this.#session?.attempt(check, kind.exchange(check, step), (answer) => {
      const result = kind.judge(check, answer, step)
      const before = rounds.next
      const events = rounds.conclude(attempt, this.#ports.clock.now(), result)
      this.#listener.concluded({ pool: attempt.pool, events, attempt, answer, result })
      if (before === undefined || (rounds.next ?? before) < before) this.#sleep(rounds)
    })
  }
}
