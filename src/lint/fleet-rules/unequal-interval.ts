import { showDuration } from '../../base/index.ts'
import type { FleetRule } from '../rule.ts'
import { reportDiffering } from './differing.ts'

/** Version 2 drops such adverts; version 3 learns the interval of the master. */
export const unequalInterval: FleetRule = {
  code: 'fleet/unequal-interval',
  severity: 'warning',
  doc: {
    what: 'The members of a virtual router do not advertise at the same interval.',
    why: 'In version 2 each drops the adverts of the others, so both become master; in version 3 the time until a takeover depends on who is master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
@lb1 advert_int 1
@lb2 advert_int 2
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write the same advert_int on all hosts.',
  },
  create: (report) => ({
    virtualRouter(router) {
      reportDiffering(router, report, {
        of: ({ advertInterval }) => String(advertInterval),
        at: ({ spans }) => spans.advertInterval,
        message: ({ host, router }, first) =>
          `${host} advertises every ${showDuration(router.advertInterval)}, and ${first.host} every ${showDuration(first.router.advertInterval)}`,
      })
    },
  }),
}
