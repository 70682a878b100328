import { isLinkLocal } from '../../base/index.ts'
import { bitsOf } from '../networks.ts'
import type { Rule } from '../rule.ts'

/** The kernel adds a route to the prefix along with an address. */
export const networkOnVmac: Rule = {
  code: 'lint/network-on-vmac',
  severity: 'note',
  doc: {
    what: 'An address on a macvlan has the prefix of a whole network.',
    why: 'The kernel then has two routes to that network while the router is master, by the interface and by the macvlan. Which one is used depends on the order in which they came up, so packets of the host itself may leave with the virtual MAC address.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    use_vmac
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write /32, or /128 for IPv6, or add noprefixroute.',
  },
  create: (report) => ({
    vrrpInstance({ vmac, interface: base, virtualAddresses, excludedAddresses }) {
      const found = [...virtualAddresses, ...excludedAddresses].find(
        ({ address, prefix, dev, useVmac, noprefixroute, peer }) =>
          (useVmac || (vmac !== undefined && dev === base)) &&
          !noprefixroute &&
          peer === undefined &&
          !isLinkLocal(address) &&
          prefix < bitsOf(address),
      )
      if (!found) return
      const message = `${found.address}/${found.prefix} on a macvlan makes a second route to its network`
      report(message, found.at, { hint: `write /${bitsOf(found.address)}` })
    },
  }),
}
