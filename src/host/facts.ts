import { readFileSync } from 'node:fs'
import type { FactsPort } from '../daemon/index.ts'
import { type KernelPort, readState, watch } from '../kernel/index.ts'

/** The facts of this process's network namespace. */
export function kernelFacts(kernel: KernelPort): FactsPort {
  return {
    read: async () => {
      const { link: links, address: addresses } = await readState(kernel, ['address'])
      return { links, addresses, forwarding: new Set(links.map(({ name }) => name).filter(forwardsIpv6)) }
    },
    onChange: (listener) => void watch(kernel, listener),
  }
}

function forwardsIpv6(name: string): boolean {
  try {
    return readFileSync(`/proc/sys/net/ipv6/conf/${name}/forwarding`, 'utf8').trim() !== '0'
  } catch (error) {
    // The interface has gone meanwhile, or this kernel is without IPv6.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
