import { KacError, type Micros, type PoolState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { Checks } from './checks.ts'
import type { DaemonPorts, LogPort } from './ports.ts'
import { Table } from './table.ts'

/** Virtual servers: real servers are checked, and the table of the kernel follows what is found. */
export class Balancing {
  readonly #table: Table
  readonly #checks: Checks
  readonly #log: LogPort
  /** To be put in force. */
  #unsettled: { readonly config: Config; readonly drain?: Micros | undefined } | undefined

  constructor(ports: DaemonPorts) {
    this.#log = ports.log
    this.#table = new Table(ports)
    this.#checks = new Checks({ ...ports, onNews: () => this.#follow() })
  }

  /** In the order of the configuration. */
  get pools(): readonly PoolState[] {
    return this.#checks.states
  }

  /** Begins where the table is that is there already. */
  async put(config: Config, drain?: Micros): Promise<void> {
    this.#unsettled = { config, drain }
    await this.#settle()
  }

  /** Puts right what another program changed in the table, where it is time to look. */
  recheck(): Promise<void> {
    return this.#unsettled ? this.#settle() : this.#table.recheck()
  }

  /** The host is run no more. */
  async clear(): Promise<void> {
    this.#checks.close()
    await this.#table.clear()
  }

  /** Leaves the table as it is. */
  close(): void {
    this.#checks.close()
  }

  /** Without a process that checks, the table stays as it is, and it is tried again. */
  async #settle(): Promise<void> {
    if (!this.#unsettled) return
    const { config, drain } = this.#unsettled
    try {
      await this.#checks.put(config, await this.#table.found(config))
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#log.error(`${error.message}; virtual services stay as they are`)
      return
    }
    this.#unsettled = undefined
    await this.#table.put(config, this.#checks.states, drain)
  }

  /** What is said of a configuration that is not in force yet waits until it is. */
  #follow(): void {
    if (!this.#unsettled) this.#table.follow(this.#checks.states)
  }
}
