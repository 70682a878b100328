import { KacError, type Micros, micros, type PoolState, seconds } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { poolsIn, services } from '../desired/index.ts'
import {
  emptyState,
  flushServices,
  type IpvsService,
  KernelError,
  type KernelState,
  kinds,
  linkNames,
  ownProtocol,
  ownTable,
  readTableState,
  type WantedState,
  wantedOf,
} from '../kernel/index.ts'
import { type Change, diff, order, outcomeOf, stepMessages } from '../plan/index.ts'
import { Draining } from './draining.ts'
import { type MadeServices, madeServices } from './made-services.ts'
import type { DaemonPorts } from './ports.ts'
import { TaskQueue } from './task-queue.ts'

type Ports = Pick<DaemonPorts, 'kernel' | 'memory' | 'log' | 'clock'>

interface Wish {
  readonly config: Config
  /** In the order of the configuration. */
  readonly pools: readonly PoolState[]
}

const readEvery = seconds(5)
const countEvery = seconds(1)
/** Reading a large table again and again is to take no more of the time than one part in so many. */
const readingShare = 100

/**
 * Keeps the virtual services of a configuration in the kernel, each with the destinations that its pool says. What is
 * known to be there already is not asked for again, so that an unchanged configuration changes nothing; what another
 * program changed is found by reading the table now and then. A dead daemon leaves it as it is.
 */
export class Table {
  readonly #ports: Ports
  readonly #queue: TaskQueue
  readonly #memory: MadeServices
  #wish: Wish | undefined
  /** As the kernel has it, as far as is known; undefined until it was read. */
  #live: KernelState | undefined
  #made: ReadonlySet<string> = new Set()
  #readAgainAt: Micros = micros(0)
  #isDue = false
  readonly #said = new Set<string>()
  readonly #draining = new Draining()
  #cancelCount = () => {}

  constructor(ports: Ports) {
    this.#ports = ports
    this.#queue = new TaskQueue(ports.log)
    this.#memory = madeServices(ports.memory)
  }

  /** How the pools of this configuration stand in the kernel, where it has them. */
  found(config: Config): Promise<(PoolState | undefined)[]> {
    return this.#queue.ask(async () => {
      if (!this.#live) await this.#begin(config)
      return poolsIn(this.#live ?? emptyState, config)
    })
  }

  /**
   * From now on this configuration, while its pools are as given. What the kernel refuses is said and tried again.
   * `drain`: what goes has so long to end its connections.
   */
  put(config: Config, pools: readonly PoolState[], drain?: Micros): Promise<void> {
    return this.#queue.run(async () => {
      this.#said.clear()
      if (!this.#live) await this.#begin(config)
      this.#wish = { config, pools }
      await this.#attempt(async () => {
        if (drain !== undefined) this.#drain(drain)
        await this.#converge()
      })
    })
  }

  /** The pools of the same configuration stand otherwise now. */
  follow(pools: readonly PoolState[]): void {
    if (!this.#wish) return
    this.#wish = { ...this.#wish, pools }
    if (this.#isDue) return
    this.#isDue = true
    void this.#queue.run(() => {
      this.#isDue = false
      return this.#attempt(() => this.#converge())
    })
  }

  /** Puts right what another program changed, where it is time to look. */
  recheck(): Promise<void> {
    return this.#queue.run(async () => {
      if (!this.#wish || !this.#isConcerned(this.#wish.config) || this.#ports.clock.now() < this.#readAgainAt) return
      await this.#attempt(async () => {
        await this.#read()
        const count = await this.#converge()
        if (count > 0) this.#ports.log.warn(`IPVS was not as it was left: ${count} put right`)
      })
    })
  }

  /** The host is run no more: takes off what is ours, or everything where the configuration says so. */
  clear(): Promise<void> {
    return this.#queue.run(async () => {
      const { config } = this.#wish ?? {}
      this.#wish = undefined
      this.#cancelCount()
      await this.#attempt(async () => {
        if (config?.global.lvsFlushOnStop === 'all' && this.#isConcerned(config)) {
          await this.#ports.kernel.exchange([flushServices])
        } else if (this.#made.size > 0) {
          await this.#carryOut(diff(this.#live ?? emptyState, wantedOf(emptyState), this.#scope(new Set())).changes)
        }
        await this.#remember(new Set())
      })
    })
  }

  /** What was left by a daemon before this one, or by another program under the name of a service of ours, is ours. */
  async #begin(config: Config): Promise<void> {
    await this.#attempt(async () => {
      this.#made = await this.#memory.recall()
      if (!this.#isConcerned(config)) return
      await this.#read()
      if (config.global.lvsFlush) await this.#remember(new Set(this.#live?.service.map(kinds.service.key)))
    })
  }

  #isConcerned({ virtualServers, global }: Config): boolean {
    return virtualServers.length + this.#made.size > 0 || global.lvsFlush
  }

  async #read(): Promise<void> {
    const { clock, kernel } = this.#ports
    const start = clock.now()
    this.#live = await readTableState(kernel)
    const took = clock.now() - start
    this.#readAgainAt = micros(clock.now() + Math.max(readEvery, readingShare * took))
  }

  /** How many changes it made. What is refused may rest on what is out of date: it is tried once more. */
  async #converge(): Promise<number> {
    if (!this.#wish || !this.#live) return 0
    const want = this.#wanted(this.#wish)
    const asked = new Set(want.service.map(({ object }) => kinds.service.key(object)))
    const { changes } = diff(this.#live, want, this.#scope(asked))
    if (changes.length === 0) return 0
    await this.#remember(new Set([...this.#made, ...asked]))
    let refused = await this.#carryOut(changes)
    if (refused.length > 0) {
      await this.#read()
      refused = await this.#carryOut(diff(this.#live, want, this.#scope(asked)).changes)
      await this.#read()
    }
    await this.#remember(asked)
    for (const error of refused) this.#say(error.message)
    return changes.length - refused.length
  }

  #wanted({ config, pools }: Wish): WantedState {
    return { ...wantedOf(emptyState), ...this.#draining.addTo(services(config, pools)) }
  }

  #drain(within: Micros): void {
    if (!this.#wish || !this.#live) return
    const { changes } = diff(this.#live, this.#wanted(this.#wish), this.#scope(new Set()))
    this.#draining.begin(changes, this.#live, micros(this.#ports.clock.now() + within))
    this.#countAgain()
  }

  #countAgain(): void {
    if (this.#draining.isDone) return
    this.#cancelCount()
    this.#cancelCount = this.#ports.clock.after(countEvery, () => {
      void this.#queue.run(() => this.#attempt(() => this.#count()))
    })
  }

  async #count(): Promise<void> {
    await this.#read()
    if (this.#live) this.#draining.end(this.#live, this.#ports.clock.now())
    this.#countAgain()
    await this.#converge()
  }

  #scope(asked: ReadonlySet<string>) {
    const isOurs = (service: IpvsService) =>
      this.#made.has(kinds.service.key(service)) || asked.has(kinds.service.key(service))
    return { protocol: ownProtocol, known: ownTable(this.#live ?? emptyState, isOurs) }
  }

  /** Says what was refused. What was done is known from then on. */
  async #carryOut(changes: readonly Change[]): Promise<KernelError[]> {
    const operations = order(changes)
    const noLinks = linkNames([])
    const answers = await this.#ports.kernel.exchange(operations.flatMap(({ step }) => stepMessages(step, noLinks)))
    const refused = operations.flatMap(({ step: { action: op, kind }, id }, index) => {
      const refusal = answers[index]?.refusal
      return refusal ? [new KernelError({ op, kind, key: id.slice(kind.length + 1) }, refusal)] : []
    })
    if (refused.length === 0 && this.#live) this.#live = outcomeOf(this.#live, changes)
    return refused
  }

  async #remember(keys: ReadonlySet<string>): Promise<void> {
    if (keys.size === this.#made.size && [...keys].every((key) => this.#made.has(key))) return
    await this.#memory.remember(keys)
    this.#made = keys
  }

  async #attempt(task: () => Promise<unknown>): Promise<void> {
    try {
      await task()
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#say(error.message)
    }
  }

  #say(message: string): void {
    if (!this.#said.has(message)) this.#ports.log.error(message)
    this.#said.add(message)
  }
}
