import type { Rule } from '../rule.ts'

/** `state MASTER` without a priority is priority 255. */
export const ownerByAccident: Rule = {
  code: 'lint/owner-by-accident',
  severity: 'warning',
  doc: {
    what: 'An instance has state MASTER and no priority, which means priority 255.',
    why: 'The router counts as the owner of the addresses: it takes over at once, cannot be made to yield by tracking, and nopreempt has no effect.',
    example: `vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write a priority, such as 150, unless the host really owns the addresses.',
  },
  create: (report) => ({
    vrrpInstance({ priority, spans, at }) {
      if (priority === 255 && !spans.priority)
        report('without a priority, state MASTER means priority 255', spans.state ?? at)
    },
  }),
}
