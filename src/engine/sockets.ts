import type { GlobalDefs, VrrpInstance } from '../bind/index.ts'
import type { SocketSpec } from './image.ts'

/** The sockets of an image: routers that hear the same adverts share one. */
export class SocketTable {
  readonly specs: SocketSpec[] = []
  readonly #indices = new Map<string, number>()

  indexOf(spec: SocketSpec): number {
    const { receiveBufferBytes, ...identity } = spec
    const key = JSON.stringify(identity)
    const index = this.#indices.get(key) ?? this.specs.push(spec) - 1
    this.#indices.set(key, index)
    const known = this.specs[index]
    // The kernel's default may be more than a small one that is asked for, so the largest wish counts.
    if (known && receiveBufferBytes > known.receiveBufferBytes) this.specs[index] = spec
    return index
  }
}

/** What the kernel counts for a small advert that waits: its buffer, and what it keeps with it. */
const advertCost = 768
const usualMtu = 1500

/** Linux gives no more (INT_MAX / 2), and takes what is beyond a signed number for nothing. */
const bufferMost = 2 ** 30 - 1

/** `kernel_rx_buf_size`, else what the policy says; 0: what the kernel gives. */
export function receiveBufferOf(instance: VrrpInstance, global: GlobalDefs, mtu: number | undefined): number {
  return Math.min(wantedBuffer(instance, global, mtu), bufferMost)
}

function wantedBuffer(instance: VrrpInstance, global: GlobalDefs, mtu: number | undefined): number {
  if (instance.receiveBuffer !== undefined) return instance.receiveBuffer
  const { receiveBufferPolicy: policy, receiveBufferFactor: factor } = global
  if (policy === 'MTU') return factor * (mtu || usualMtu)
  if (policy === 'ADVERT') return factor * advertCost
  return policy ?? 0
}
