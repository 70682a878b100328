import { KacError, type Micros, seconds, spanLine } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { displacedBy, withNamesKept } from '../desired/index.ts'
import {
  compileEngine,
  Encodings,
  type EngineFacts,
  type EngineStatus,
  type EngineTell,
  encodeImage,
} from '../engine/index.ts'
import { Programs, programsIn } from '../programs/index.ts'
import type { Seen } from '../status/index.ts'
import type { Observation } from '../track/index.ts'
import { Ground } from './ground.ts'
import type { DaemonPorts } from './ports.ts'
import { EngineLink } from './routers/engine-link.ts'
import { addressesIn, factsDigest, linksUp } from './routers/from-facts.ts'
import { Leftovers } from './routers/leftovers.ts'
import { Tracking, withoutRefused } from './routers/tracking.ts'
import { IpvsSettings } from './services/ipvs-settings.ts'
import { Services } from './services/services.ts'
import { failedBy, foundEvents, notifyEvent, waitsForResult } from './telling/notify-event.ts'
import { tellLine } from './telling/tell-line.ts'
import { Telling } from './telling/telling.ts'

export interface EnforcerOptions extends DaemonPorts {
  /** Name of this host, for mails. */
  readonly host: string
  /** Take over from a running daemon. */
  readonly replace: boolean
  /** The engine was lost and one is there again: restore() is wanted. */
  readonly onReattached: () => void
  /** What was there whatever the roles is no more: followFacts() is wanted. */
  readonly onLost: () => void
  /** Another daemon took over. */
  readonly onDisplaced: () => void
}

/** What still waits in a queue must be out before whoever waits for this process takes the interface down. */
const farewell = seconds(0.5)
/** A new script of a reload is not to take a role away before it had a chance to succeed. */
const firstResultsWithin = seconds(1)

/** Keeps one configuration in force: the engine has its image, what its routers track is watched, what they do is told. */
export class Enforcer {
  readonly #options: EnforcerOptions
  readonly #link: EngineLink
  readonly #tracking: Tracking
  readonly #telling: Telling
  readonly #leftovers: Leftovers
  readonly #ground: Ground
  readonly #services: Services
  readonly #ipvsSettings: IpvsSettings
  #config: Config | undefined
  #programs: Programs | undefined
  #facts = ''
  readonly #encodings = new Encodings()
  #linksUp: ReadonlySet<string> = new Set()
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
      onRenewed: () => this.#tracking.tellAll(),
    })
    this.#leftovers = new Leftovers(options)
    this.#ground = new Ground(options, options.onLost)
    this.#ipvsSettings = new IpvsSettings(options)
    this.#telling = new Telling(options, options.host)
    this.#services = new Services({ ...options, telling: this.#telling })
    this.#tracking = new Tracking(
      options,
      (id, value) => this.#link.tracker(id, value),
      (observation) => this.#observed(observation),
    )
  }

  get hello() {
    return this.#link.hello
  }

  /** What is seen of what routers track. */
  get seen(): Seen {
    return { observations: this.#tracking.observations, linksUp: this.#linksUp }
  }

  /** Load balancing. */
  get services(): Services {
    return this.#services
  }

  /** Why IPVS is not as it is wanted; undefined while all is well. */
  get problem(): string | undefined {
    const problems = [this.#services.problem, this.#ipvsSettings.problem].filter((each) => each !== undefined)
    return problems.length === 0 ? undefined : problems.join('; ')
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

  /**
   * Returns what of it is in force: programs that may not run are left out. `drain`: real servers that go have so long to
   * end their connections. Throws KacError when it cannot be.
   */
  async put(wanted: Config, drain?: Micros): Promise<Config> {
    const { programs: port, log } = this.#options
    const programs = new Programs(programsIn(wanted), wanted.global, port, log)
    const { link } = await this.#options.facts.state({ routesOf: new Set() })
    const config = withNamesKept(withoutRefused(wanted, programs), link)
    const isReload = this.#config !== undefined
    if (!isReload && this.#unrestored) await this.#runOnce('startup', config, programs)
    this.#tracking.adopt(config, programs)
    if (isReload) await this.#tracking.settled(firstResultsWithin)
    this.#telling.adopt(config, programs)
    if (!isReload) await this.#findRouters()
    const before = this.#config
    this.#config = config
    // Routers do not wait for the process that checks real servers.
    const [routers, services] = await Promise.allSettled([
      this.#converge(config, before),
      this.#services.put(config, drain),
    ])
    if (routers.status === 'rejected') {
      await this.#takeBack(before)
      throw routers.reason
    }
    if (services.status === 'rejected') throw services.reason
    this.#programs = programs
    await this.#ipvsSettings.put(config)
    if (isReload) this.#telling.tell({ kind: 'reloaded' })
    return config
  }

  async #takeBack(before: Config | undefined): Promise<void> {
    this.#config = before
    if (!before || !this.#programs) return
    this.#tracking.adopt(before, this.#programs)
    this.#telling.adopt(before, this.#programs)
    await this.#services.put(before)
  }

  /** A new engine knows nothing: what its predecessor left in the kernel is read afresh. */
  async restore(): Promise<void> {
    if (!this.#config || !this.#unrestored) return
    await this.#converge(this.#config)
  }

  /** Interfaces or their addresses changed: the same configuration may need another image. */
  async followFacts(): Promise<void> {
    if (!this.#config) return
    try {
      await this.#link.renew()
      await this.#ground.lay(this.#config, { repair: true })
      const facts = await this.#options.facts.read(this.#config)
      this.#linksUp = linksUp(facts)
      this.#services.followAddresses(addressesIn(facts))
      await this.#ipvsSettings.put(this.#config)
      if (factsDigest(this.#config, facts) !== this.#facts) await this.#loadImage(this.#config, facts)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#options.log.error(error.message)
    }
  }

  /** Resigns every role. Throws KacError when the engine could not be told. */
  async shutdown(): Promise<void> {
    try {
      await this.#resign(2)
    } finally {
      this.#tracking.close()
      await this.#services.shutdown()
    }
    this.#telling.tell({ kind: 'stopped' })
    await this.#telling.close()
    await this.#options.clock.sleep(farewell)
    this.#options.programs.killAll()
    await this.#ground.clear()
    await this.#ipvsSettings.clear()
    if (this.#config && this.#programs) await this.#runOnce('shutdown', this.#config, this.#programs)
  }

  /** Who stops a service may kill all its processes at once: what a lost engine left, another takes off. */
  async #resign(attempts: number): Promise<void> {
    try {
      await this.#link.recovered()
      await this.restore()
      await this.#link.shutdown(this.#config?.childWait)
    } catch (error) {
      if (!(error instanceof KacError) || error.code !== 'engine-gone' || attempts === 1) throw error
      await this.#resign(attempts - 1)
    }
  }

  /** Leaves the engine at work. */
  release(): void {
    this.#tracking.close()
    this.#telling.release()
    this.#ground.close()
    this.#services.release()
    this.#link.release()
  }

  /** Of an engine that was at work already nothing is told again. */
  async #findRouters(): Promise<void> {
    const status = await this.#link.status()
    if (status === undefined || status === 'silent') return
    for (const event of foundEvents(status)) this.#telling.tell(event)
    for (const { name, state } of status.routers) this.#ipvsSettings.follow(name, state)
  }

  /** startup_script and shutdown_script: everything else waits for them. */
  async #runOnce(which: 'startup' | 'shutdown', { global }: Config, programs: Programs): Promise<void> {
    const { clock, log } = this.#options
    const [command, timeout] =
      which === 'startup'
        ? [global.startupScript, global.startupScriptTimeout]
        : [global.shutdownScript, global.shutdownScriptTimeout]
    const end = command && (await programs.run(command, timeout, clock))
    if (end && !end.success) log.warn(`${which}_script: ${end.how}`)
  }

  #observed(observation: Observation): void {
    if (!this.#config || observation.value === undefined) return
    for (const router of failedBy(observation, this.#config)) this.#telling.tell({ kind: 'failed', router })
  }

  async #converge(config: Config, before?: Config): Promise<void> {
    await this.#link.ready()
    if (before) await this.#makeRoom(config, before)
    await this.#ground.lay(config, { repair: false })
    const facts = await this.#options.facts.read(config)
    this.#services.followAddresses(addressesIn(facts))
    await this.#loadImage(config, facts)
    await this.#ground.clear(config)
  }

  /** Who stands on what is made into something else resigns while it can. */
  async #makeRoom(next: Config, before: Config): Promise<void> {
    const displaced = displacedBy(next, before)
    if (displaced.size === 0) return
    const vrrpInstances = before.vrrpInstances.filter(({ name }) => !displaced.has(name))
    const rest = { ...before, vrrpInstances }
    const { image } = compileEngine(rest, await this.#options.facts.read(rest), this.#encodings)
    await this.#link.load(encodeImage(image))
    // Whatever is in force in the end, the engine is to have the image of it.
    this.#facts = ''
    await this.#ground.clear(rest)
  }

  async #loadImage(config: Config, facts: EngineFacts): Promise<void> {
    const { image, notes } = compileEngine(config, facts, this.#encodings)
    for (const note of notes) this.#options.log.warn(`${spanLine(note.at)}: ${note.message}`)
    await this.#leftovers.expect(config, facts.links)
    const { renewed } = await this.#link.load(encodeImage(image))
    this.#tracking.tellAll()
    if (config.bfdInstances.length > 0) await this.#followSessions()
    this.#facts = factsDigest(config, facts)
    this.#linksUp = linksUp(facts)
    if (!this.#unrestored && !renewed) return
    this.#unrestored = false
    await this.#leftovers.sweep(config, facts.links)
  }

  /** An engine that was found, or is a new one, tells of changes alone. */
  async #followSessions(): Promise<void> {
    const status = await this.#link.status()
    if (status === undefined || status === 'silent') return
    for (const { name, state } of status.sessions) this.#services.session(name, state === 'Up')
  }

  #told(tell: EngineTell): void {
    const line = tellLine(tell)
    if (tell.kind === 'stranger' && !this.#config?.global.logUnknownRouters) return
    if (line) this.#options.log[line.level](line.text)
    if (tell.kind === 'session') this.#services.session(tell.session, tell.to === 'Up')
    if (tell.kind === 'transition') this.#ipvsSettings.follow(tell.router, tell.to)
    const event = notifyEvent(tell, (router) => this.#waits(router))
    if (event) this.#telling.tell(event)
  }

  #waits(router: string): boolean {
    return this.#config !== undefined && waitsForResult(router, this.#config, this.#tracking.observations)
  }
}
