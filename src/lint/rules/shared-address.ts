import type { VirtualAddress, VrrpInstance } from '../../bind/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived accepts the same address in two instances without a word. */
export const sharedAddress: Rule = {
  code: 'lint/shared-address',
  severity: 'warning',
  doc: {
    what: 'Two instances of this host hold the same address on the same interface.',
    why: 'When one of them leaves the state of master it takes the address away, although the other is still master and still announces it.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10/24
    }
}
vrrp_instance VI_2 {
    interface eth0
    virtual_router_id 52
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'List an address in one instance only.',
  },
  create(report) {
    const seen = new Map<string, { readonly router: VrrpInstance; readonly address: VirtualAddress }>()
    return {
      vrrpInstance(router) {
        for (const address of [...router.virtualAddresses, ...router.excludedAddresses]) {
          const key = `${address.address} ${address.dev}`
          const before = seen.get(key)
          if (!before) seen.set(key, { router, address })
          else if (before.router !== router) {
            const related = [{ span: before.address.at, message: `also in ${before.router.name}` }]
            report(`${address.address} is held by two instances of this host`, address.at, { related })
          }
        }
      },
    }
  },
}
