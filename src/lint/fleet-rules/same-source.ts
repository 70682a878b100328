import type { Member } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'

/** keepalived cannot see it: each host only knows its own file. */
export const sameSource: FleetRule = {
  code: 'fleet/same-source',
  severity: 'warning',
  doc: {
    what: 'Two hosts send the adverts of a virtual router from the same address.',
    why: 'An address belongs to one host. The other one cannot send from it, and is in FAULT, or takes the adverts it hears for its own. It happens where one file is copied to all hosts.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    mcast_src_ip 192.0.2.2
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: "Write each host's own address; a condition @host in front of each line keeps one file for all.",
  },
  create: (report) => ({
    virtualRouter({ members }) {
      const seen = new Map<string, Member>()
      for (const member of members) {
        const { unicastSource, multicastSource, spans, at } = member.router
        const source = unicastSource ?? multicastSource
        if (source === undefined) continue
        const before = seen.get(source)
        if (before) {
          const message = `${member.host} and ${before.host} both send from ${source}`
          report(message, spans.unicastSource ?? spans.multicastSource ?? at)
        } else seen.set(source, member)
      }
    },
  }),
}
