import type { FactsPort } from '../daemon/index.ts'
import { routeOrigins } from '../desired/index.ts'
import type { FileContent } from '../expand/index.ts'
import { forwardsIpv6, hostFiles, openNetlinkSocket } from '../host/index.ts'
import {
  type Address,
  addressKind,
  KernelError,
  type KernelPort,
  linkNames,
  netlinkKernel,
  readState,
  watch,
} from '../kernel/index.ts'

/** The kernel of the network namespace that this process is in. */
export function openKernel(): KernelPort {
  return netlinkKernel(openNetlinkSocket)
}

/** What the daemon wants to know of it. */
export function kernelFacts(kernel: KernelPort): FactsPort {
  return {
    read: async (config) => {
      const state = await readState(kernel, { only: ['address', 'route', 'rule'], routesOf: routeOrigins(config) })
      const { link: links, address: addresses, route: routes, rule: rules } = state
      const forwarding = new Set(links.map(({ name }) => name).filter(forwardsIpv6))
      return { links, addresses, routes, rules, forwarding, readKey: (path) => textOf(hostFiles.read(path)) }
    },
    watch: (listener) => watch(kernel, listener),
    remove: (addresses) => removeAddresses(kernel, addresses),
  }
}

function textOf(content: FileContent): string | undefined {
  return content.kind === 'text' ? content.text : undefined
}

async function removeAddresses(kernel: KernelPort, addresses: readonly Address[]): Promise<void> {
  const { link } = await readState(kernel, { only: ['link'] })
  const links = linkNames(link)
  for (const address of addresses) {
    if (links.indexOf(address.dev) === undefined) continue
    const [answer] = await kernel.exchange(addressKind.remove(address, links))
    const refusal = answer?.refusal
    if (refusal && !alreadyGone.has(refusal.code)) {
      throw new KernelError({ op: 'remove', kind: 'address', key: addressKind.key(address) }, refusal)
    }
  }
}

const alreadyGone: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENODEV'])
