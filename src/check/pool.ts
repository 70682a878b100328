import type { Micros } from '../base/index.ts'
import type { Check } from '../bind/index.ts'
import { Checker, type Rhythm, type Verdict } from './checker.ts'
import type { ProbeResult } from './probe.ts'

/** One check of a real server, with all that makes it the same check after a reload. */
export interface CheckSpec {
  /** Equal for checks that ask the same of the same. */
  readonly identity: string
  readonly rhythm: Rhythm
  readonly check: Check
}

export interface ServerSpec {
  /** Family, address and port. */
  readonly key: string
  readonly weight: number
  /** Stays in the table with weight 0 when it failed. */
  readonly inhibit: boolean
  readonly checks: readonly CheckSpec[]
}

export interface PoolSpec {
  /** What tells one virtual server from another. */
  readonly key: string
  readonly quorum: number
  readonly hysteresis: number
  readonly sorryServer: boolean
  readonly servers: readonly ServerSpec[]
}

/** What happened, in order, for logs and whoever is to be told. */
export type PoolEvent =
  /** `confirmed`: it was never up, and its first check says so. */
  | { readonly kind: 'server'; readonly server: ServerSpec; readonly alive: boolean; readonly confirmed: boolean }
  | { readonly kind: 'weight'; readonly server: ServerSpec; readonly weight: number }
  /** `sum`: the weights of the servers that are alive. */
  | { readonly kind: 'quorum'; readonly up: boolean; readonly sum: number }

interface RunningCheck {
  readonly spec: CheckSpec
  readonly checker: Checker
  /** What it adds to the configured weight. */
  added: number
}

/** A real server of a pool. It is alive while none of its checks has failed. */
export class PoolServer {
  readonly spec: ServerSpec
  readonly checks: readonly RunningCheck[]
  /** Configured, and what checks add to it. */
  weight = 0
  private failed = 0

  /** `before`: the same server in the configuration before. */
  constructor(spec: ServerSpec, options: { readonly presumed: boolean; readonly before?: PoolServer | undefined }) {
    this.spec = spec
    this.checks = spec.checks.map((check) => {
      const was = options.before?.checks.find((other) => other.spec.identity === check.identity)
      const checker = new Checker(check.rhythm, options)
      if (was) checker.continueFrom(was.checker)
      return { spec: check, checker, added: was?.added ?? 0 }
    })
    this.recount()
  }

  get alive(): boolean {
    return this.failed === 0
  }

  /** What it counts for in the quorum. */
  get share(): number {
    return this.alive ? this.weight : 0
  }

  /** What an attempt of one of its checks said; the checker's verdict when that is news. */
  conclude(check: RunningCheck, now: Micros, result: ProbeResult): Verdict | undefined {
    const verdict = check.checker.conclude(now, result)
    if (result.kind === 'success') check.added = result.weight === undefined ? 0 : result.weight - this.spec.weight
    else if (verdict?.up === false) check.added = 0
    this.recount()
    return verdict
  }

  private recount(): void {
    this.failed = this.checks.reduce((count, { checker }) => count + (checker.up ? 0 : 1), 0)
    const sum = this.checks.reduce((total, { added }) => total + added, this.spec.weight)
    this.weight = Math.min(Math.max(0, sum), WEIGHT_MAX)
  }
}

/** What the kernel takes for the weight of a destination (ip_vs_dest.weight, a signed int). */
export const WEIGHT_MAX = 2 ** 31 - 1

/** The real servers of one virtual server, and what they add up to. */
export class Pool {
  readonly spec: PoolSpec
  readonly servers: readonly PoolServer[]
  /** Has its quorum. */
  up = false
  private sum = 0

  /** `before`: the pool of the same key in the configuration before. */
  constructor(spec: PoolSpec, before?: Pool) {
    this.spec = spec
    const known = new Map(before?.servers.map((server) => [server.spec.key, server]))
    const presumed = before === undefined
    this.servers = spec.servers.map((server) => new PoolServer(server, { presumed, before: known.get(server.key) }))
    this.up = before?.up ?? false
  }

  /** The sorry server stands in. */
  get sorry(): boolean {
    return !this.up && this.spec.sorryServer
  }

  /** Settles the quorum when the pool is new or its settings are. A new pool that begins without says so. */
  begin({ fresh }: { readonly fresh: boolean }): PoolEvent[] {
    this.sum = this.servers.reduce((sum, { share }) => sum + share, 0)
    const events = this.settle()
    return fresh && events.length === 0 && this.sorry ? [{ kind: 'quorum', up: false, sum: this.sum }] : events
  }

  /** What an attempt of the check at `index` of a server said. */
  conclude(server: PoolServer, index: number, now: Micros, result: ProbeResult): PoolEvent[] {
    const check = server.checks[index]
    if (!check) return []
    const { alive, weight, share } = server
    const verdict = server.conclude(check, now, result)
    const events: PoolEvent[] = []
    if (server.weight !== weight) events.push({ kind: 'weight', server: server.spec, weight: server.weight })
    if (server.alive !== alive || verdict?.confirmed) {
      events.push({ kind: 'server', server: server.spec, alive: server.alive, confirmed: verdict?.confirmed === true })
    }
    this.sum += server.share - share
    return [...events, ...this.settle()]
  }

  /** A quorum of 0, which is what weights of 0 leave of any, is always there. */
  private settle(): PoolEvent[] {
    const { quorum, hysteresis } = this.spec
    const gained = !this.up && this.sum >= quorum + hysteresis
    const lost = this.up && quorum > 0 && this.sum < Math.max(1, quorum - hysteresis)
    if (!gained && !lost) return []
    this.up = gained
    return [{ kind: 'quorum', up: this.up, sum: this.sum }]
  }
}
