import { isUnicast } from '../fleet.ts'
import type { FleetRule } from '../rule.ts'

/** Only where both say their source: elsewhere the file does not tell who is who. */
export const oneSidedPeers: FleetRule = {
  code: 'fleet/one-sided-peers',
  severity: 'warning',
  doc: {
    what: 'A host sends its adverts to another one that does not send any back.',
    why: 'The other host does not know this one as a peer. While it is master this one hears nothing and becomes master too.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
@lb1 unicast_src_ip 192.0.2.2
@lb2 unicast_src_ip 192.0.2.3
    unicast_peer {
@lb1    192.0.2.3
@lb2    192.0.2.4
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'List every other host of the virtual router in unicast_peer, on all of them.',
  },
  create: (report) => ({
    virtualRouter({ members }) {
      for (const { host, router } of members) {
        for (const other of members) {
          const { unicastSource } = other.router
          if (
            other.host === host ||
            !isUnicast(router) ||
            unicastSource === undefined ||
            unicastSource === router.unicastSource
          )
            continue
          if (router.unicastPeers.some(({ address }) => address === unicastSource)) continue
          report(
            `${host} does not list ${other.host} (${unicastSource}) as a peer`,
            router.spans.unicastPeers ?? router.at,
          )
        }
      }
    },
  }),
}
