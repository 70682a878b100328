import type { Micros } from '../base/index.ts'
import type { WantedTable } from '../desired/index.ts'
import { type IpvsDestination, type IpvsService, type KernelState, kinds } from '../kernel/index.ts'
import { type Change, connectionsAtRisk } from '../plan/index.ts'

interface Leaving {
  readonly service: IpvsService
  readonly destination: IpvsDestination
  readonly until: Micros
}

/** Destinations that are to go when their connections have: they stay in the table without new ones. */
export class Draining {
  readonly #leaving = new Map<string, Leaving>()

  get isDone(): boolean {
    return this.#leaving.size === 0
  }

  /** Keeps what these changes would remove. */
  begin(changes: readonly Change[], { service }: KernelState, until: Micros): void {
    const services = new Map(service.map((each) => [resourceOf(each), each]))
    for (const change of changes) {
      if (change.action !== 'remove' || change.kind !== 'destination') continue
      const destination = { ...change.before, weight: 0 }
      const of = services.get(kinds.destination.needs(destination)[0])
      if (of) this.#leaving.set(kinds.destination.key(destination), { service: of, destination, until })
    }
  }

  /** Lets go of those that have no connections in this table, are not in it, or were given time until now. */
  end({ destination }: KernelState, now: Micros): void {
    const live = new Map(destination.map((each) => [kinds.destination.key(each), each]))
    for (const [key, { until }] of this.#leaving) {
      const there = live.get(key)
      if (!there || connectionsAtRisk(there) === 0 || now >= until) this.#leaving.delete(key)
    }
  }

  /** The wanted table with those that leave; one that is wanted again does not leave. */
  addTo({ service, destination }: WantedTable): WantedTable {
    for (const { object } of destination) this.#leaving.delete(kinds.destination.key(object))
    const wanted = new Set(service.map(({ object }) => kinds.service.key(object)))
    const leaving = [...this.#leaving.values()]
    const services = new Map(leaving.map(({ service: each }) => [kinds.service.key(each), each]))
    const kept = [...services].filter(([key]) => !wanted.has(key)).map(([, object]) => ({ object, present: true }))
    const left = leaving.map(({ destination: object }) => ({ object, present: true }))
    return { service: [...service, ...kept], destination: [...destination, ...left] }
  }
}

function resourceOf(service: IpvsService): string | undefined {
  return kinds.service.provides(service)[0]
}
