import { KacError } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { carriedAddresses } from '../desired/index.ts'
import { addressKind, ownProtocol } from '../kernel/index.ts'
import type { DaemonPorts } from './ports.ts'

const name = 'addresses'

/**
 * Addresses that a killed engine left and that its successor is told nothing of, because they have left the
 * configuration too. An address counts as ours when it was in an image here before and still says that it is: the mark
 * alone is keepalived's as well, which may run beside kac.
 */
export class Leftovers {
  readonly #ports: Pick<DaemonPorts, 'memory' | 'facts' | 'log'>
  #ours: ReadonlySet<string> | undefined

  constructor(ports: Pick<DaemonPorts, 'memory' | 'facts' | 'log'>) {
    this.#ports = ports
  }

  /** Before an image is loaded that may put the addresses of this configuration on. */
  async expect(config: Config): Promise<void> {
    const ours = await this.#recall()
    const more = keysOf(config).filter((key) => !ours.has(key))
    if (more.length > 0) await this.#remember(new Set([...ours, ...more]))
  }

  /** After an engine that held nothing has its image. */
  async sweep(config: Config): Promise<void> {
    const { facts, log } = this.#ports
    const ours = await this.#recall()
    const wanted = new Set(keysOf(config))
    const { addresses } = await facts.read(config)
    const left = addresses
      .filter(({ protocol }) => protocol === ownProtocol)
      .filter((address) => {
        const key = addressKind.key(address)
        return ours.has(key) && !wanted.has(key)
      })
    for (const address of left) log.warn(`taking off ${addressKind.show(address).title}, which a killed engine left`)
    await this.#attempt(async () => {
      await facts.remove(left)
      if (ours.size > wanted.size) await this.#remember(wanted)
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
      this.#ports.log.warn(`${error.message}; an address that a killed engine leaves may stay`)
    }
  }
}

function keysOf(config: Config): string[] {
  return config.vrrpInstances.flatMap((each) => carriedAddresses(each).map(({ object }) => addressKind.key(object)))
}
