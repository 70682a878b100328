import { type Micros, micros, showDuration, showEndpoint } from '../../base/index.ts'
import type { WantedTable } from '../../desired/index.ts'
import { type IpvsDestination, kinds, showService } from '../../kernel/index.ts'
import type { DrainingStatus } from '../../status/index.ts'
import type { DaemonPorts } from '../ports.ts'
import { recallValue } from '../recall-value.ts'
import {
  byKey,
  connectionsOf,
  howEnded,
  keyOf,
  keysOf,
  type Leaving,
  leavingFrom,
  showLeaving,
  type Table,
} from './leaving.ts'

type Ports = Pick<DaemonPorts, 'memory' | 'clock' | 'log'>
const name = 'draining'

/**
 * Destinations that are to go when their connections have, or when their time is up: they stay in the table meanwhile and
 * get no new ones. A daemon that takes over goes on with them.
 */
export class Draining {
  readonly #ports: Ports
  #leaving: ReadonlyMap<string, Leaving> | undefined

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Throws KacError `memory`. */
  async recall(): Promise<readonly Leaving[]> {
    if (!this.#leaving) {
      const known = ((await recallValue(this.#ports.memory, name)) ?? []) as readonly Leaving[]
      this.#leaving = new Map(known.map((each) => [keyOf(each), each]))
    }
    return [...this.#leaving.values()]
  }

  /**
   * Who leaves when this is wanted instead of the live table. `within` is how long who goes now may take, of the services
   * that are `ours`; undefined: they go at once.
   */
  async settle(
    live: Table,
    want: WantedTable,
    { ours, within }: { readonly ours: ReadonlySet<string>; readonly within?: Micros | undefined },
  ): Promise<readonly Leaving[]> {
    if (within === undefined && (await this.recall()).length === 0) return []
    const now = this.#ports.clock.now()
    const found = byKey(live.destination)
    const left = await this.#letGo(want, (each) => howEnded(each, found, now))
    const fresh = within ? leavingFrom(live, want, { ours, until: micros(now + within) }) : []
    const known = new Set(left.map(keyOf))
    const news = fresh.filter((each) => !known.has(keyOf(each)))
    for (const each of news)
      this.#ports.log.info(`draining ${showLeaving(each)}: at most ${showDuration(within ?? micros(0))}`)
    const all = [...left, ...news]
    await this.#remember(all)
    return all
  }

  /** Who still leaves, of the services of this table. What it wants does not. */
  async among(want: WantedTable): Promise<readonly Leaving[]> {
    const left = await this.#letGo(want, () => undefined)
    await this.#remember(left)
    const services = new Set(want.service.map(({ object }) => kinds.service.key(object)))
    return left.filter(({ service }) => services.has(kinds.service.key(service)))
  }

  /** Whether one of them has nothing to wait for. */
  async isOver(live: readonly IpvsDestination[]): Promise<boolean> {
    const now = this.#ports.clock.now()
    const found = byKey(live)
    return (await this.recall()).some((each) => howEnded(each, found, now) !== undefined)
  }

  /** How they stand. */
  async report(live: readonly IpvsDestination[]): Promise<readonly DrainingStatus[]> {
    const now = this.#ports.clock.now()
    const found = byKey(live)
    return (await this.recall()).map((each) => ({
      service: showService(each.service.id),
      server: showEndpoint(each.destination),
      connections: connectionsOf(each, found),
      secondsLeft: Math.max(0, each.until - now) / 1e6,
    }))
  }

  async clear(): Promise<void> {
    await this.recall()
    await this.#remember([])
  }

  async #letGo(want: WantedTable, ended: (each: Leaving) => string | undefined): Promise<Leaving[]> {
    const wanted = keysOf(want)
    return (await this.recall()).filter((each) => {
      const how = wanted.has(keyOf(each)) ? 'is wanted again' : ended(each)
      if (how !== undefined) this.#ports.log.info(`${showLeaving(each)} ${how}`)
      return how === undefined
    })
  }

  async #remember(leaving: readonly Leaving[]): Promise<void> {
    const before = this.#leaving
    this.#leaving = new Map(leaving.map((each) => [keyOf(each), each]))
    if (before?.size === leaving.length && leaving.every((each) => before.has(keyOf(each)))) return
    await this.#ports.memory.remember(name, JSON.stringify(leaving))
  }
}
