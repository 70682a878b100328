import type { VirtualAddress, VrrpInstance } from '../../bind/index.ts'
import type { Rule } from '../lint.ts'

/** keepalived accepts the same address in two instances without a word. */
export const sharedAddress: Rule = {
  code: 'lint/shared-address',
  severity: 'warning',
  doc: `Two instances of this host hold the same address on the same interface. When one of them leaves the state of
master it takes the address away, although the other is still master and still announces it.

List an address in one instance only.`,
  check({ vrrpInstances }, report) {
    const seen = new Map<string, { readonly router: VrrpInstance; readonly address: VirtualAddress }>()
    for (const router of vrrpInstances) {
      for (const address of [...router.virtualAddresses, ...router.excludedAddresses]) {
        const key = `${address.address} ${address.dev}`
        const before = seen.get(key)
        if (!before) seen.set(key, { router, address })
        else if (before.router !== router) {
          const related = [{ span: before.address.at, message: `also in ${before.router.name}` }]
          report(`${address.address} is held by two instances of this host`, address.at, { related })
        }
      }
    }
  },
}
