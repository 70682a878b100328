import type { PoolState, ServerState } from '../base/index.ts'
import type { Check } from '../bind/index.ts'
import { Checker, type Rhythm, type Verdict } from './checker.ts'
import type { Attempted } from './probe.ts'

/** One check of a real server, with all that makes it the same check after a reload. */
export interface CheckSpec {
  /** Equal for checks that ask the same of the same. */
  readonly identity: string
  readonly rhythm: Rhythm
  readonly check: Check
}

export interface ServerSpec {
  /** Among the servers of its pool. */
  readonly index: number
  /** Family, address and port. */
  readonly key: string
  readonly weight: number
  /** Stays in the table with weight 0 when it failed. */
  readonly inhibit: boolean
  readonly checks: readonly CheckSpec[]
}

export interface PoolSpec {
  /** Among the virtual servers of the configuration. */
  readonly index: number
  /** What tells one virtual server from another. */
  readonly key: string
  readonly quorum: number
  readonly hysteresis: number
  readonly sorryServer: boolean
  readonly servers: readonly ServerSpec[]
}

/** What happened, in order, for logs and whoever is to be told. */
export type PoolEvent =
  | {
      readonly kind: 'server'
      readonly server: ServerSpec
      readonly alive: boolean
      /** It was never up, and its first check says so. */
      readonly confirmed: boolean
      /** The check whose attempt decided. */
      readonly check: CheckSpec
      /** Why it is down. */
      readonly why?: string
    }
  | {
      readonly kind: 'weight'
      readonly server: ServerSpec
      readonly weight: number
      readonly before: number
      readonly alive: boolean
    }
  /** `sum`: the weights of the servers that are alive; `starting`: of a pool that was not there before. */
  | { readonly kind: 'quorum'; readonly up: boolean; readonly sum: number; readonly starting: boolean }
  /** A check changed its mind. `decided`: its server did with it. */
  | {
      readonly kind: 'check'
      readonly server: ServerSpec
      readonly index: number
      readonly up: boolean
      readonly alive: boolean
      readonly decided: boolean
      readonly why?: string
    }

export interface RunningCheck {
  readonly spec: CheckSpec
  readonly checker: Checker
  /** What it wants the weight to be, or adds to it. */
  wants: { readonly weight?: number; readonly added?: number }
  last?: Attempted
  attempts: number
  failures: number
}

/** What is known of a server before its first check. */
interface Known {
  /** The very first failure counts, as when the program starts. */
  readonly presumed: boolean
  /** The same server in the configuration before. */
  readonly before?: PoolServer | undefined
  /** What the table says, when checks begin anew beside one that is in use. */
  readonly found?: ServerState | undefined
}

/** A real server of a pool. It is alive while none of its checks has failed. */
export class PoolServer {
  readonly spec: ServerSpec
  readonly checks: readonly RunningCheck[]
  /** Configured, and what checks add to it. */
  weight = 0
  private failed = 0

  constructor(spec: ServerSpec, known: Known) {
    this.spec = spec
    this.checks = spec.checks.map((check) => runningCheck(check, known))
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
  conclude(check: RunningCheck, attempted: Attempted): Verdict | undefined {
    const { at, result } = attempted
    const verdict = check.checker.conclude(at, result)
    check.last = attempted
    check.attempts++
    if (result.kind === 'failure') check.failures++
    if (result.kind === 'success') check.wants = result
    else if (verdict?.up === false) check.wants = {}
    this.recount()
    return verdict
  }

  private recount(): void {
    this.failed = this.checks.reduce((count, { checker }) => count + (checker.up ? 0 : 1), 0)
    const own = this.spec.weight
    const sum = this.checks.reduce((total, { wants: { weight = own, added = 0 } }) => total + weight - own + added, own)
    this.weight = Math.min(Math.max(0, sum), WEIGHT_MAX)
  }
}

function runningCheck(spec: CheckSpec, { presumed, before, found }: Known): RunningCheck {
  const was = before?.checks.find((other) => other.spec.identity === spec.identity)
  const checker = new Checker(spec.rhythm, { presumed })
  if (was) {
    checker.continueFrom(was.checker)
    return { ...was, spec, checker }
  }
  const fresh = { spec, checker, wants: {}, attempts: 0, failures: 0 }
  if (!found) return fresh
  checker.up = found.alive
  const isDynamic = spec.check.kind === 'misc' && spec.check.dynamic
  return found.alive && isDynamic ? { ...fresh, wants: { weight: found.weight } } : fresh
}

/** What the kernel takes for the weight of a destination (ip_vs_dest.weight, a signed int). */
export const WEIGHT_MAX = 2 ** 31 - 1

/** The real servers of one virtual server, and what they add up to. */
export class Pool {
  readonly spec: PoolSpec
  readonly servers: readonly PoolServer[]
  /** Has its quorum. */
  up = false
  /** Its attempts are put off, and what is known of it stays (ha_suspend). */
  suspended = false
  private sum = 0

  /** `before`: the pool of the same key in the configuration before; `found`: what the table in use says of it. */
  constructor(
    spec: PoolSpec,
    { before, found }: { readonly before?: Pool | undefined; readonly found?: PoolState | undefined } = {},
  ) {
    this.spec = spec
    const known = new Map(before?.servers.map((server) => [server.spec.key, server]))
    const presumed = before === undefined && found === undefined
    this.servers = spec.servers.map(
      (server, index) =>
        new PoolServer(server, { presumed, before: known.get(server.key), found: found?.servers[index] }),
    )
    this.up = before?.up ?? found?.up ?? false
    this.suspended = before?.suspended ?? false
  }

  get state(): PoolState {
    const servers = this.servers.map(({ alive, weight }) => ({ alive, weight }))
    return { up: this.up, sorry: this.sorry, servers }
  }

  /** The sorry server stands in. */
  get sorry(): boolean {
    return !this.up && this.spec.sorryServer
  }

  /** Settles the quorum when the pool is new or its settings are. A new pool that begins without says so. */
  begin({ fresh }: { readonly fresh: boolean }): PoolEvent[] {
    this.sum = this.servers.reduce((sum, { share }) => sum + share, 0)
    const events = this.settle({ starting: fresh })
    if (!fresh || events.length > 0 || !this.sorry) return events
    return [{ kind: 'quorum', up: false, sum: this.sum, starting: true }]
  }

  /** What an attempt of the check at `index` of a server said. */
  conclude(server: PoolServer, index: number, attempted: Attempted): PoolEvent[] {
    const check = server.checks[index]
    if (!check) return []
    const { alive: wasAlive, weight: before, share } = server
    const verdict = server.conclude(check, attempted)
    const { spec, alive, weight } = server
    const decided = alive !== wasAlive
    const why = attempted.result.kind === 'failure' && { why: attempted.result.why }
    const events: PoolEvent[] = []
    if (weight !== before) events.push({ kind: 'weight', server: spec, weight, before, alive })
    if (decided || verdict?.confirmed) {
      const confirmed = verdict?.confirmed === true
      events.push({ kind: 'server', server: spec, alive, confirmed, check: check.spec, ...(!alive && why) })
    }
    this.sum += server.share - share
    events.push(...this.settle({ starting: false }))
    if (verdict && !verdict.confirmed)
      events.push({ kind: 'check', server: spec, index, up: verdict.up, alive, decided, ...why })
    return events
  }

  /** A quorum of 0, which is what weights of 0 leave of any, is always there. */
  private settle({ starting }: { readonly starting: boolean }): PoolEvent[] {
    const { quorum, hysteresis } = this.spec
    const gained = !this.up && this.sum >= quorum + hysteresis
    const lost = this.up && quorum > 0 && this.sum < Math.max(1, quorum - hysteresis)
    if (!gained && !lost) return []
    this.up = gained
    return [{ kind: 'quorum', up: this.up, sum: this.sum, starting }]
  }
}
