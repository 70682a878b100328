import { familyOf } from '../../base/index.ts'
import { interfaceNetworks } from '../facts.ts'
import { contains, isLinkLocal, showNetwork } from '../networks.ts'
import type { Rule } from '../rule.ts'

/** The kernel adds it all the same. */
export const foreignAddress: Rule = {
  code: 'host/foreign-address',
  severity: 'warning',
  doc: {
    what: 'A virtual address is in no network that its interface is in. Looked up with --facts or --on-host.',
    why: 'Nobody on that network asks for the address there, so no packet for it arrives, unless a router sends them here on purpose.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Correct the address, or name the interface that is in its network with dev.',
  },
  create: (report, { facts }) => ({
    vrrpInstance({ virtualAddresses, excludedAddresses }) {
      for (const { address, dev, at } of facts ? [...virtualAddresses, ...excludedAddresses] : []) {
        const networks = facts
          ? interfaceNetworks(facts, dev).filter((one) => familyOf(one.address) === familyOf(address))
          : []
        if (networks.length === 0 || isLinkLocal(address) || networks.some((one) => contains(one, address))) continue
        const near = facts?.interfaces.find(({ name }) =>
          interfaceNetworks(facts, name).some((one) => contains(one, address)),
        )
        report(`${address} is in no network of ${dev}`, at, {
          hint: near ? `it is in one of ${near.name}` : `${dev} is in ${networks.map(showNetwork).join(', ')}`,
        })
      }
    },
  }),
}
