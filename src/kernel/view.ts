import type { Address } from './kinds/index.ts'
import type { KernelPort } from './port.ts'
import { hostKindNames, type KernelState, type Reading, readState } from './state.ts'
import type { KernelEvent } from './watch.ts'

/**
 * Reads the kernel again and again: the addresses, of which a host may have thousands, only when they may have changed.
 * Whoever follows the kernel's events or changes something says so; without events they are always read.
 */
export class KernelView {
  readonly #port: KernelPort
  #addresses: Promise<readonly Address[]> | undefined
  #isFollowed = false

  constructor(port: KernelPort) {
    this.#port = port
  }

  /** What `watch` tells: as long as it does, nothing else needs to be asked. */
  hear(event: KernelEvent): void {
    this.#isFollowed = event.kind !== 'failed'
    this.changed()
  }

  /** Links or addresses may be others than before, or than they are being read. */
  changed(): void {
    this.#addresses = undefined
  }

  /** The rest comes first: meanwhile the events of what was changed before are heard. */
  async read({ only = hostKindNames, ...reading }: Reading = {}): Promise<KernelState> {
    const others = await readState(this.#port, { ...reading, only: only.filter((kind) => kind !== 'address') })
    return only.includes('address') ? { ...others, address: await this.#readAddresses() } : others
  }

  async #readAddresses(): Promise<readonly Address[]> {
    if (this.#addresses) return this.#addresses
    const reading = readState(this.#port, { only: ['address'] }).then(({ address }) => address)
    if (this.#isFollowed) this.#addresses = reading
    try {
      return await reading
    } catch (error) {
      this.changed()
      throw error
    }
  }
}
