import type { Rule } from '../rule.ts'

/** The default of old sample files. RFC 3768 section 6.4.3, RFC 9568 accept mode. */
export const strictUnreachable: Rule = {
  code: 'lint/strict-unreachable',
  severity: 'warning',
  doc: {
    what: 'Strict mode is on for a router that does not own its addresses.',
    why: 'In strict mode a master forwards packets but takes none in that are sent to the addresses themselves: no ping, no TCP, no load balancer is reachable there. The sample file that distributions install sets vrrp_strict, and it is copied without need.',
    example: `global_defs {
    vrrp_strict
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 150
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Remove vrrp_strict, or write strict_mode off in the instance, unless it is only a gateway to others.',
  },
  create: (report) => ({
    config({ global, vrrpInstances }) {
      const places = new Set(
        vrrpInstances
          .filter(({ strict, accept, priority }) => strict && !accept && priority !== 255)
          .map(({ spans, at }) => spans.strict ?? global.spans.strict ?? at),
      )
      for (const at of places) report('strict mode makes the virtual addresses themselves unreachable', at)
    },
  }),
}
