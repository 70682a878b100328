import type { FleetRule } from '../rule.ts'
import { directorsOf, serviceName } from '../services.ts'

/** keepalived only knows its own file. */
export const missingService: FleetRule = {
  code: 'fleet/missing-service',
  severity: 'warning',
  doc: {
    what: 'A virtual_server is on one director, and not on another that may hold its address.',
    why: 'After a failover the other one takes the packets for the service and does not balance them.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
}
@lb1 virtual_server 192.0.2.10 80 {
@lb1     delay_loop 5
@lb1     lb_algo rr
@lb1     lb_kind NAT
@lb1     protocol TCP
@lb1     real_server 10.0.0.11 80 {
@lb1         TCP_CHECK {
@lb1             connect_timeout 3
@lb1         }
@lb1     }
@lb1 }
`,
    instead: 'Write the same virtual_server on all directors, in a file that each includes.',
  },
  create: (report) => ({
    fleet({ clusters }) {
      for (const cluster of clusters) {
        for (const { name, config } of cluster) {
          for (const service of config.virtualServers) {
            const lacking = directorsOf(service, cluster).find(
              (other) => !other.config.virtualServers.some((one) => serviceName(one) === serviceName(service)),
            )
            if (lacking) report(`${name} balances ${serviceName(service)}, and ${lacking.name} does not`, service.at)
          }
        }
      }
    },
  }),
}
