import { type Tracked, trackedBy } from '../../bind/index.ts'
import type { Member } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'

/** RFC 9568 section 6.4.2: only a higher priority takes over. */
export const smallWeight: FleetRule = {
  code: 'fleet/small-weight',
  severity: 'warning',
  doc: {
    what: 'Even when all fails that the first master tracks, its priority does not fall below that of the next one.',
    why: 'The gap between their priorities is at least as large as the weights together, so what is tracked never makes anybody take over.',
    example: `global_defs {
    script_user nobody
}
vrrp_script chk {
    script /usr/local/bin/chk
    weight -20
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    track_script {
        chk
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Bring the priorities closer together than the weight, such as 110 and 100 with a weight of -20.',
  },
  create: (report) => ({
    virtualRouter({ members }) {
      const [first, next] = [...members].sort((a, b) => priorityOf(b, 'good') - priorityOf(a, 'good'))
      if (!first || !next || first.router.priority === 255) return
      const weighted = trackedBy(first.router, first.config).filter(({ weight }) => weight !== 0)
      const [tracker] = weighted
      if (!tracker || weighted.some(isScaled)) return
      const [failed, other] = [priorityOf(first, 'bad'), priorityOf(next, 'good')]
      if (failed < other) return
      const what = weighted.length === 1 ? `${tracker.name} fails` : `all ${weighted.length} that it tracks fail`
      report(
        `${first.host} still has ${failed} when ${what}, and ${next.host} has ${other}: nobody takes over`,
        tracker.at,
        {
          hint: `the weight has to be more than ${priorityOf(first, 'good') - other}`,
        },
      )
    },
  }),
}

/** What a member advertises when all is well with it, or nothing. */
function priorityOf({ router, config }: Member, all: 'good' | 'bad'): number {
  const changes = trackedBy(router, config).filter((tracked) => !isScaled(tracked))
  const total = changes.reduce((sum, tracker) => sum + changeBy(tracker, all), router.priority)
  return router.priority === 255 ? 255 : Math.max(1, Math.min(254, total))
}

/** Its weight is multiplied with a number that only the host knows. */
function isScaled({ kind }: Tracked): boolean {
  return kind === 'file'
}

function changeBy({ weight, reverse }: Tracked, state: 'good' | 'bad'): number {
  const inForce = weight > 0 ? state === 'good' : state === 'bad'
  return inForce ? weight * (reverse ? -1 : 1) : 0
}
