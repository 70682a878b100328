import { type Ip, KacError, type Micros, type PoolState, seconds } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import type { PoolReport, PoolUpdate } from '../../check/index.ts'
import { markings } from '../../desired/index.ts'
import type { DrainingStatus, ServiceTraffic } from '../../status/index.ts'
import type { DaemonPorts } from '../ports.ts'
import type { Telling } from '../telling/telling.ts'
import { Checks } from './checks.ts'
import { ServiceTable } from './table.ts'
import { trafficOf } from './traffic.ts'

export interface ServicesOptions
  extends Pick<DaemonPorts, 'checker' | 'clock' | 'kernel' | 'log' | 'memory' | 'modules'> {
  readonly telling: Pick<Telling, 'services' | 'servicesChanged' | 'servicesStopped'>
}

export interface ServicesReport {
  /** Of each virtual server, in the order of the configuration. */
  readonly pools: readonly PoolReport[] | 'silent'
  readonly traffic: readonly ServiceTraffic[]
  readonly draining: readonly DrainingStatus[]
}

/** What other programs do to the table stays for as long; and to what marks packets, since firewalls are loaded anew all the time. */
const [repairEvery, remarkEvery] = [seconds(30), seconds(5)]
/** After a failure to take a configuration over. Not sooner than the checks are given up for silent. */
const retryEvery = seconds(10)
/** How often connections are counted that are to end. */
const countEvery = seconds(1)

/** Of a configuration, which says whom the places in it mean. */
interface News {
  readonly updates: readonly PoolUpdate[]
  readonly config: Config
}

/** Load balancing: real servers are checked, and the table of IPVS has those that are alive. */
export class Services {
  readonly #options: ServicesOptions
  readonly #checks: Checks
  readonly #table: ServiceTable
  #config: Config | undefined
  /** Other than `#config` until it could be taken over. */
  #wanted: Config | undefined
  #problem: string | undefined
  /** What the table and people were not told yet. */
  #news: News[] = []
  /** Changes of the table come one after the other. */
  #working: Promise<void> = Promise.resolve()
  #cancelRepair = () => {}
  #cancelCount = () => {}

  constructor(options: ServicesOptions) {
    this.#options = options
    this.#table = new ServiceTable(options)
    this.#checks = new Checks({ ...options, onNews: (updates, config) => this.#heard({ updates, config }) })
  }

  /** Why what is wanted is not what is; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** How the virtual servers of the configuration stand, in its order. */
  get states(): readonly PoolState[] {
    return this.#checks.states
  }

  /**
   * A failure is said, shown, and made up for at the next repair: it is no reason to run no router. `drain`: what goes has
   * so long to end its connections.
   */
  async put(config: Config, drain?: Micros): Promise<void> {
    this.#wanted = config
    await this.#work(() => this.#adopt(config, drain))
    if (this.#wanted) this.#watch()
  }

  /** Checks begin anew where the table cannot be read; whoever lays it says why. */
  async #found(config: Config): Promise<readonly (PoolState | undefined)[]> {
    try {
      return await this.#table.found(config)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return config.virtualServers.map(() => undefined)
    }
  }

  /** A virtual server with ha_suspend is checked only where one of its addresses is. */
  followAddresses(addresses: ReadonlySet<Ip>): void {
    this.#checks.followAddresses(addresses)
  }

  /** What the BFD session of this name is. */
  session(name: string, up: boolean): void {
    this.#checks.session(name, up)
  }

  /** What the checks say of each virtual server, and what the kernel counts; undefined where there is none. */
  async report(): Promise<ServicesReport | undefined> {
    const config = this.#config
    if (!config) return undefined
    const checked = config.virtualServers.length === 0 ? [] : this.#checks.report()
    const [pools = 'silent', told] = await Promise.all([checked, this.#counted(config)])
    return { pools, ...told }
  }

  /** Nothing of it when the kernel does not tell: it is not what the report is for. */
  async #counted(config: Config): Promise<Omit<ServicesReport, 'pools'>> {
    try {
      const { counted, draining } = await this.#table.report()
      return { traffic: trafficOf(config, counted), draining }
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return { traffic: [], draining: [] }
    }
  }

  /** Ends the checks, then takes the table away. */
  async shutdown(): Promise<void> {
    this.release()
    const config = this.#config
    if (!config) return
    this.#options.telling.servicesStopped({ config, states: this.states })
    await this.#work(() => this.#table.clear(config))
  }

  /** Leaves the table as it is. */
  release(): void {
    this.#wanted = undefined
    this.#cancelRepair()
    this.#cancelCount()
    this.#checks.close()
  }

  async #adopt(config: Config, drain?: Micros): Promise<void> {
    if (!this.#config && config.virtualServers.length === 0 && !(await this.#table.hasOurs())) {
      this.#wanted = undefined
      return
    }
    const found = await this.#found(config)
    const before = this.#config ? { config: this.#config, states: this.states } : { config, states: found }
    const news = await this.#checks.put(config, found)
    this.#tellOthersThan(config)
    this.#config = config
    await this.#lay(drain).finally(() => {
      this.#checks.start()
      this.#options.telling.servicesChanged(before, { config, states: this.states })
      this.#options.telling.services(news, config)
    })
  }

  async #lay(drain?: Micros): Promise<void> {
    if (this.#config) await this.#table.put(this.#config, this.#checks.states, drain)
    this.#problem = undefined
  }

  /** Marks packets as before. */
  async #mark(): Promise<void> {
    if (this.#config && markings(this.#config).length > 0) await this.#table.mark(this.#config)
  }

  #watch(): void {
    this.#cancelRepair()
    const repair =
      this.#config === this.#wanted
        ? this.#repeat(repairEvery, () => this.#lay())
        : this.#repeat(retryEvery, () => this.#adoptAgain())
    const remark = this.#repeat(remarkEvery, () => this.#mark())
    this.#cancelRepair = () => {
      repair()
      remark()
    }
    this.#countLater()
  }

  async #adoptAgain(): Promise<void> {
    if (!this.#wanted) return
    await this.#adopt(this.#wanted)
    if (this.#wanted) this.#watch()
  }

  /** Works on it again and again, until cancelled. */
  #repeat(every: Micros, task: () => Promise<void>): () => void {
    const wait = () =>
      this.#options.clock.after(every, () => {
        void this.#work(task)
        cancel = wait()
      })
    let cancel = wait()
    return () => cancel()
  }

  #countLater(): void {
    this.#cancelCount()
    this.#cancelCount = this.#options.clock.after(countEvery, () => {
      void this.#work(async () => {
        if (this.#config && (await this.#table.drain(this.#config, this.states))) this.#countLater()
      })
    })
  }

  #heard(news: News): void {
    const isFirst = this.#news.length === 0
    this.#news.push(news)
    // What comes while the table is told of the changes before goes with the next.
    if (isFirst) void this.#work(() => this.#follow())
  }

  /** Who is told can rely on the table. */
  async #follow(): Promise<void> {
    const news = this.#news.flatMap(({ updates }) => updates)
    this.#news = []
    const config = this.#config
    if (!config || news.length === 0) return
    const changed = new Set(news.map(({ pool }) => pool))
    await this.#table.follow(config, this.states, changed).finally(() => this.#options.telling.services(news, config))
  }

  /** News that came before the checks took this configuration speak of the places of the one before. */
  #tellOthersThan(config: Config): void {
    const [older, newer] = [
      this.#news.filter((news) => news.config !== config),
      this.#news.filter((news) => news.config === config),
    ]
    this.#news = newer
    for (const news of older) this.#options.telling.services(news.updates, news.config)
  }

  #work(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work).catch((error: unknown) => {
      if (!(error instanceof KacError)) throw error
      if (error.message !== this.#problem) this.#options.log.error(error.message)
      this.#problem = error.message
    })
    return this.#working
  }
}
