import { familyOf } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** Linux chooses the source of a tunnel's packets; it passes over an address that is deprecated (RFC 6724, rule 3). */
export const tunnelFromVirtualAddress: Rule = {
  code: 'lint/tunnel-from-virtual-address',
  severity: 'warning',
  doc: {
    what: 'Real servers are reached by a tunnel over IPv6, and the address of their service may become the source of its packets.',
    why: 'Such a server has that address itself, and drops what comes from its own address: connections time out, for as long as Linux prefers the virtual address to the others of the interface.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        fe80::51
        2001:db8::10/64
    }
}
virtual_server 2001:db8::10 80 {
    lb_algo rr
    lb_kind TUN
    protocol TCP
    real_server 2001:db8::11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead:
      'Write the virtual address with /128, or with preferred_lft 0: Linux then answers by it and begins nothing with it.',
  },
  create: (report) => ({
    config({ vrrpInstances, virtualServers }) {
      const tunnelled = new Set(
        virtualServers.flatMap(({ service, realServers }) =>
          service.kind === 'address' &&
          realServers.some(({ address, forwarding }) => forwarding.method === 'TUN' && familyOf(address) === 6)
            ? [service.address]
            : [],
        ),
      )
      const lines = vrrpInstances.flatMap((router) => [...router.virtualAddresses, ...router.excludedAddresses])
      for (const { address, preferredLifetime, at } of lines) {
        if (familyOf(address) !== 6 || preferredLifetime === 0 || !tunnelled.has(address)) continue
        report(`${address} may become the source of tunnels to real servers that have it too`, at, {
          hint: 'give it /128, or preferred_lft 0',
        })
      }
    },
  }),
}
