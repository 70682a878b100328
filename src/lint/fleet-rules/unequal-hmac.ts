import type { VrrpInstance } from '../../bind/index.ts'
import type { Member } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'

type Hmac = NonNullable<VrrpInstance['hmac']>

/** Keys may differ while they are changed, as long as each knows the one that the other signs with. */
export const unequalHmac: FleetRule = {
  code: 'fleet/unequal-hmac',
  severity: 'warning',
  doc: {
    what: 'A member of a virtual router does not know the key that another signs its adverts with.',
    why: 'It drops them, so both become master.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    auth_hmac {
@lb1    key 1 0123456789abcdef0123456789abcdef
@lb2    key 1 fedcba9876543210fedcba9876543210
        active_key 1
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead:
      'Give all members both keys first, and change active_key after; mode permissive accepts what is not signed yet.',
  },
  create: (report) => ({
    virtualRouter({ members: [first, ...others] }) {
      for (const member of others) {
        const message = disagreement(member, first) ?? disagreement(first, member)
        const place = member.router.hmac?.at ?? member.router.at
        const related = [{ span: first.router.hmac?.at ?? first.router.at, message: `on ${first.host}` }]
        if (message !== undefined) report(message, place, { related })
      }
    },
  }),
}

/** Why one drops what another sends. */
function disagreement(hearer: Member, sender: Member): string | undefined {
  const [own, other] = [hearer.router.hmac, sender.router.hmac]
  if (own?.mode !== 'enforce') return undefined
  if (!other || other.mode === 'receive-only')
    return `${hearer.host} wants signed adverts, and ${sender.host} does not sign its own`
  const key = keyOf(other, other.activeKey)
  if (key === undefined || keyOf(own, other.activeKey) === key) return undefined
  return `${hearer.host} does not have the key ${other.activeKey} that ${sender.host} signs with`
}

function keyOf({ keys }: Hmac, id: number): string | undefined {
  return keys.find((one) => one.id === id)?.key.reveal()
}
