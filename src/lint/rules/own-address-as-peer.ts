import type { Rule } from '../rule.ts'

/** keepalived accepts it and sends adverts to itself. */
export const ownAddressAsPeer: Rule = {
  code: 'lint/own-address-as-peer',
  severity: 'warning',
  doc: {
    what: 'The source address of an instance is among its unicast peers.',
    why: 'The host sends adverts to itself. It happens where one file is copied to all hosts.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    unicast_src_ip 192.0.2.2
    unicast_peer {
        192.0.2.2
        192.0.2.3
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'List the other hosts only; a condition @host in front of each line keeps one file for all.',
  },
  create: (report) => ({
    vrrpInstance({ unicastPeers, unicastSource }) {
      for (const { address, at } of unicastPeers) {
        if (address === unicastSource) report(`${address} is this host's own address, not a peer`, at)
      }
    },
  }),
}
