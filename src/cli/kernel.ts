import type { FactsPort } from '../daemon/index.ts'
import type { FileContent } from '../expand/index.ts'
import { forwardsIpv6, hostFiles, openNetlinkSocket } from '../host/index.ts'
import { type KernelPort, netlinkKernel, readState, watch } from '../kernel/index.ts'

/** The kernel of the network namespace that this process is in. */
export function openKernel(): KernelPort {
  return netlinkKernel(openNetlinkSocket)
}

/** What the daemon wants to know of it. */
export function kernelFacts(kernel: KernelPort): FactsPort {
  return {
    read: async () => {
      const { link: links, address: addresses } = await readState(kernel, ['address'])
      const forwarding = new Set(links.map(({ name }) => name).filter(forwardsIpv6))
      return { links, addresses, forwarding, readKey: (path) => textOf(hostFiles.read(path)) }
    },
    watch: (listener) => watch(kernel, listener),
  }
}

function textOf(content: FileContent): string | undefined {
  return content.kind === 'text' ? content.text : undefined
}
