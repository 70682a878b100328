import type { VirtualServer } from '../../bind/index.ts'
import type { FleetHost } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'
import { heldAddresses, serviceName } from '../services.ts'

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
        const directors = cluster.map(directorOf)
        for (const { name, config } of directors) {
          for (const service of config.virtualServers) {
            const lacking = directors.find(
              (other) => mayGet(service, other) && !other.services.has(serviceName(service)),
            )
            if (lacking) report(`${name} balances ${serviceName(service)}, and ${lacking.name} does not`, service.at)
          }
        }
      }
    },
  }),
}

interface Director extends FleetHost {
  readonly services: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
}

function directorOf(host: FleetHost): Director {
  const { config } = host
  return { ...host, services: new Set(config.virtualServers.map(serviceName)), addresses: heldAddresses(config) }
}

/** Packets for a mark or a group may reach any director of a cluster, those for an address whoever may hold that. */
function mayGet({ service }: VirtualServer, { addresses }: Director): boolean {
  return service.kind !== 'address' || addresses.has(service.address)
}
