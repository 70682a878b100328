import TinyQueue from 'tinyqueue'
import type { Micros, PoolState } from '../base/index.ts'
import type { Checker } from './checker.ts'
import { type NumberIn, Pool, type PoolEvent, type PoolServer } from './pool.ts'
import type { Attempted } from './probe.ts'
import type { CheckSpec, PoolSpec } from './spec.ts'

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
  /**
   * What ran before this configuration: of a spec that is the very same the pool goes on as it is; of others equal checks
   * of equal servers go on where they stood.
   */
  readonly before?: Rounds | undefined
  /** What the table in use says of each pool, which counts for those that are not in `before`. */
  readonly found?: readonly (PoolState | undefined)[] | undefined
  /** What files say, where that is known already. */
  readonly numberIn?: NumberIn | undefined
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

  constructor(specs: readonly PoolSpec[], { now, chance, before, found, numberIn }: RoundsOptions) {
    const kept = new Map(before?.pools.map((pool) => [pool.spec, pool]))
    const known = Map.groupBy(before?.pools ?? [], ({ spec }) => spec.service)
    const sameBefore = ({ service, key }: PoolSpec) =>
      known.get(service)?.toSorted((a, b) => Number(b.spec.key === key) - Number(a.spec.key === key))
    this.pools = specs.map((spec, index) => {
      return kept.get(spec) ?? new Pool(spec, { before: sameBefore(spec), found: found?.[index] })
    })
    this.news = this.pools.flatMap((pool, index) => {
      const { spec } = pool
      if (kept.has(spec)) return []
      if (numberIn) pool.askFiles(now, numberIn)
      return [{ pool, events: pool.begin({ fresh: !known.has(spec.service) && found?.[index] === undefined }) }]
    })
    const all = this.pools.flatMap((pool) => attemptsOf(pool))
    const attempts = all.filter(({ checker }) => checker.rhythm.timed)
    this.told = all.filter(({ checker }) => !checker.rhythm.timed)
    for (const { pool, checker } of attempts) {
      if (kept.has(pool.spec)) checker.resume()
      if (checker.due === undefined) checker.schedule(now, chance())
      else checker.hasten(now)
    }
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
    if (attempt.checker.rhythm.timed) this.waiting.push(attempt)
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
