import { bug } from '../base/index.ts'
import type { PoolUpdate, ServiceEvent } from './messages.ts'
import type { Pool, PoolEvent } from './pool.ts'
import type { PoolNews } from './rounds.ts'
import { checkName } from './spec.ts'

interface Noted {
  readonly servers: Set<number>
  readonly events: ServiceEvent[]
}

/** What became of pools, until the daemon is told. */
export class Unsent {
  readonly #onFirst: () => void
  #noted = new Map<Pool, Noted>()

  /** `onFirst`: there is something, after nothing. */
  constructor(onFirst: () => void = () => {}) {
    this.#onFirst = onFirst
  }

  note({ pool, events }: PoolNews): void {
    if (events.length === 0) return
    const noted = this.#of(pool)
    for (const event of events) {
      if (event.kind !== 'quorum') noted.servers.add(event.server.index)
      noted.events.push(plain(event))
    }
  }

  /** One that changes nothing. */
  add(pool: Pool, event: ServiceEvent): void {
    this.#of(pool).events.push(event)
  }

  /** All of it, with the places that pools have in the configuration. */
  take(places: ReadonlyMap<Pool, number>): PoolUpdate[] {
    const noted = this.#noted
    this.#noted = new Map()
    return [...noted].map(([pool, { servers, events }]) => {
      const changed = [...servers].flatMap((server) => {
        const it = pool.servers[server]
        return it ? [{ server, state: { alive: it.alive, weight: it.weight } }] : []
      })
      const { up, sorry } = pool
      return { pool: places.get(pool) ?? bug('it is in no configuration'), up, sorry, servers: changed, events }
    })
  }

  #of(pool: Pool): Noted {
    const known = this.#noted.get(pool)
    if (known) return known
    if (this.#noted.size === 0) this.#onFirst()
    const fresh: Noted = { servers: new Set(), events: [] }
    this.#noted.set(pool, fresh)
    return fresh
  }
}

/** Where each pool stands. */
export function placesOf(pools: readonly Pool[]): ReadonlyMap<Pool, number> {
  return new Map(pools.map((pool, place) => [pool, place]))
}

function plain(event: PoolEvent): ServiceEvent {
  if (event.kind === 'quorum') return event
  const { server, ...rest } = event
  if (rest.kind !== 'server') return { ...rest, server: server.index }
  const { check, ...said } = rest
  return { ...said, server: server.index, ...(check && { check: checkName(check) }) }
}
