import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** RFC 9568 section 6.1: Accept_Mode. */
export const unequalAccept: FleetRule = {
  code: 'fleet/unequal-accept',
  severity: 'warning',
  doc: {
    what: 'Some members of a virtual router take packets to its addresses in, and others only forward.',
    why: 'What listens on an address, or answers a ping to it, is gone after a failover.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
@lb2 no_accept
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write accept, no_accept and strict_mode alike on all hosts.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        // An owner accepts in any case.
        of: ({ accept, priority }) => String(accept || priority === 255),
        at: ({ spans }) => spans.accept ?? spans.strict,
        message: ({ host, router }, first) =>
          router.accept
            ? `${host} takes packets to the addresses in, and ${first.host} does not`
            : `${host} takes no packets to the addresses in, and ${first.host} does`,
      })
    },
  }),
}
