import type { FleetRule } from '../rule.ts'
import { fingerprint, serverName, serviceName, sharedServices } from '../services.ts'

export const unequalChecks: FleetRule = {
  code: 'fleet/unequal-checks',
  severity: 'warning',
  doc: {
    what: 'Two directors check the same real server in different ways.',
    why: 'They disagree about which servers are alive, so a failover changes that too.',
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
        TCP_CHECK {
@lb1        connect_timeout 3
@lb2        connect_timeout 30
        }
    }
}
`,
    instead: 'Write the same checks on all directors. Where they leave from, with bindto or bind_if, may differ.',
  },
  create: (report) => ({
    fleet(fleet) {
      for (const { host, service, first } of sharedServices(fleet)) {
        for (const server of service.realServers) {
          const other = first.service.realServers.find((one) => serverName(one) === serverName(server))
          if (!other || fingerprint(other.checks) === fingerprint(server.checks)) continue
          const place = server.checks[0]?.at ?? server.at
          report(
            `${serviceName(service)}: ${host} checks ${serverName(server)} in another way than ${first.host}`,
            place,
            {
              related: [{ span: other.checks[0]?.at ?? other.at, message: `on ${first.host}` }],
            },
          )
        }
      }
    },
  }),
}
