import { addressesOf } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** RFC 9568 section 7.1: a backup may drop adverts that list other addresses; keepalived does. */
export const unequalAddresses: FleetRule = {
  code: 'fleet/unequal-addresses',
  severity: 'warning',
  doc: {
    what: 'The members of a virtual router do not list the same addresses.',
    why: 'A backup that compares the list drops the adverts and becomes master too; and an address that only one host lists is gone after a failover.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
@lb1    192.0.2.11/24
    }
}
`,
    instead: 'List the same addresses in virtual_ipaddress on all hosts.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        of: (router) => addressesOf(router).join(' '),
        at: ({ spans }) => spans.virtualAddresses,
        message: ({ host, router }, first) =>
          `${host} ${difference(addressesOf(router), addressesOf(first.router))} ${first.host}`,
      })
    },
  }),
}

function difference(own: readonly string[], others: readonly string[]): string {
  const missing = others.filter((address) => !own.includes(address))
  const extra = own.filter((address) => !others.includes(address))
  if (extra.length === 0) return `lacks ${missing.join(', ')} of`
  const lacking = missing.length > 0 ? `, and lacks ${missing.join(', ')} of` : ', unlike'
  return `holds ${extra.join(', ')}${lacking}`
}
