import type { VirtualServer } from '../../bind/index.ts'
import type { FleetRule } from '../rule.ts'
import { serverName, serviceName, sharedServices } from '../services.ts'

export const unequalRealServers: FleetRule = {
  code: 'fleet/unequal-real-servers',
  severity: 'warning',
  doc: {
    what: 'Two directors balance the same service over different real servers, or with different weights.',
    why: 'After a failover some servers get nothing, or others more than they can take.',
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
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
@lb1    weight 1
@lb2    weight 3
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'List the same real servers with the same weights on all directors.',
  },
  create: (report) => ({
    fleet(fleet) {
      for (const { host, service, first } of sharedServices(fleet)) {
        const lacks = [lacking(first.host, service, first.service), lacking(host, first.service, service)]
        const related = [{ span: first.service.at, message: `on ${first.host}` }]
        const message = lacks.filter((one) => one !== '').join(', and ')
        if (message !== '') report(`${serviceName(service)}: ${message}`, service.at, { related })
        for (const server of service.realServers) {
          const other = first.service.realServers.find((one) => serverName(one) === serverName(server))
          if (!other || other.weight === server.weight) continue
          const weights = `has weight ${server.weight} on ${host}, and ${other.weight} on ${first.host}`
          report(`${serverName(server)} ${weights}`, server.spans.weight ?? server.at, {
            related: [{ span: other.spans.weight ?? other.at, message: `on ${first.host}` }],
          })
        }
      }
    },
  }),
}

/** Which real servers of one a host does not have. */
function lacking(host: string, { realServers }: VirtualServer, own: VirtualServer): string {
  const names = new Set(own.realServers.map(serverName))
  const missing = realServers.map(serverName).filter((name) => !names.has(name))
  return missing.length === 0 ? '' : `${host} lacks ${missing.join(', ')}`
}
