import { type Cidr, familyOf, type Ip, isLinkLocal } from '../../base/index.ts'
import { contains, parseNetwork, showNetwork } from '../networks.ts'
import type { Rule } from '../rule.ts'

/** The kernel adds it all the same. */
export const foreignAddress: Rule = {
  code: 'host/foreign-address',
  severity: 'warning',
  doc: {
    what: 'A virtual address is in no network that its interface is in. Looked up with --facts or --on-host, or where kac.yaml gives the networks of the interface.',
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
  create: (report, { networks }) => ({
    vrrpInstance({ virtualAddresses, excludedAddresses }) {
      for (const { address, dev, at } of networks ? [...virtualAddresses, ...excludedAddresses] : []) {
        const known = networksIn(networks?.get(dev), address)
        if (known.length === 0 || isLinkLocal(address) || known.some((one) => contains(one, address))) continue
        const near = [...(networks ?? [])].find(([, texts]) =>
          networksIn(texts, address).some((one) => contains(one, address)),
        )
        report(`${address} is in no network of ${dev}`, at, {
          hint: near ? `it is in one of ${near[0]}` : `${dev} is in ${known.map(showNetwork).join(', ')}`,
        })
      }
    },
  }),
}

/** Those of the family of an address; a segment has a name and no numbers. */
function networksIn(texts: readonly string[] | undefined, address: Ip): Cidr[] {
  return (texts ?? [])
    .flatMap((text) => parseNetwork(text) ?? [])
    .filter((one) => familyOf(one.address) === familyOf(address))
}
