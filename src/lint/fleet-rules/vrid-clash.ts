import { isUnicast, type Member } from '../fleet.ts'
import type { FleetRule, Report } from '../rule.ts'

/** RFC 9568 section 5.2.3: a VRID is unique on its network. */
export const vridClash: FleetRule = {
  code: 'fleet/vrid-clash',
  severity: 'warning',
  doc: {
    what: 'Two virtual routers that have no address in common use the same VRID on one network.',
    why: 'They hear each other and take the adverts for their own: one of them is never master, or both reject each other, and both use one virtual MAC address.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 150
    virtual_ipaddress {
@lb1    192.0.2.10/24
@lb2    192.0.2.20/24
    }
}
`,
    instead:
      'Give each virtual router on a network its own VRID. Where they are meant to be one, list the same addresses.',
  },
  create: (report) => ({
    fleet({ virtualRouters }) {
      const seen = new Map<string, Member>()
      for (const { virtualRouterId, family, networks, members } of virtualRouters) {
        const [member] = members
        if (isUnicast(member.router)) continue
        for (const network of networks) {
          const key = `${network} ${family} ${virtualRouterId}`
          const other = seen.get(key)
          if (other) reportClash(member, other, network, report)
          else seen.set(key, member)
        }
      }
    },
  }),
}

function reportClash({ host, router }: Member, other: Member, network: string, report: Report): void {
  const { name, virtualRouterId, spans, at } = router
  const related = [{ span: other.router.spans.virtualRouterId ?? other.router.at, message: `on ${other.host}` }]
  const message = `VRID ${virtualRouterId} on ${network} is used by ${name} of ${host} and by ${other.router.name} of ${other.host}, which share no address`
  report(message, spans.virtualRouterId ?? at, { related })
}
