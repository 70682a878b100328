import { KacError, type Micros, seconds } from '../base/index.ts'
import { type ConfigurationStatus, type StatusSnapshot, statusOf } from '../status/index.ts'
import { Enforcer } from './enforcer.ts'
import { firstReading } from './first-reading.ts'
import { configurationStatus, type InForce, isoTime, nameOf } from './in-force.ts'
import { isAccepted, objection } from './judge.ts'
import type { DaemonPorts } from './ports.ts'
import { Recheck } from './recheck.ts'
import type { ConfigSource, Reading } from './source.ts'

export interface DaemonOptions {
  readonly host: string
  readonly pid: number
  readonly source: ConfigSource
  /** Take over from a running daemon, without a word to the routers. */
  readonly replace: boolean
  /** Let a configuration through that leaves nothing to run. */
  readonly allowEmpty: boolean
}

/** What a request to change the configuration came to. */
export interface Outcome {
  readonly kind: 'applied' | 'unchanged' | 'refused' | 'unreachable'
  readonly message: string
}

interface ReloadOptions {
  /** Consider even what was considered before. */
  readonly again: boolean
  /** Take this text and no other. */
  readonly expect?: string
}

/** What still waits in a queue must be out before whoever waits for this process takes the interface down. */
const farewell = seconds(0.5)
const factsSettle = seconds(0.05)
const factsRecheck = seconds(5)

/**
 * Runs the host from one source. Everything that changes something goes through one queue, so that no two of them
 * overlap; what the queue does is read, judge, converge.
 */
export class Daemon {
  readonly #options: DaemonOptions
  readonly #ports: DaemonPorts
  readonly #enforcer: Enforcer
  readonly #startedAt: Micros
  readonly #done = Promise.withResolvers<void>()
  #queue: Promise<unknown> = Promise.resolve()
  #inForce: InForce | undefined
  #tried: string | undefined
  #problem: ConfigurationStatus['problem']
  /** The newest commit was refused; an outage of the source in between does not change that. */
  #refusal: ConfigurationStatus['problem']
  #unreachable = false
  readonly #recheck: Recheck
  #watching: { close(): void } | undefined
  #stopping = false
  #clean = true

  constructor(options: DaemonOptions, ports: DaemonPorts) {
    this.#options = options
    this.#ports = ports
    this.#startedAt = ports.clock.realTime()
    this.#recheck = new Recheck(ports.clock, factsRecheck, () => this.#enqueue(() => this.#checkFacts()))
    this.#enforcer = new Enforcer({
      ...ports,
      replace: options.replace,
      onReattached: () => void this.#enqueue(() => this.#enforcer.restore()),
      onDisplaced: () => {
        ports.log.warn('another kac daemon took over; leaving the routers to it')
        this.#end()
      },
    })
  }

  /** Resolves when the daemon has ended: stopped, or displaced by another. */
  get ended(): Promise<void> {
    return this.#done.promise
  }

  /** Puts the first configuration in force. Throws KacError when that cannot be. */
  start(): Promise<void> {
    return this.#enqueue(() => this.#start())
  }

  async #start(): Promise<void> {
    const { log } = this.#ports
    const { allowEmpty, source } = this.#options
    const logFindings = (reading: Reading) => this.#logFindings(reading)
    const first = await firstReading(source, { allowEmpty, log, logFindings })
    this.#tried = first.tried ?? first.reading?.id
    const { found } = await this.#enforcer.open()
    log.info(`${found ? 'attached to the running' : 'started'} kac-engine (pid ${this.#enforcer.hello?.pid})`)
    if (first.reading) await this.#take(first.reading)
    if (first.problem !== undefined) this.#note(first.problem)
    this.#watching = this.#ports.facts.watch(() => this.#recheck.within(factsSettle))
    this.#recheck.within(factsRecheck)
    if (source.pollEvery !== undefined) void this.#poll(source.pollEvery)
  }

  /** Reads the source again and puts it in force if nothing speaks against it. */
  reload({ expect }: { expect?: string } = {}): Promise<Outcome> {
    return this.#reload({ again: true, ...(expect !== undefined && { expect }) })
  }

  /** Resigns every role, takes every address off and ends. */
  stop(): Promise<void> {
    this.#stopping = true
    return this.#enqueue(async () => {
      try {
        await this.#enforcer.shutdown()
        await this.#ports.clock.sleep(farewell)
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        this.#ports.log.error(`stopping: ${error.message}`)
        this.#clean = false
      } finally {
        this.#end()
      }
    })
  }

  /** False when roles could not be resigned at the stop: the host may still hold addresses. */
  get endedClean(): boolean {
    return this.#clean
  }

  /** Lets go of everything and leaves the engine as it is. */
  release(): void {
    this.#end()
  }

  async status(): Promise<StatusSnapshot> {
    const { host, pid } = this.#options
    const { hello } = this.#enforcer
    const engine = await this.#enforcer.status()
    return statusOf({
      host,
      realTime: this.#ports.clock.realTime(),
      daemon: { pid, startedAt: isoTime(this.#startedAt) },
      ...(hello && { hello }),
      ...(engine && { engine }),
      ...(this.#inForce && {
        configuration: configurationStatus(this.#inForce, this.#options.source, this.#problem),
        config: this.#inForce.accepted.config,
      }),
    })
  }

  /** The source is read outside the queue: a repository that does not answer must not hold up a stop. */
  async #reload(how: ReloadOptions): Promise<Outcome> {
    try {
      const reading = await this.#options.source.read()
      return await this.#enqueue(() => this.#consider(reading, how))
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return this.#unreached(error, how)
    }
  }

  async #consider(reading: Reading, { again, expect }: ReloadOptions): Promise<Outcome> {
    const { source } = this.#options
    if (this.#stopping) return { kind: 'unchanged', message: 'the daemon is stopping' }
    if (!again && reading.id === this.#tried) {
      if (this.#unreachable) this.#problem = this.#refusal
      this.#unreachable = false
      return { kind: 'unchanged', message: 'the commit was seen before' }
    }
    if (expect !== undefined && reading.id !== expect)
      return this.#refuse(reading, 'it is not the text that was planned')
    this.#tried = reading.id
    this.#logFindings(reading)
    const against = objection(reading.candidate, this.#inForce?.accepted, this.#options)
    if (against !== undefined) return this.#refuse(reading, against)
    await this.#take(reading)
    return { kind: 'applied', message: `${nameOf(reading, source)} is in force` }
  }

  #unreached(error: KacError, { again }: ReloadOptions): Outcome {
    // A source that stays away is said once, not at every poll.
    if (again || this.#problem?.message !== error.message) {
      this.#ports.log.error(`${error.message}; ${this.#whatStays()}`)
    }
    this.#note(error.message)
    this.#unreachable = true
    return { kind: 'unreachable', message: error.message }
  }

  #refuse(reading: Reading, against: string): Outcome {
    const message = `refused ${nameOf(reading, this.#options.source)}: ${against}`
    this.#refusal = this.#note(message)
    this.#ports.log.error(`${message}; ${this.#whatStays()}`)
    return { kind: 'refused', message }
  }

  #whatStays(): string {
    return this.#inForce ? `what is in force since ${isoTime(this.#inForce.since)} stays` : 'nothing is in force yet'
  }

  async #take(reading: Reading): Promise<void> {
    const { source } = this.#options
    const { candidate } = reading
    if (!isAccepted(candidate)) throw new KacError('bad-configuration', `${source.label} cannot be run`)
    const config = await this.#enforcer.put(candidate.config)
    this.#inForce = { reading, accepted: { ...candidate, config }, since: this.#ports.clock.realTime() }
    this.#problem = undefined
    this.#refusal = undefined
    this.#unreachable = false
    const unserved = candidate.config.virtualServers.length
    if (unserved > 0) this.#ports.log.warn(`${unserved} virtual_server blocks are read but not served by this version`)
    this.#ports.log.info(`${nameOf(reading, source)} is in force`)
    try {
      await source.accepted?.(reading)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.error(`${nameOf(reading, source)} is in force, but is not remembered: ${error.message}`)
    }
  }

  async #checkFacts(): Promise<void> {
    if (!this.#stopping) await this.#enforcer.followFacts()
  }

  async #poll(every: Micros): Promise<void> {
    const { clock } = this.#ports
    while (!this.#stopping) {
      await this.#reload({ again: false })
      await Promise.race([clock.sleep(every), this.#done.promise])
    }
  }

  #logFindings({ candidate }: Reading): void {
    const text = this.#ports.renderFindings(candidate.diagnostics)
    if (text !== '') this.#ports.log.warn(text)
  }

  #note(message: string): ConfigurationStatus['problem'] {
    this.#problem = { at: isoTime(this.#ports.clock.realTime()), message }
    return this.#problem
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(task)
    this.#queue = result.catch((error: unknown) => this.#ports.log.error(String(error)))
    return result
  }

  #end(): void {
    this.#stopping = true
    this.#recheck.stop()
    this.#watching?.close()
    this.#enforcer.release()
    this.#done.resolve()
  }
}
