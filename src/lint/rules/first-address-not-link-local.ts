import { isLinkLocal } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** RFC 9568 section 5.2.9. */
export const firstAddressNotLinkLocal: Rule = {
  code: 'lint/first-address-not-link-local',
  severity: 'warning',
  doc: {
    what: 'The first address of an IPv6 virtual router is not link-local.',
    why: 'Hosts learn their router by its link-local address, and other implementations refuse adverts that begin with another.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        2001:db8::1/64
    }
}
`,
    instead: 'Put an address of fe80::/10 first, such as fe80::1.',
  },
  create: (report) => ({
    vrrpInstance({ family, virtualAddresses }) {
      const [first] = virtualAddresses
      if (family === 6 && first && !isLinkLocal(first.address)) {
        report(`${first.address} is the first address, and is not link-local`, first.at)
      }
    },
  }),
}
