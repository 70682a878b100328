import type { Ip, Mac } from '../base/index.ts'
import type { EngineFacts } from '../engine/index.ts'
import { type Address, askedAddresses, kinds, type Link, linkNames } from '../kernel/index.ts'

const ether = { mtu: 1500, flags: 0x11043 }
/** Somebody other than us. */
const kernelProtocol = 2

/** What the kernel of a simulated host has. */
export class SimKernel {
  readonly links: readonly Link[]
  readonly #own: readonly Address[]
  readonly #names
  #addresses = new Map<string, Address>()

  constructor(number: number) {
    const mac = (at: number) => `02:00:00:00:${at.toString(16).padStart(2, '0')}:${hex(number)}` as Mac
    this.links = ['eth0', 'eth1'].map((name, at) => ({ ...ether, name, index: at + 2, mac: mac(at) }))
    this.#names = linkNames(this.links)
    this.#own = [
      own('eth0', `192.0.2.${number}`, 24),
      own('eth0', `fe80::${number}`, 64),
      own('eth1', `198.51.100.${number}`, 24),
      own('eth1', `fe80::${number}`, 64),
    ]
  }

  facts(): EngineFacts {
    const addresses = [...this.#own, ...this.#addresses.values()]
    const none = { routes: [], rules: [], firewalls: [], elements: [] }
    return { links: this.links, addresses, ...none, forwarding: new Set(), readKey: () => undefined }
  }

  /** Whether one of its own addresses is this one. */
  owns(address: Ip): boolean {
    return this.#own.some((each) => each.address === address)
  }

  has(address: Ip): boolean {
    return [...this.#addresses.values()].some((each) => each.address === address)
  }

  perform(messages: Uint8Array): void {
    for (const { object, add } of askedAddresses(messages, this.#names)) {
      if (add) this.#addresses.set(kinds.address.key(object), object)
      else this.#addresses.delete(kinds.address.key(object))
    }
  }

  /** Takes an address away, wherever it is. */
  remove(address: Ip): { readonly index: number; readonly prefix: number } | undefined {
    const entry = [...this.#addresses].find(([, each]) => each.address === address)
    if (!entry) return undefined
    const [key, { dev, prefix }] = entry
    this.#addresses.delete(key)
    return { index: this.#names.indexOf(dev) ?? 0, prefix }
  }

  forget(): void {
    this.#addresses = new Map()
  }
}

function own(dev: string, address: string, prefix: number): Address {
  const protocol = kernelProtocol
  return { dev, address: address as Ip, prefix, flags: [], preferredLifetime: 'forever', protocol }
}

function hex(number: number): string {
  return number.toString(16).padStart(2, '0')
}
