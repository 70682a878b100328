import { isUnicast } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** keepalived hears one or the other. */
export const mixedCast: FleetRule = {
  code: 'fleet/mixed-cast',
  severity: 'warning',
  doc: {
    what: 'Some members of a virtual router use unicast, and others multicast.',
    why: 'Their adverts do not reach each other, so both become master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
@lb1 unicast_peer {
@lb1    192.0.2.3
@lb1 }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write unicast_peer on all hosts, or on none.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        of: (router) => String(isUnicast(router)),
        at: ({ spans }) => spans.unicastPeers,
        message: ({ host, router }, first) =>
          isUnicast(router)
            ? `${host} uses unicast, and ${first.host} multicast`
            : `${host} uses multicast, and ${first.host} unicast`,
      })
    },
  }),
}
