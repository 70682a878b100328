import { type Micros, micros, type PoolState } from '../base/index.ts'
import {
  judgeTold,
  type Kind,
  type Kinds,
  type ProbePort,
  type ProbeSession,
  type ToldCheck,
  toldName,
} from './kinds/index.ts'
import type { NumberIn } from './pool.ts'
import type { Attempted } from './probe.ts'
import { type Attempt, type PoolNews, Rounds } from './rounds.ts'
import type { PoolSpec } from './spec.ts'

export interface CheckClock {
  /** Monotonic. */
  now(): Micros
  /** Runs `then` once after the duration; the returned function cancels it. */
  after(duration: Micros, then: () => void): () => void
}

export interface CheckPorts {
  readonly clock: CheckClock
  readonly probes: ProbePort
  readonly kinds: Kinds
  /** From 0 up to 1. */
  readonly chance: () => number
}

/** What one attempt brought. */
export interface Concluded extends PoolNews {
  readonly attempt: Attempt
  readonly attempted: Attempted
}

export type CheckListener = (news: Concluded) => void

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

  /**
   * From now on these checks; what is known of equal ones stays. Attempts under way are made again. `found`: what the
   * table in use says of each virtual server; `numberIn`: files. Returns what the change brings by itself.
   */
  adopt(
    pools: readonly PoolSpec[],
    { found, numberIn }: { readonly found?: readonly (PoolState | undefined)[]; readonly numberIn?: NumberIn } = {},
  ): readonly PoolNews[] {
    const { clock, chance, probes } = this.#ports
    this.#session?.close()
    this.#session = probes.open()
    this.#rounds = new Rounds(pools, { now: clock.now(), chance, before: this.#rounds, found, numberIn })
    this.#sleep(this.#rounds)
    return this.#rounds.news
  }

  /** What the file or the session of this name says. */
  tell(kind: ToldCheck['kind'], name: string, value: number): void {
    const now = this.#ports.clock.now()
    for (const attempt of this.#rounds?.told ?? []) {
      const check = attempt.spec as ToldCheck
      if (check.kind !== kind || toldName(check) !== name) continue
      this.#conclude(attempt, { at: now, result: judgeTold(check, value) })
    }
  }

  /** While a pool is suspended nothing of it is tried, and what is known of it stays. */
  suspend(pool: number, suspended: boolean): void {
    const it = this.pools[pool]
    if (it) it.suspended = suspended
  }

  /** In the order of the configuration. */
  get pools(): Rounds['pools'] {
    return this.#rounds?.pools ?? []
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
    const { spec: check } = attempt
    const { step } = attempt.checker
    const kind = this.#ports.kinds[check.kind] as Kind
    this.#session?.attempt(check, kind.exchange(check, step), (answer) => {
      const { took, connected } = answer
      const before = rounds.next
      const result = kind.judge(check, answer, step)
      this.#conclude(attempt, {
        at: this.#ports.clock.now(),
        result,
        took,
        ...(connected !== undefined && { connected }),
      })
      if (before === undefined || (rounds.next ?? before) < before) this.#sleep(rounds)
    })
  }

  #conclude(attempt: Attempt, attempted: Attempted): void {
    const events = this.#rounds?.conclude(attempt, attempted) ?? []
    this.#listener({ pool: attempt.pool, events, attempt, attempted })
  }
}
