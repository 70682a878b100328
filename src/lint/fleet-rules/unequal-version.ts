import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** RFC 9568 section 7.1: a version that is not the own one is dropped. */
export const unequalVersion: FleetRule = {
  code: 'fleet/unequal-version',
  severity: 'warning',
  doc: {
    what: 'The members of a virtual router do not use the same version of VRRP.',
    why: 'Each drops the adverts of the others, so both become master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
@lb1 version 2
@lb2 version 3
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write the same version on all hosts, in the instance or as vrrp_version.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        of: ({ version }) => String(version),
        at: ({ spans }) => spans.version,
        message: ({ host, router }, first) =>
          `${host} uses version ${router.version}, and ${first.host} version ${first.router.version}`,
      })
    },
  }),
}
