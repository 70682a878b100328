import type { VrrpInstance } from '../../bind/index.ts'
import type { FleetRule } from '../rule.ts'

/** Each host decides for itself. */
export const unequalPreempt: FleetRule = {
  code: 'fleet/unequal-preempt',
  severity: 'note',
  doc: {
    what: 'Some members of a virtual router preempt, and others do not.',
    why: 'Whether the role comes back after a failure then depends on which host failed.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 120
@lb3 priority 100
@lb1 nopreempt
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write nopreempt on all hosts, or on none. On the host with the lowest priority it makes no difference.',
  },
  create: (report) => ({
    virtualRouter({ members }) {
      // The last one never meets a master of lower priority.
      const [first, ...others] = members.slice(0, -1)
      for (const { host, router } of others) {
        if (first && router.preempt !== first.router.preempt)
          report(`${host} ${verb(router)}, and ${first.host} ${verb(first.router)}`, router.spans.preempt ?? router.at)
      }
    },
  }),
}

function verb({ preempt }: VrrpInstance): string {
  return preempt ? 'takes the role back' : 'does not take the role back'
}
