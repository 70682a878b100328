import { KacError, seconds, spanLine } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { compileEngine, type EngineFacts, type EngineStatus, type EngineTell, encodeImage } from '../engine/index.ts'
import type { Observation } from '../track/index.ts'
import { EngineLink } from './engine-link.ts'
import { factsDigest } from './facts-digest.ts'
import { Leftovers } from './leftovers.ts'
import type { DaemonPorts } from './ports.ts'
import { Programs } from './programs.ts'
import { tellLine } from './tell-line.ts'
import { Tracking, withoutRefused } from './tracking.ts'

export interface EnforcerOptions extends DaemonPorts {
  /** Take over from a running daemon. */
  readonly replace: boolean
  /** The engine was lost and one is there again: restore() is wanted. */
  readonly onReattached: () => void
  /** Another daemon took over. */
  readonly onDisplaced: () => void
}

/** A new script of a reload is not to take a role away before it had a chance to succeed. */
const firstResultsWithin = seconds(1)

/** Keeps one configuration in force: the engine has its image, what its routers track is watched. */
export class Enforcer {
  readonly #options: EnforcerOptions
  readonly #link: EngineLink
  readonly #tracking: Tracking
  readonly #leftovers: Leftovers
  #config: Config | undefined
  #programs: Programs | undefined
  #facts = ''
  /** The engine is a new one and has no image yet. */
  #unrestored = false

  constructor(options: EnforcerOptions) {
    this.#options = options
    this.#link = new EngineLink({
      ...options,
      onTell: (tell) => this.#told(tell),
      onReattached: () => {
        this.#unrestored = true
        options.onReattached()
      },
    })
    this.#leftovers = new Leftovers(options)
    this.#tracking = new Tracking(options, (id, value) => this.#link.tracker(id, value))
  }

  get hello() {
    return this.#link.hello
  }

  get observations(): readonly Observation[] {
    return this.#tracking.observations
  }

  async open(): Promise<{ found: boolean }> {
    const { found } = await this.#link.open()
    this.#unrestored = !found
    return { found }
  }

  /** Undefined while there is no engine. */
  status(): Promise<EngineStatus | 'silent' | undefined> {
    return this.#link.status()
  }

  /** Returns what of it is in force: programs that may not run are left out. Throws KacError when it cannot be. */
  async put(wanted: Config): Promise<Config> {
    const { programs: port, log, facts } = this.#options
    const programs = new Programs(wanted, port, log)
    const config = withoutRefused(wanted, programs)
    this.#tracking.adopt(config, programs)
    if (this.#config) await this.#tracking.settled(firstResultsWithin)
    try {
      await this.#converge(config, await facts.read(config))
    } catch (error) {
      if (this.#config && this.#programs) this.#tracking.adopt(this.#config, this.#programs)
      throw error
    }
    this.#config = config
    this.#programs = programs
    return config
  }

  /** A new engine knows nothing: what its predecessor left in the kernel is read afresh. */
  async restore(): Promise<void> {
    if (!this.#config || !this.#unrestored) return
    await this.#converge(this.#config, await this.#options.facts.read(this.#config))
  }

  /** Interfaces or their addresses changed: the same configuration may need another image. */
  async followFacts(): Promise<void> {
    if (!this.#config) return
    try {
      const facts = await this.#options.facts.read(this.#config)
      if (factsDigest(this.#config, facts) !== this.#facts) await this.#converge(this.#config, facts)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#options.log.error(error.message)
    }
  }

  /** Resigns every role. Throws KacError when the engine could not be told. */
  async shutdown(): Promise<void> {
    await this.#link.recovered()
    await this.restore()
    await this.#link.shutdown()
  }

  /** Leaves the engine at work. */
  release(): void {
    this.#tracking.close()
    this.#link.release()
  }

  async #converge(config: Config, facts: EngineFacts): Promise<void> {
    const { image, notes } = compileEngine(config, facts)
    for (const note of notes) this.#options.log.warn(`${spanLine(note.at)}: ${note.message}`)
    await this.#leftovers.expect(config)
    await this.#link.load(encodeImage(image))
    this.#tracking.tellAll()
    this.#facts = factsDigest(config, facts)
    if (!this.#unrestored) return
    this.#unrestored = false
    await this.#leftovers.sweep(config)
  }

  #told(tell: EngineTell): void {
    const line = tellLine(tell)
    if (line) this.#options.log[line.level](line.text)
  }
}
