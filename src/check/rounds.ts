import TinyQueue from 'tinyqueue'
import type { Micros, PoolState } from '../base/index.ts'
import type { Checker } from './checker.ts'
import { type CheckSpec, Pool, type PoolEvent, type PoolServer, type PoolSpec } from './pool.ts'
import type { Attempted } from './probe.ts'

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
  /** What the table in use says of each pool, which counts for those that are not in `before`. */
  readonly found?: readonly (PoolState | undefined)[] | undefined
}

/** All checks of a host on one clock. */
export class Rounds {
  /** In the order of the configuration. */
  readonly pools: readonly Pool[]
  /** What the start, or the new configuration, changed by itself. */
  readonly news: readonly PoolNews[]
  private readonly waiting: TinyQueue<Attempt>
  /** Those that are told. */
  readonly told: readonly Attempt[]

  constructor(specs: readonly PoolSpec[], { now, chance, before, found }: RoundsOptions) {
    const known = new Map(before?.pools.map((pool) => [pool.spec.key, pool]))
    this.pools = specs.map((spec) => new Pool(spec, { before: known.get(spec.key), found: found?.[spec.index] }))
    this.news = this.pools.map((pool) => {
      const { key, index } = pool.spec
      return { pool, events: pool.begin({ fresh: !known.has(key) && found?.[index] === undefined }) }
    })
    const all = this.pools.flatMap((pool) => attemptsOf(pool))
    const attempts = all.filter(({ spec }) => spec.rhythm.timed)
    this.told = all.filter(({ spec }) => !spec.rhythm.timed)
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
      if (first.pool.suspended) {
        first.checker.postpone(now)
        this.waiting.push(first)
      } else {
        first.checker.begin(now)
        due.push(first)
      }
    }
    return due
  }

  conclude(attempt: Attempt, attempted: Attempted): readonly PoolEvent[] {
    const events = attempt.pool.conclude(attempt.server, attempt.index, attempted)
    if (attempt.spec.rhythm.timed) this.waiting.push(attempt)
    return events
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
