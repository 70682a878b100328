import { referencesOf } from '../../bind/index.ts'
import type { Fleet, Member, VirtualRouter } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'

/** keepalived groups by name on each host for itself. */
export const unequalSyncGroups: FleetRule = {
  code: 'fleet/unequal-sync-groups',
  severity: 'warning',
  doc: {
    what: 'Virtual routers that change together on one host do not on another.',
    why: 'After a failover one role may move without the other, so that packets come in by one host and should leave by another.',
    example: `vrrp_sync_group G {
    group {
        VI_1
        VI_2
@lb1    VI_3
    }
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
}
vrrp_instance VI_2 {
    interface eth1
    virtual_router_id 52
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        198.51.100.10/24
    }
}
vrrp_instance VI_3 {
    interface eth2
    virtual_router_id 53
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        203.0.113.10/24
    }
}
`,
    instead: 'List the same instances in the vrrp_sync_group of each host.',
  },
  create: (report) => ({
    fleet(fleet) {
      for (const { members } of fleet.virtualRouters) {
        const [first, ...others] = members
        for (const member of others) {
          const extra = companions(first, fleet).filter((one) => !companions(member, fleet).includes(one))
          const away = extra.flatMap(({ members: all }) => all.filter(({ host }) => host === member.host))[0]
          const group = groupOf(first)
          if (!away || !group) continue
          const own = groupOf(member) ?? groupOf(away)
          report(
            `${member.router.name} and ${away.router.name} change together on ${first.host}, and not on ${member.host}`,
            own?.spans.members ?? own?.at ?? member.router.at,
            { related: [{ span: group.spans.members ?? group.at, message: `on ${first.host}` }] },
          )
        }
      }
    },
  }),
}

function groupOf({ router, config }: Member) {
  return referencesOf(config).syncGroups.get(router.name)
}

/** The virtual routers that are in one group with that of a member, on its host. */
function companions(member: Member, { virtualRouters }: Fleet): VirtualRouter[] {
  const { host, router } = member
  const names = groupOf(member)?.members ?? []
  if (names.length === 0) return []
  return virtualRouters.filter(({ members }) =>
    members.some((one) => one.host === host && one.router !== router && names.includes(one.router.name)),
  )
}
