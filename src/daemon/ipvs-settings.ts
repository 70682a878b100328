import { KacError, type RouterState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { ipvsSettings, ownSettings, type WantedSettings } from '../desired/index.ts'
import {
  emptyState,
  type IpvsTimeout,
  KernelError,
  linkNames,
  objectId,
  ownProtocol,
  readIpvsSettings,
  readState,
  wantedOf,
} from '../kernel/index.ts'
import { diff, order, stepMessages } from '../plan/index.ts'
import type { DaemonPorts } from './ports.ts'
import { TaskQueue } from './task-queue.ts'

type Ports = Pick<DaemonPorts, 'kernel' | 'memory' | 'log'>

const name = 'ipvs'
const nothing: WantedSettings = { 'sync daemon': [], 'ipvs timeout': [] }

/** What was done: the settings that are ours, by id, and the timeouts that were there before. */
interface Done {
  readonly ours: readonly string[]
  readonly before?: readonly IpvsTimeout[]
}

/**
 * The timeouts of IPVS, and the daemons that pass its connections on to other directors, which follow the role of a
 * router. They outlive a crash of the daemon and are put back when the host is run no more.
 */
export class IpvsSettings {
  readonly #ports: Ports
  readonly #queue: TaskQueue
  readonly #states = new Map<string, RouterState>()
  #config: Config | undefined
  #said = ''

  constructor(ports: Ports) {
    this.#ports = ports
    this.#queue = new TaskQueue(ports.log)
  }

  put(config: Config): Promise<void> {
    this.#config = config
    return this.#settle()
  }

  /** A router has this state from now on. */
  follow(router: string, state: RouterState): void {
    if (this.#states.get(router) === state) return
    this.#states.set(router, state)
    if (this.#config) void this.#settle()
  }

  /** The host is run no more. */
  clear(): Promise<void> {
    this.#config = undefined
    return this.#settle()
  }

  #settle(): Promise<void> {
    return this.#queue.run(async () => {
      try {
        await this.#converge()
        this.#said = ''
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        if (error.message !== this.#said) this.#ports.log.error(error.message)
        this.#said = error.message
      }
    })
  }

  async #converge(): Promise<void> {
    const asked = this.#config ? ipvsSettings(this.#config, (router) => this.#states.get(router)) : nothing
    const { ours, before } = await this.#recall()
    if (ours.length + ownSettings(asked).length === 0) return
    const live = await readIpvsSettings(this.#ports.kernel)
    const isTuned = asked['ipvs timeout'].length > 0
    const kept = before ?? (isTuned ? live['ipvs timeout'] : [])
    const known = new Set([...ours, ...ownSettings(asked), ...kept.map((each) => objectId('ipvs timeout', each))])
    await this.#remember({ ours: [...known], before: kept })
    const sorts = new Set(asked['ipvs timeout'].map(({ object }) => object.sort))
    const restored = kept.filter(({ sort }) => !sorts.has(sort)).map((object) => ({ object, present: true }))
    const want = { ...wantedOf(emptyState), ...asked, 'ipvs timeout': [...asked['ipvs timeout'], ...restored] }
    await this.#carryOut(diff({ ...emptyState, ...live }, want, { protocol: ownProtocol, known }))
    await this.#remember({ ours: ownSettings(asked), ...(isTuned && { before: kept }) })
  }

  async #carryOut({ changes }: ReturnType<typeof diff>): Promise<void> {
    const links = linkNames((await readState(this.#ports.kernel, { only: ['link'] })).link)
    for (const { step, id } of order(changes)) {
      const [answer] = await this.#ports.kernel.exchange(stepMessages(step, links))
      const attempt = { op: step.action, kind: step.kind, key: id.slice(step.kind.length + 1) }
      if (answer?.refusal) throw new KernelError(attempt, answer.refusal)
    }
  }

  async #recall(): Promise<Done> {
    const text = await this.#ports.memory.recall(name)
    return text === undefined ? { ours: [] } : JSON.parse(text)
  }

  async #remember(done: Done): Promise<void> {
    await this.#ports.memory.remember(name, JSON.stringify(done))
  }
}
