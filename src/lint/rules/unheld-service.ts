import type { Rule } from '../rule.ts'
import { heldAddresses } from '../services.ts'

/** keepalived serves what arrives, and does not ask why. */
export const unheldService: Rule = {
  code: 'lint/unheld-service',
  severity: 'note',
  doc: {
    what: 'The address of a virtual_server is held by no vrrp_instance of a configuration that has some.',
    why: 'If no other means brings the address to this host, no packet for the service arrives. Mostly one of the two is mistyped.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10/24
    }
}
virtual_server 192.0.2.11 80 {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'List the address in virtual_ipaddress, or in static_ipaddress where every host is to have it.',
  },
  create: (report) => ({
    config(config) {
      const held = heldAddresses(config)
      if (held.size === 0) return
      for (const { service, at } of config.virtualServers) {
        if (service.kind !== 'address' || held.has(service.address)) continue
        report(`no vrrp_instance brings ${service.address} to this host`, at)
        held.add(service.address)
      }
    },
  }),
}
