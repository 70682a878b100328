import type { FleetRule } from '../rule.ts'

/** RFC 9568 section 5.2.4: 255 is for the one owner. */
export const twoOwners: FleetRule = {
  code: 'fleet/two-owners',
  severity: 'warning',
  doc: {
    what: 'Two members of a virtual router have priority 255.',
    why: 'Priority 255 says that the host owns the addresses. Neither ever yields, so both stay master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 255
@lb2 priority 255
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Leave 255 to the host that has the addresses as its own, or use no 255 at all.',
  },
  create: (report) => ({
    virtualRouter({ members }) {
      const [first, ...others] = members.filter(({ router }) => router.priority === 255)
      for (const { host, router } of others) {
        if (!first) return
        report(`${host} and ${first.host} both claim to own the addresses`, router.spans.priority ?? router.at, {
          related: [{ span: first.router.spans.priority ?? first.router.at, message: `on ${first.host}` }],
        })
      }
    },
  }),
}
