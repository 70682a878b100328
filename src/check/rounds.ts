import TinyQueue from 'tinyqueue'
import type { Micros } from '../base/index.ts'
import type { Checker } from './checker.ts'
import { type CheckSpec, Pool, type PoolEvent, type PoolServer, type PoolSpec } from './pool.ts'
import type { ProbeResult } from './probe.ts'

/** One check of one server, whenever it is due. */
export interface Attempt {
  readonly pool: Pool
  readonly server: PoolServer
  /** Which of the server's checks. */
  readonly index: number
  readonly checker: Checker
  readonly spec: CheckSpec
}

/** A pool and what happened in it. */
export interface PoolNews {
  readonly pool: Pool
  readonly events: readonly PoolEvent[]
}

export interface RoundsOptions {
  readonly now: Micros
  /** From 0 up to 1: first attempts are spread by it. */
  readonly chance: () => number
  /** What ran before this configuration: equal checks of equal servers go on where they stood. */
  readonly before?: Rounds | undefined
}

/** All checks of a host on one clock. */
export class Rounds {
  readonly pools: ReadonlyMap<string, Pool>
  /** What the start, or the new configuration, changed by itself. */
  readonly news: readonly PoolNews[]
  private readonly waiting: TinyQueue<Attempt>
  private readonly suspended = new Set<string>()

  constructor(specs: readonly PoolSpec[], { now, chance, before }: RoundsOptions) {
    const pools = specs.map((spec) => new Pool(spec, before?.pools.get(spec.key)))
    this.pools = new Map(pools.map((pool) => [pool.spec.key, pool]))
    this.news = pools.map((pool) => ({ pool, events: pool.begin({ fresh: !before?.pools.has(pool.spec.key) }) }))
    const attempts = pools.flatMap((pool) => attemptsOf(pool)).filter(({ spec }) => spec.rhythm.timed)
    for (const { checker } of attempts) if (checker.due === undefined) checker.schedule(now, chance())
    this.waiting = new TinyQueue(attempts, (a, b) => dueOf(a) - dueOf(b))
  }

  /** When the next attempt is due. */
  get next(): Micros | undefined {
    return this.waiting.peek()?.checker.due
  }

  /** The attempts to make now; each has to be concluded. */
  begin(now: Micros): Attempt[] {
    const due: Attempt[] = []
    for (let first = this.waiting.peek(); first && dueOf(first) <= now; first = this.waiting.peek()) {
      this.waiting.pop()
      if (this.suspended.has(first.pool.spec.key)) {
        first.checker.postpone(now)
        this.waiting.push(first)
      } else {
        first.checker.begin(now)
        due.push(first)
      }
    }
    return due
  }

  conclude(attempt: Attempt, now: Micros, result: ProbeResult): readonly PoolEvent[] {
    const events = attempt.pool.conclude(attempt.server, attempt.index, now, result)
    this.waiting.push(attempt)
    return events
  }

  /** What a check without a rhythm found: FILE_CHECK, BFD_CHECK. */
  report(attempt: Attempt, now: Micros, result: ProbeResult): readonly PoolEvent[] {
    return attempt.pool.conclude(attempt.server, attempt.index, now, result)
  }

  /** While a pool is suspended its attempts are put off, and what is known of it stays (ha_suspend). */
  suspend(key: string, suspended: boolean): void {
    if (suspended) this.suspended.add(key)
    else this.suspended.delete(key)
  }
}

/** Every check of a pool. */
export function attemptsOf(pool: Pool): Attempt[] {
  return pool.servers.flatMap((server) =>
    server.checks.map(({ spec, checker }, index) => ({ pool, server, index, checker, spec })),
  )
}

function dueOf({ checker }: Attempt): number {
  return checker.due ?? 0
}
