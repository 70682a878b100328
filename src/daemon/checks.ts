import { KacError, type Micros, type PoolState, seconds } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { FromChecker, PoolReport, PoolUpdate, ToChecker } from '../check/index.ts'
import type { CheckerLink, CheckerPort, Clock, LogPort } from './ports.ts'

export interface ChecksOptions {
  readonly checker: CheckerPort
  readonly clock: Clock
  readonly log: LogPort
  /** What became of real servers, in order; `states` has it all already. */
  readonly onNews: (news: readonly PoolUpdate[]) => void
}

const answersWithin = seconds(10)
const reportsWithin = seconds(1)
const restartDelays: readonly Micros[] = [0.1, 0.5, 1, 5].map(seconds)

type Question = 'configured' | 'report'

/**
 * Keeps one process that checks real servers, while there are any. When it dies what it said still holds, and a new one
 * goes on from that.
 */
export class Checks {
  readonly #options: ChecksOptions
  #config: Config | undefined
  #states: PoolState[] = []
  #link: CheckerLink | undefined
  #restarts = 0
  #closed = false
  readonly #sessions = new Map<string, boolean>()
  readonly #suspended = new Set<number>()
  #waiting: { readonly for: Question; readonly resolve: (message: FromChecker) => void }[] = []

  constructor(options: ChecksOptions) {
    this.#options = options
  }

  /** In the order of the configuration's virtual servers. */
  get states(): readonly PoolState[] {
    return this.#states
  }

  /**
   * Checks what this configuration wants from now on. `found`: what the table in use says of each virtual server, for
   * those that were not checked before. Returns what is new by that alone. Throws KacError `checker` when no process can
   * be told.
   */
  async put(config: Config, found: readonly (PoolState | undefined)[]): Promise<readonly PoolUpdate[]> {
    if (!this.#link && config.virtualServers.length === 0) return []
    this.#suspended.clear()
    this.#link ??= this.#start()
    return this.#configure(config, found)
  }

  /** What the session of this name is. */
  session(name: string, up: boolean): void {
    this.#sessions.set(name, up)
    this.#link?.send({ kind: 'session', name, up })
  }

  /** Whether the virtual server at `pool` is to be checked. */
  suspend(pool: number, suspended: boolean): void {
    if (this.#suspended.has(pool) === suspended) return
    if (suspended) this.#suspended.add(pool)
    else this.#suspended.delete(pool)
    this.#link?.send({ kind: 'suspend', pool, suspended })
  }

  /** All that is known of the checks; undefined while there is no process, or it does not answer. */
  async report(): Promise<readonly PoolReport[] | undefined> {
    if (!this.#link) return undefined
    const answer = await this.#ask({ kind: 'report' }, 'report', reportsWithin)
    return answer?.kind === 'report' ? answer.pools : undefined
  }

  close(): void {
    this.#closed = true
    this.#link?.close()
    this.#link = undefined
  }

  async #configure(config: Config, found: readonly (PoolState | undefined)[]): Promise<readonly PoolUpdate[]> {
    const answer = await this.#ask({ kind: 'configure', config, found }, 'configured', answersWithin)
    if (answer?.kind !== 'configured')
      throw new KacError('checker', 'the process that checks real servers does not answer')
    this.#config = config
    this.#states = [...answer.pools]
    this.#restarts = 0
    return answer.news
  }

  #start(): CheckerLink {
    const link = this.#options.checker.start({
      message: (message) => this.#take(message),
      ended: (how) => void this.#lost(link, how),
    })
    for (const [name, up] of this.#sessions) link.send({ kind: 'session', name, up })
    return link
  }

  #ask(message: ToChecker, answer: Question, within: Micros): Promise<FromChecker | undefined> {
    const { promise, resolve } = Promise.withResolvers<FromChecker | undefined>()
    const waiting = { for: answer, resolve }
    this.#waiting.push(waiting)
    const cancel = this.#options.clock.after(within, () => resolve(undefined))
    this.#link?.send(message)
    return promise.finally(() => {
      cancel()
      this.#waiting = this.#waiting.filter((each) => each !== waiting)
    })
  }

  #take(message: FromChecker): void {
    if (message.kind === 'news') {
      for (const update of message.news) this.#note(update)
      this.#options.onNews(message.news)
      return
    }
    this.#waiting.find((each) => each.for === message.kind)?.resolve(message)
  }

  #note({ pool, up, sorry, servers }: PoolUpdate): void {
    const known = this.#states[pool]
    if (!known) return
    const changed = new Map(servers.map(({ server, state }) => [server, state]))
    this.#states[pool] = { up, sorry, servers: known.servers.map((state, index) => changed.get(index) ?? state) }
  }

  /** The table stays as it is meanwhile. */
  async #lost(link: CheckerLink, how: string): Promise<void> {
    if (this.#closed || this.#link !== link) return
    this.#link = undefined
    const { log, clock } = this.#options
    log.error(`the process that checks real servers is gone (${how}); starting it again`)
    await clock.sleep(restartDelays[Math.min(this.#restarts++, restartDelays.length - 1)] ?? seconds(5))
    const config = this.#config
    if (this.#closed || this.#link || !config) return
    try {
      this.#link = this.#start()
      const news = await this.#configure(config, this.#states)
      if (news.length > 0) this.#options.onNews(news)
      for (const pool of this.#suspended) this.#link?.send({ kind: 'suspend', pool, suspended: true })
      log.warn('real servers are checked again')
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      log.error(error.message)
    }
  }
}
