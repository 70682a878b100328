import { KacError, type Micros, seconds, unservedIn, unservedText } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { type StatusSnapshot, statusOf } from '../status/index.ts'
import { isoTime, nameOf } from './configuration/in-force.ts'
import { isAccepted, objection } from './configuration/judge.ts'
import { forgetLastGood, rememberLastGood } from './configuration/last-good.ts'
import { type AcceptedReading, leftInForce } from './configuration/left-at-work.ts'
import { logFindings } from './configuration/log-findings.ts'
import { ReadingFiles } from './configuration/reading-files.ts'
import type { Reading } from './configuration/source.ts'
import { Standing } from './configuration/standing.ts'
import { TimedReload } from './configuration/timed-reload.ts'
import { Enforcer } from './enforcer.ts'
import type { DaemonOptions, Outcome, ReloadRequest } from './options.ts'
import type { DaemonPorts } from './ports.ts'
import { Recheck } from './recheck.ts'
import { TaskQueue } from './task-queue.ts'

interface ReloadOptions extends ReloadRequest {
  /** Consider even what was considered before. */
  readonly again: boolean
}

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
  readonly #queue: TaskQueue
  readonly #standing = new Standing()
  readonly #recheck: Recheck
  readonly #files: ReadingFiles
  readonly #timed: TimedReload
  #watching: { close(): void } | undefined
  #stopping = false
  #clean = true

  constructor(options: DaemonOptions, ports: DaemonPorts) {
    this.#options = options
    this.#ports = ports
    this.#queue = new TaskQueue(ports.log)
    this.#startedAt = ports.clock.realTime()
    this.#recheck = new Recheck(ports.clock, factsRecheck, () => this.#queue.run(() => this.#checkFacts()))
    this.#files = new ReadingFiles(ports, options)
    this.#timed = new TimedReload({ ...ports, files: ports.numberFiles }, () => this.reload())
    this.#enforcer = new Enforcer({
      ...ports,
      host: options.host,
      replace: options.replace,
      onReattached: () => void this.#queue.run(() => this.#enforcer.restore()),
      onLost: () => this.#recheck.within(factsSettle),
      onDisplaced: () => {
        ports.log.warn('another kac daemon took over; leaving the routers to it')
        this.release()
      },
    })
  }

  /** Resolves when the daemon has ended: stopped, or displaced by another. */
  get ended(): Promise<void> {
    return this.#done.promise
  }

  /**
   * Puts the first configuration in force. Throws KacError when that cannot be. Calls `serve` before, as soon as no other
   * daemon is in charge here: who asks meanwhile is to be answered, and a reload waits its turn.
   */
  start(serve?: () => Promise<void>): Promise<void> {
    return this.#queue.ask(() => this.#start(serve))
  }

  async #start(serve?: () => Promise<void>): Promise<void> {
    const { log, clock } = this.#ports
    const { source, first } = this.#options
    const { reading, tried, problem } = first
    if (reading) logFindings(reading.candidate.diagnostics, this.#ports)
    const { found } = await this.#enforcer.open()
    log.info(`${found ? 'attached to the running' : 'started'} kac-engine (pid ${this.#enforcer.hello?.pid})`)
    await serve?.()
    if (reading) await this.#takeFirst(reading, await leftInForce(source, this.#ports, { hasEngine: found }))
    if (tried !== undefined) this.#standing.refused(tried, problem ?? '', clock.realTime())
    else if (problem !== undefined) this.#standing.unreached(problem, clock.realTime())
    this.#watching = this.#ports.facts.watch(() => this.#recheck.within(factsSettle))
    this.#recheck.within(factsRecheck)
    if (source.pollEvery !== undefined) void this.#poll(source.pollEvery)
  }

  /** What a daemon before this one left at work is changed as by a reload: its crash is to put nothing in force. */
  async #takeFirst(reading: Reading, before: AcceptedReading | undefined): Promise<void> {
    const { allowEmpty, allowMassChange, source, place } = this.#options
    const engine = await this.#enforcer.status()
    const running = engine === undefined || engine === 'silent' ? 0 : engine.routers.length
    const guards = { allowEmpty, allowMassChange, running, place }
    const against = objection(reading.candidate, before?.candidate, guards)
    if (against === undefined) return this.#take(reading)
    if (before) await this.#take(before)
    const { message } = this.#refuse(reading, against)
    if (!before && source.pollEvery === undefined) throw new KacError('guard-empty', message)
  }

  /** Reads the source again and puts it in force if nothing speaks against it. */
  reload(request: ReloadRequest = {}): Promise<Outcome> {
    return this.#reload({ ...request, again: true })
  }

  /** Resigns every role, takes every address off and ends. */
  stop(): Promise<void> {
    this.#stopping = true
    return this.#queue.run(async () => {
      try {
        await this.#enforcer.shutdown()
        // A repository is asked for what is newer than the last commit; a file is taken as it is.
        if (this.#options.source.pollEvery === undefined) await forgetLastGood(this.#ports.memory)
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        this.#ports.log.error(`stopping: ${error.message}`)
        this.#clean = false
      } finally {
        this.release()
      }
    })
  }

  /** False when roles could not be resigned at the stop: the host may still hold addresses. */
  get endedClean(): boolean {
    return this.#clean
  }

  /** What is in force. */
  get config(): Config | undefined {
    return this.#standing.inForce?.accepted.config
  }

  async status(): Promise<StatusSnapshot> {
    const { host, pid } = this.#options
    const { hello, problem: ipvsProblem } = this.#enforcer
    const told = await this.#enforcer.status()
    const engine = told === 'silent' ? undefined : told
    const { inForce } = this.#standing
    const report = await this.#enforcer.services.report()
    return statusOf({
      host,
      realTime: this.#ports.clock.realTime(),
      daemon: { pid, startedAt: isoTime(this.#startedAt) },
      ...(hello && { hello }),
      ...(engine && { engine }),
      ...(told === 'silent' && { silent: ['engine'] }),
      configuration: this.#standing.status(this.#options.source),
      ...(inForce && { config: inForce.accepted.config }),
      seen: this.#enforcer.seen,
      ...report,
      ...(ipvsProblem !== undefined && { ipvsProblem }),
    })
  }

  /** The source is read outside the queue: a repository that does not answer must not hold up a stop. */
  async #reload(how: ReloadOptions): Promise<Outcome> {
    try {
      const reading = await this.#files.during(this.config, () => this.#options.source.read())
      return await this.#queue.ask(() => this.#consider(reading, how))
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return this.#unreached(error, how)
    }
  }

  async #consider(reading: Reading, { again, expect, drain }: ReloadOptions): Promise<Outcome> {
    const { source } = this.#options
    if (this.#stopping) return { kind: 'unchanged', message: 'the daemon is stopping' }
    const known = this.#standing.knows(reading.id)
    if (known && !again) return { kind: 'unchanged', message: 'the commit was seen before' }
    if (expect !== undefined && reading.id !== expect)
      return this.#refuse(reading, 'it is not the text that was planned')
    logFindings(reading.candidate.diagnostics, this.#ports, this.#standing.inForce?.accepted.diagnostics)
    this.#files.checked(this.config, reading.candidate.diagnostics)
    const against = objection(reading.candidate, this.#standing.inForce?.accepted, {
      ...this.#options,
      // Somebody has seen what it changes.
      allowMassChange: this.#options.allowMassChange || expect !== undefined,
    })
    if (against !== undefined) return this.#refuse(reading, against)
    await this.#take(reading, drain)
    const { problem } = this.#enforcer
    const message = `${nameOf(reading, source)} is in force`
    return problem === undefined
      ? { kind: 'applied', message }
      : { kind: 'incomplete', message: `${message}, but: ${problem}` }
  }

  #unreached(error: KacError, { again }: ReloadOptions): Outcome {
    const { clock, log } = this.#ports
    // A source that stays away is said once, not at every poll.
    const isNews = this.#standing.unreached(error.message, clock.realTime())
    if (again || isNews) log.error(`${error.message}; ${this.#standing.stays}`)
    return { kind: 'unreachable', message: error.message }
  }

  #refuse(reading: Reading, against: string): Outcome {
    const message = `refused ${nameOf(reading, this.#options.source)}: ${against}`
    this.#standing.refused(reading.id, message, this.#ports.clock.realTime())
    this.#ports.log.error(`${message}; ${this.#standing.stays}`)
    return { kind: 'refused', message }
  }

  async #take(reading: Reading, drain = this.#options.drain): Promise<void> {
    const { source } = this.#options
    const { candidate } = reading
    if (!isAccepted(candidate)) throw new KacError('bad-configuration', `${source.label} cannot be run`)
    const config = await this.#enforcer.put(candidate.config, drain)
    this.#ports.nameProcess(config.global.processName ?? 'kac-daemon')
    this.#files.save(candidate)
    this.#timed.adopt(config)
    this.#standing.took({ reading, accepted: { ...candidate, config }, since: this.#ports.clock.realTime() })
    const unserved = unservedText(unservedIn(candidate.diagnostics))
    if (unserved !== undefined) this.#ports.log.warn(unserved)
    try {
      await source.accepted?.(reading)
      if (reading.texts) await rememberLastGood(this.#ports.memory, source.label, { texts: reading.texts })
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.error(`${nameOf(reading, source)} is not remembered: ${error.message}`)
    }
    this.#ports.log.info(`${nameOf(reading, source)} is in force`)
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

  /** Lets go of everything and leaves the engine as it is. */
  release(): void {
    this.#stopping = true
    this.#recheck.stop()
    this.#timed.close()
    this.#watching?.close()
    this.#enforcer.release()
    this.#done.resolve()
  }
}
