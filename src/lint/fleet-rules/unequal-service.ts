import { showDuration } from '../../base/index.ts'
import type { VirtualServer } from '../../bind/index.ts'
import type { FleetRule } from '../rule.ts'
import { fingerprint, serverName, serviceName, sharedServices } from '../services.ts'

/** What a client would notice when another director takes over. */
const traits: Readonly<
  Record<string, { readonly field: keyof VirtualServer['spans']; of(service: VirtualServer): string }>
> = {
  lb_algo: { field: 'scheduler', of: ({ scheduler }) => scheduler },
  lb_kind: { field: 'forwarding', of: ({ forwarding }) => Object.values(forwarding).join(' ') },
  persistence_timeout: {
    field: 'persistence',
    of: ({ persistence }) => (persistence === undefined ? 'none' : showDuration(persistence)),
  },
  quorum: { field: 'quorum', of: ({ quorum }) => String(quorum) },
  hysteresis: { field: 'hysteresis', of: ({ hysteresis }) => String(hysteresis) },
  sorry_server: { field: 'sorryServer', of: ({ sorryServer: sorry }) => (sorry ? serverName(sorry) : 'none') },
  'the flags of the scheduler': {
    field: 'scheduler',
    of: ({ flag1, flag2, flag3, shPort, shFallback, mhPort, mhFallback, onePacket }) =>
      fingerprint([flag1, flag2, flag3, shPort, shFallback, mhPort, mhFallback, onePacket]),
  },
}

export const unequalService: FleetRule = {
  code: 'fleet/unequal-service',
  severity: 'warning',
  doc: {
    what: 'Two directors balance the same service in different ways.',
    why: 'After a failover clients are sent elsewhere, lose their server, or get no answer, by rules that nobody chose for that moment.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
}
virtual_server 192.0.2.10 80 {
    delay_loop 5
@lb1 lb_algo rr
@lb2 lb_algo wlc
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'Write the same settings on all directors, in a file that each includes.',
  },
  create: (report) => ({
    fleet(fleet) {
      for (const { host, service, first } of sharedServices(fleet)) {
        for (const [keyword, { field, of }] of Object.entries(traits)) {
          const [own, other] = [of(service), of(first.service)]
          if (own === other) continue
          const values = keyword.includes(' ') ? 'differ' : `is ${own} on ${host}, and ${other} on ${first.host}`
          report(`${serviceName(service)}: ${keyword} ${values}`, service.spans[field] ?? service.at, {
            related: [{ span: first.service.spans[field] ?? first.service.at, message: `on ${first.host}` }],
          })
        }
      }
    },
  }),
}
