import type { Micros, PoolState, ServerState } from '../base/index.ts'
import { Checker, type Verdict } from './checker.ts'
import { judgeTold } from './kinds/told.ts'
import type { Attempted } from './probe.ts'
import { type CheckSpec, type PoolSpec, questionOf, rhythmOf, type ServerSpec } from './spec.ts'

/** What happened, in order, for logs and whoever is to be told. */
export type PoolEvent =
  | {
      readonly kind: 'server'
      readonly server: ServerSpec
      readonly alive: boolean
      /** It was never up, and its first check says so. */
      readonly confirmed: boolean
      /** The check whose attempt decided; none when a new configuration did. */
      readonly check?: CheckSpec
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

/** The number in a tracked file, by its name. */
export type NumberIn = (file: string) => number

/** A real server of a pool. It is alive while none of its checks has failed. */
export class PoolServer {
  readonly spec: ServerSpec
  readonly checks: readonly RunningCheck[]
  /** In the configuration before; undefined when it was not there. */
  readonly wasAlive: boolean | undefined
  /** Configured, and what checks add to it. */
  weight = 0
  private failed = 0

  constructor(spec: ServerSpec, known: Known) {
    this.spec = spec
    this.checks = spec.checks.map((check) => runningCheck(check, known))
    this.wasAlive = known.before?.alive
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

  /** What files say that nobody has asked yet. */
  ask(at: Micros, numberIn: NumberIn): void {
    for (const check of this.checks) {
      const { spec, checker } = check
      if (spec.kind === 'file' && !checker.tried)
        this.conclude(check, { at, result: judgeTold(spec, numberIn(spec.file)) })
    }
  }

  private recount(): void {
    this.failed = this.checks.reduce((count, { checker }) => count + (checker.up ? 0 : 1), 0)
    const own = this.spec.weight
    const sum = this.checks.reduce((total, { wants: { weight = own, added = 0 } }) => total + weight - own + added, own)
    this.weight = Math.min(Math.max(0, sum), WEIGHT_MAX)
  }
}

function runningCheck(spec: CheckSpec, { presumed, before, found }: Known): RunningCheck {
  const was = before?.checks.find((other) => questionOf(other.spec) === questionOf(spec))
  const checker = new Checker(rhythmOf(spec), { presumed })
  if (was) {
    checker.continueFrom(was.checker)
    return { ...was, spec, checker }
  }
  const fresh = { spec, checker, wants: {}, attempts: 0, failures: 0 }
  const state = before ?? found
  if (!state) return fresh
  if (before) checker.replace(before.alive)
  else checker.replace(state.alive)
  const isDynamic = spec.kind === 'misc' && spec.dynamic
  return state.alive && isDynamic ? { ...fresh, wants: { weight: state.weight } } : fresh
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

  /**
   * `before`: the pools of the same service in the configuration before, that of the same key first where there is one;
   * `found`: what the table in use says of it.
   */
  constructor(
    spec: PoolSpec,
    {
      before: [before, ...others] = [],
      found,
    }: { readonly before?: readonly Pool[] | undefined; readonly found?: PoolState | undefined } = {},
  ) {
    this.spec = spec
    const servers = [...others, before].flatMap((pool) => pool?.servers ?? [])
    const known = new Map(servers.map((server) => [server.spec.key, server]))
    const presumed = before === undefined && found === undefined
    this.servers = spec.servers.map((server, index) => {
      const was = known.get(server.key)
      // A server that comes to a pool that runs is in use at once, as it is not in the table by any failure.
      return new PoolServer(server, {
        presumed,
        before: was,
        found: before && !was ? undefined : found?.servers[index],
      })
    })
    this.up = before?.up ?? (found !== undefined && this.stoodUp(found))
  }

  get state(): PoolState {
    const servers = this.servers.map(({ alive, weight }) => ({ alive, weight }))
    return { up: this.up, sorry: this.sorry, servers }
  }

  /** The sorry server stands in. */
  get sorry(): boolean {
    return !this.up && this.spec.sorryServer
  }

  /** Before it begins: a server that a file keeps from it was never in use. */
  askFiles(at: Micros, numberIn: NumberIn): void {
    for (const server of this.servers) server.ask(at, numberIn)
  }

  /**
   * Says which servers came or went by the new configuration alone, whose checks may be others, and settles the quorum. A
   * new pool that begins without says so.
   */
  begin({ fresh }: { readonly fresh: boolean }): PoolEvent[] {
    this.sum = this.weights()
    const changed = this.servers.filter(({ alive, wasAlive = alive }) => alive !== wasAlive)
    const events = [
      ...changed.map(({ spec, alive }): PoolEvent => ({ kind: 'server', server: spec, alive, confirmed: false })),
      ...this.settle({ starting: fresh }),
    ]
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

  /** Without a sorry server a table looks the same on both sides of the quorum: what is too little was told of as such. */
  private stoodUp({ up }: PoolState): boolean {
    return up && (this.spec.sorryServer || hasQuorum(this.spec, { before: true, sum: this.weights() }))
  }

  /** Of the servers in use, all together. */
  private weights(): number {
    return this.servers.reduce((sum, { share }) => sum + share, 0)
  }

  private settle({ starting }: { readonly starting: boolean }): PoolEvent[] {
    const up = hasQuorum(this.spec, { before: this.up, sum: this.sum })
    if (up === this.up) return []
    this.up = up
    return [{ kind: 'quorum', up, sum: this.sum, starting }]
  }
}

/**
 * Whether a pool that had its quorum before, or had not, has it with servers in use that weigh so much together. A quorum
 * of 0, which is what weights of 0 leave of any, is always there.
 */
export function hasQuorum(
  { quorum, hysteresis }: Pick<PoolSpec, 'quorum' | 'hysteresis'>,
  { before, sum }: { readonly before: boolean; readonly sum: number },
): boolean {
  if (!before) return sum >= quorum + hysteresis
  return quorum === 0 || sum >= Math.max(1, quorum - hysteresis)
}
