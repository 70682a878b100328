import type { FleetRule } from '../rule.ts'

/** RFC 9568 section 6.4.3 breaks the tie by address. */
export const equalPriority: FleetRule = {
  code: 'fleet/equal-priority',
  severity: 'warning',
  doc: {
    what: 'Two members of a virtual router have the same priority.',
    why: 'Whichever has the higher source address wins, so an address, not the configuration, says who is master; and with an address owner both stay master for a moment.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 100
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Give each host a priority of its own.',
  },
  create: (report) => ({
    virtualRouter({ members }) {
      for (const [index, { host, router }] of members.entries()) {
        const before = members[index - 1]
        if (!before || before.router.priority !== router.priority || router.priority === 255) continue
        const place = before.router.spans.priority ?? before.router.at
        report(`${host} has the priority of ${before.host}, ${router.priority}`, router.spans.priority ?? router.at, {
          related: [{ span: place, message: `on ${before.host}` }],
        })
      }
    },
  }),
}
