import type { Rule } from '../lint.ts'

/** RFC 9568 section 5.2.9. */
export const firstAddressNotLinkLocal: Rule = {
  code: 'lint/first-address-not-link-local',
  severity: 'warning',
  doc: `The first address of an IPv6 virtual router has to be link-local: hosts learn their router by its link-local
address, and other implementations refuse adverts that begin with another.

Put an address of fe80::/10 first, such as fe80::1.`,
  check({ vrrpInstances }, report) {
    for (const { family, virtualAddresses } of vrrpInstances) {
      const [first] = virtualAddresses
      if (family === 6 && first && !/^fe[89ab]/.test(first.address)) {
        report(`${first.address} is the first address, and is not link-local`, first.at)
      }
    }
  },
}
