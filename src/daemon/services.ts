import { type Ip, KacError, type PoolState, seconds } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { PoolReport, PoolUpdate } from '../check/index.ts'
import { serviceIds } from '../desired/index.ts'
import type { Traffic } from '../status/index.ts'
import { Checks } from './checks.ts'
import type { DaemonPorts } from './ports.ts'
import { ServiceTable } from './table.ts'
import type { Telling } from './telling.ts'
import { trafficOf } from './traffic.ts'

interface ServicesOptions extends DaemonPorts {
  readonly telling: Pick<Telling, 'services' | 'servicesChanged' | 'servicesStopped'>
}

export interface ServicesReport {
  /** Of each virtual server, in the order of the configuration. */
  readonly pools: readonly PoolReport[] | 'silent'
  readonly traffic: Traffic
}

/** What other programs do to the table stays for as long. */
const repairEvery = seconds(30)

/** Load balancing: real servers are checked, and the table of IPVS has those that are alive. */
export class Services {
  readonly #options: ServicesOptions
  readonly #checks: Checks
  readonly #table: ServiceTable
  #config: Config | undefined
  #problem: string | undefined
  /** What the table was not told yet. */
  #news: PoolUpdate[] = []
  /** Changes of the table come one after the other. */
  #working: Promise<void> = Promise.resolve()
  #cancelRepair = () => {}

  constructor(options: ServicesOptions) {
    this.#options = options
    this.#table = new ServiceTable(options)
    this.#checks = new Checks({ ...options, onNews: (news) => this.#heard(news) })
  }

  /** Why what is wanted is not what is; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** How the virtual servers of the configuration stand, in its order. */
  get states(): readonly PoolState[] {
    return this.#checks.states
  }

  /** A failure is said, shown, and made up for at the next repair: it is no reason to run no router. */
  async put(config: Config): Promise<void> {
    if (!this.#config && config.virtualServers.length === 0) return
    await this.#work(async () => {
      const found = await this.#table.found(config)
      const before = this.#config ? { config: this.#config, states: this.states } : { config, states: found }
      const news = await this.#checks.put(config, found)
      this.#config = config
      await this.#lay().finally(() => {
        this.#options.telling.servicesChanged(before, { config, states: this.states })
        this.#options.telling.services(news, config)
      })
    })
    this.#repairLater()
  }

  /** A virtual server with ha_suspend is checked only where one of its addresses is. */
  followAddresses(addresses: ReadonlySet<Ip>): void {
    const config = this.#config
    for (const [index, virtual] of config?.virtualServers.entries() ?? []) {
      if (!config || !virtual.suspend) continue
      const isHere = serviceIds(virtual, config).some((id) => id.kind === 'fwmark' || addresses.has(id.address))
      this.#checks.suspend(index, !isHere)
    }
  }

  /** What the BFD session of this name is. */
  session(name: string, up: boolean): void {
    this.#checks.session(name, up)
  }

  /** What the checks say of each virtual server, and what the kernel counts; undefined where there is none. */
  async report(): Promise<ServicesReport | undefined> {
    const config = this.#config
    if (!config || config.virtualServers.length === 0) return undefined
    const [pools = 'silent', traffic] = await Promise.all([this.#checks.report(), this.#traffic(config)])
    return { pools, traffic }
  }

  /** Nothing of it when the kernel does not tell: it is not what the report is for. */
  async #traffic(config: Config): Promise<Traffic> {
    try {
      return trafficOf(config, await this.#table.destinations())
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return []
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
    this.#cancelRepair()
    this.#checks.close()
  }

  async #lay(): Promise<void> {
    if (this.#config) await this.#table.put(this.#config, this.#checks.states)
    this.#problem = undefined
  }

  #repairLater(): void {
    this.#cancelRepair()
    this.#cancelRepair = this.#options.clock.after(repairEvery, () => {
      void this.#work(() => this.#lay())
      this.#repairLater()
    })
  }

  #heard(news: readonly PoolUpdate[]): void {
    const isFirst = this.#news.length === 0
    this.#news.push(...news)
    // What comes while the table is told of the changes before goes with the next.
    if (isFirst) void this.#work(() => this.#follow())
  }

  /** Who is told can rely on the table. */
  async #follow(): Promise<void> {
    const news = this.#news
    this.#news = []
    const config = this.#config
    if (!config) return
    const changed = new Set(news.map(({ pool }) => pool))
    await this.#table.follow(config, this.states, changed).finally(() => this.#options.telling.services(news, config))
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
