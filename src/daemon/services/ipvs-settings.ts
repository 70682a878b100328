import { KacError, type RouterState } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { ipvsSettings, ownSettings, type WantedSettings } from '../../desired/index.ts'
import {
  emptyState,
  KernelError,
  linkNames,
  ownProtocol,
  readIpvsSettings,
  readState,
  wantedOf,
} from '../../kernel/index.ts'
import { diff, order, stepMessages } from '../../plan/index.ts'
import type { DaemonPorts } from '../ports.ts'
import { TaskQueue } from '../task-queue.ts'
import { type DoneSettings, doneSettings, settingsAfter } from './settings-done.ts'

type Ports = Pick<DaemonPorts, 'kernel' | 'memory' | 'log'>

const nothing: WantedSettings = { 'sync daemon': [], 'ipvs timeout': [] }

/**
 * The timeouts of IPVS, and the daemons that pass its connections on to other directors, which follow the role of a
 * router. They outlive a crash of the daemon and are put back when the host is run no more.
 */
export class IpvsSettings {
  readonly #ports: Ports
  readonly #queue: TaskQueue
  readonly #done: DoneSettings
  readonly #states = new Map<string, RouterState>()
  #config: Config | undefined
  #problem: string | undefined

  constructor(ports: Ports) {
    this.#ports = ports
    this.#queue = new TaskQueue(ports.log)
    this.#done = doneSettings(ports.memory)
  }

  /** Why they are not as they are wanted; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem
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
        this.#problem = undefined
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        if (error.message !== this.#problem) this.#ports.log.error(error.message)
        this.#problem = error.message
      }
    })
  }

  async #converge(): Promise<void> {
    const asked = this.#config ? ipvsSettings(this.#config, (router) => this.#states.get(router)) : nothing
    const { ours, before } = await this.#done.recall()
    if (ours.length + ownSettings(asked).length === 0) return
    const live = await readIpvsSettings(this.#ports.kernel)
    const isTuned = asked['ipvs timeout'].length > 0
    const kept = before ?? (isTuned ? live['ipvs timeout'] : [])
    const { want, known } = settingsAfter(asked, { ours, before: kept })
    await this.#done.remember({ ours: known, before: kept })
    const scope = { protocol: ownProtocol, known: new Set(known) }
    await this.#carryOut(diff({ ...emptyState, ...live }, { ...wantedOf(emptyState), ...want }, scope))
    await this.#done.remember({ ours: ownSettings(asked), ...(isTuned && { before: kept }) })
  }

  async #carryOut({ changes }: ReturnType<typeof diff>): Promise<void> {
    const links = linkNames((await readState(this.#ports.kernel, { only: ['link'] })).link)
    for (const { step, id } of order(changes)) {
      const [answer] = await this.#ports.kernel.exchange(stepMessages(step, links))
      const attempt = { op: step.action, kind: step.kind, key: id.slice(step.kind.length + 1) }
      if (answer?.refusal) throw new KernelError(attempt, answer.refusal)
    }
  }
}
