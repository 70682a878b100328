import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** RFC 2338 section 5.3.6. */
export const unequalAuthentication: FleetRule = {
  code: 'fleet/unequal-authentication',
  severity: 'warning',
  doc: {
    what: 'The members of a virtual router do not use the same authentication.',
    why: 'Each drops the adverts of the others, so both become master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    authentication {
        auth_type PASS
@lb1    auth_pass k3Vq8mZt
@lb2    auth_pass k3Vq8mZz
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write the same block on all hosts, or on none.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        of: ({ authentication }) =>
          authentication ? `${authentication.type} ${authentication.password.reveal()}` : '',
        at: ({ authentication }) => authentication?.spans.password ?? authentication?.at,
        message: ({ host }, first) => `${host} and ${first.host} do not have the same authentication`,
      })
    },
  }),
}
