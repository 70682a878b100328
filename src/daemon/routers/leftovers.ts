import { KacError } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { carriedBy, Devices, firewallTable } from '../../desired/index.ts'
import { type Link, objectId } from '../../kernel/index.ts'
import type { DaemonPorts } from '../ports.ts'

const name = 'objects'

/**
 * What a killed engine left in the kernel and its successor is told nothing of, because it has left the configuration
 * too. An object counts as ours when it was in an image here before and still says that it is: the mark alone is
 * keepalived's as well, which may run beside kac.
 */
export class Leftovers {
  readonly #ports: Pick<DaemonPorts, 'memory' | 'facts' | 'log'>
  #ours: ReadonlySet<string> | undefined

  constructor(ports: Pick<DaemonPorts, 'memory' | 'facts' | 'log'>) {
    this.#ports = ports
  }

  /** Before an image is loaded that may put the objects of this configuration on. */
  async expect(config: Config, links: readonly Link[]): Promise<void> {
    const ours = await this.#recall()
    const more = idsOf(config, links).filter((id) => !ours.has(id))
    if (more.length > 0) await this.#remember(new Set([...ours, ...more]))
  }

  /** After an engine that held nothing has its image. */
  async sweep(config: Config, links: readonly Link[]): Promise<void> {
    const { facts, log } = this.#ports
    const ours = await this.#recall()
    const wanted = new Set(idsOf(config, links))
    const left = new Set([...ours].filter((id) => !wanted.has(id)))
    if (left.size === 0) return
    await this.#attempt(async () => {
      for (const id of await facts.removeOurs(left)) log.warn(`took off ${id}, which a killed engine left`)
      await this.#remember(wanted)
    })
  }

  async #recall(): Promise<ReadonlySet<string>> {
    if (!this.#ours) await this.#attempt(async () => this.#learn(await this.#ports.memory.recall(name)))
    this.#ours ??= new Set()
    return this.#ours
  }

  #learn(text: string | undefined): void {
    this.#ours = new Set(text?.split('\n'))
  }

  async #remember(ours: ReadonlySet<string>): Promise<void> {
    this.#ours = ours
    await this.#attempt(() => this.#ports.memory.remember(name, [...ours].join('\n')))
  }

  /** Routers run without it. */
  async #attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task()
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.warn(`${error.message}; what a killed engine leaves may stay`)
    }
  }
}

function idsOf(config: Config, links: readonly Link[]): string[] {
  const around = { devices: Devices.of(config), links, table: firewallTable(config.global) }
  return config.vrrpInstances.flatMap((each) =>
    carriedBy(each, around).map(({ kind, object }) => objectId(kind, object)),
  )
}
