import { type Ip, KacError, type Micros, type PoolState, seconds } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import {
  beginning,
  type FromChecker,
  instructionsOf,
  type PoolReport,
  type PoolSpec,
  type PoolUpdate,
  poolsOf,
} from '../../check/index.ts'
import { isHeld } from '../../desired/index.ts'
import type { CheckerLink, CheckerPort, Clock, LogPort } from '../ports.ts'

export interface ChecksOptions {
  readonly checker: CheckerPort
  readonly clock: Clock
  readonly log: LogPort
  /** What became of real servers, in order; `states` has it all already. */
  readonly onNews: (news: readonly PoolUpdate[], config: Config) => void
}

const answersWithin = seconds(10)
const silence = 'the process that checks real servers does not answer'
const reportsWithin = seconds(1)
const restartDelays: readonly Micros[] = [0.1, 0.5, 1, 5].map(seconds)

/** What the table says of each virtual server. */
type Found = readonly (PoolState | undefined)[]
type Beginning = NonNullable<ReturnType<typeof beginning>>

/** A configuration as the process was told it, and what it says of that. */
interface Edition {
  readonly number: number
  readonly config: Config
  /** Empty until the process has answered. */
  states: PoolState[]
  /** What nobody was told of yet. */
  news: PoolUpdate[]
  /** False: the process ended first. */
  readonly answered: PromiseWithResolvers<boolean>
}

/**
 * Keeps one process that checks real servers, while there are any. When it dies what it said still holds, and a new one
 * goes on from that.
 */
export class Checks {
  readonly #options: ChecksOptions
  #told = 0
  /** What `states` is of. */
  #inForce: Edition | undefined
  /** What it was told since. */
  #asked: Edition[] = []
  #link: CheckerLink | undefined
  /** The place of each pool in the last that `#link` was told. */
  #places: ReadonlyMap<string, number> = new Map()
  #restarts = 0
  #closed = false
  readonly #sessions = new Map<string, boolean>()
  #addresses: ReadonlySet<Ip> = new Set()
  /** Virtual servers that are not checked, by their places in what it was told last. */
  #suspended: ReadonlySet<number> = new Set()
  #startLater = () => {}
  #reported: ((pools: readonly PoolReport[]) => void)[] = []

  constructor(options: ChecksOptions) {
    this.#options = options
  }

  /** In the order of the configuration's virtual servers. */
  get states(): readonly PoolState[] {
    return this.#inForce?.states ?? []
  }

  /**
   * Checks what this configuration wants from now on. `found`: what the table in use says of each virtual server, for
   * those that were not checked before. Returns what is new by that alone: where nobody is needed to say so, the process
   * waits for `start`. Throws KacError `checker` when no process can be told; tried again, it gets the answer that came
   * too late.
   */
  async put(config: Config, found: Found): Promise<readonly PoolUpdate[]> {
    if (!this.#link && config.virtualServers.length === 0) return []
    if (this.#closed) throw new KacError('checker', 'real servers are checked no more')
    const begun = this.#link || this.#inForce ? undefined : beginning(poolsOf(config), found)
    if (begun) return this.#begin(config, found, begun)
    this.#link ??= this.#start()
    const last = this.#asked.at(-1)
    return this.#adopt(last?.config === config ? last : this.#ask(config, found))
  }

  /** Has the process started, if it waits: it and who lays the table want the same processor. */
  start(): void {
    const start = this.#startLater
    this.#startLater = () => {}
    if (!this.#closed) start()
  }

  /** What the session of this name is. */
  session(name: string, up: boolean): void {
    this.#sessions.set(name, up)
    this.#link?.send({ kind: 'session', name, up })
  }

  /** A virtual server with ha_suspend is checked only where one of its addresses is. */
  followAddresses(addresses: ReadonlySet<Ip>): void {
    this.#addresses = addresses
    const { config } = this.#asked.at(-1) ?? this.#inForce ?? {}
    if (!config) return
    const [before, now] = [this.#suspended, suspendedIn(config, addresses)]
    this.#suspended = now
    for (const pool of new Set([...before, ...now]))
      if (before.has(pool) !== now.has(pool)) this.#link?.send({ kind: 'suspend', pool, suspended: now.has(pool) })
  }

  /** All that is known of the checks; undefined while there is no process, or it does not answer. */
  async report(): Promise<readonly PoolReport[] | undefined> {
    if (!this.#link) return undefined
    const { promise, resolve } = Promise.withResolvers<readonly PoolReport[]>()
    this.#reported.push(resolve)
    this.#link.send({ kind: 'report' })
    return this.#within(reportsWithin, promise).finally(() => {
      this.#reported = this.#reported.filter((each) => each !== resolve)
    })
  }

  close(): void {
    this.#closed = true
    this.#link?.close()
    this.#forget()
  }

  /** Nobody answers any more. */
  #forget(): void {
    this.#link = undefined
    for (const { answered } of this.#asked.splice(0)) answered.resolve(false)
  }

  #begin(config: Config, found: Found, { states, news }: Beginning): readonly PoolUpdate[] {
    const begun = { ...this.#edition(config), states: [...states] }
    this.#inForce = begun
    this.#startLater = () => {
      this.#link = this.#start()
      void this.#hear(this.#ask(config, found, { begun: true }))
    }
    return news
  }

  #edition(config: Config): Edition {
    return { number: ++this.#told, config, states: [], news: [], answered: Promise.withResolvers<boolean>() }
  }

  #ask(config: Config, found: Found, { begun = false } = {}): Edition {
    const asked = this.#edition(config)
    this.#asked.push(asked)
    this.#suspended = suspendedIn(config, this.#addresses)
    const { pools, ...instructions } = instructionsOf(config)
    this.#link?.send({
      kind: 'configure',
      edition: asked.number,
      ...instructions,
      pools: this.#untold(pools),
      found,
      begun,
      suspended: [...this.#suspended],
    })
    return asked
  }

  /** With ten thousand servers hardly any is another one than before: those that the process knows are not told again. */
  #untold(pools: readonly PoolSpec[]): (PoolSpec | number)[] {
    const texts = pools.map((pool) => JSON.stringify(pool))
    const before = this.#places
    this.#places = new Map(texts.map((text, place) => [text, place]))
    return pools.map((pool, place) => before.get(texts[place] ?? '') ?? pool)
  }

  async #adopt(asked: Edition): Promise<readonly PoolUpdate[]> {
    if (!(await this.#within(answersWithin, asked.answered.promise))) throw new KacError('checker', silence)
    return this.#put(asked)
  }

  #put(asked: Edition): readonly PoolUpdate[] {
    this.#inForce = asked
    this.#asked = this.#asked.filter(({ number }) => number > asked.number)
    this.#restarts = 0
    return asked.news.splice(0)
  }

  #start(): CheckerLink {
    const link = this.#options.checker.start({
      message: (message) => this.#take(message),
      ended: (how) => void this.#lost(link, how),
    })
    this.#places = new Map()
    for (const [name, up] of this.#sessions) link.send({ kind: 'session', name, up })
    return link
  }

  /** Undefined when it takes longer. */
  #within<T>(duration: Micros, promise: Promise<T>): Promise<T | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    const cancel = this.#options.clock.after(duration, () => resolve(undefined))
    return Promise.race([promise, late]).finally(cancel)
  }

  #take(message: FromChecker): void {
    const edition = [this.#inForce, ...this.#asked].find((each) => each?.number === message.edition)
    if (!edition) return
    switch (message.kind) {
      case 'configured':
        edition.states = [...message.pools]
        edition.news.push(...message.news)
        edition.answered.resolve(true)
        break
      case 'news':
        for (const update of message.news) note(edition.states, update)
        if (edition === this.#inForce) this.#options.onNews(message.news, edition.config)
        else edition.news.push(...message.news)
        break
      case 'report':
        if (edition === this.#inForce) for (const resolve of this.#reported.splice(0)) resolve(message.pools)
        break
    }
  }

  /** The table stays as it is meanwhile. */
  async #lost(link: CheckerLink, how: string): Promise<void> {
    if (this.#closed || this.#link !== link) return
    this.#forget()
    const { log, clock } = this.#options
    log.error(`the process that checks real servers is gone (${how}); starting it again`)
    await clock.sleep(restartDelays[Math.min(this.#restarts++, restartDelays.length - 1)] ?? seconds(5))
    if (this.#closed || this.#link || !this.#inForce) return
    const { config, states } = this.#inForce
    this.#link = this.#start()
    if (await this.#hear(this.#ask(config, states))) log.warn('real servers are checked again')
  }

  /** However long it takes. False: it has ended, or another configuration is in force by now. */
  async #hear(asked: Edition): Promise<boolean> {
    const { clock, log, onNews } = this.#options
    const cancel = clock.after(answersWithin, () => log.error(silence))
    const hasAnswered = await asked.answered.promise
    cancel()
    if (!hasAnswered || !this.#inForce || asked.number < this.#inForce.number) return false
    const news = this.#put(asked)
    if (news.length > 0) onNews(news, asked.config)
    return true
  }
}

function note(states: PoolState[], { pool, up, sorry, servers }: PoolUpdate): void {
  const known = states[pool]
  if (!known) return
  const changed = new Map(servers.map(({ server, state }) => [server, state]))
  states[pool] = { up, sorry, servers: known.servers.map((state, index) => changed.get(index) ?? state) }
}

/** Virtual servers that are not on this host, by their places. */
function suspendedIn(config: Config, addresses: ReadonlySet<Ip>): ReadonlySet<number> {
  return new Set(
    config.virtualServers.flatMap((virtual, index) =>
      virtual.suspend && !isHeld(virtual, config, addresses) ? [index] : [],
    ),
  )
}
