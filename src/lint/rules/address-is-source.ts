import type { Rule } from '../rule.ts'

/** keepalived takes every listed address off the interface when it starts. */
export const addressIsSource: Rule = {
  code: 'lint/address-is-source',
  severity: 'warning',
  doc: {
    what: 'The source address of adverts is listed as an address of the instance.',
    why: 'Listed addresses are only there while the router is master, so a backup has nothing to send from and stays in FAULT; at the start they are even taken off the interface.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    mcast_src_ip 192.0.2.2
    virtual_ipaddress {
        192.0.2.2/24
    }
}
`,
    instead: "Leave the host's own address out of the list.",
  },
  create: (report) => ({
    vrrpInstance({ multicastSource, unicastSource, virtualAddresses, excludedAddresses }) {
      const source = unicastSource ?? multicastSource
      for (const { address, at } of [...virtualAddresses, ...excludedAddresses]) {
        if (address === source) report(`${address} is the source of adverts, and cannot come and go with the role`, at)
      }
    },
  }),
}
