import type { Rule } from '../rule.ts'

/** keepalived accepts it. */
export const peerIsVirtualAddress: Rule = {
  code: 'lint/peer-is-virtual-address',
  severity: 'warning',
  doc: {
    what: 'A unicast peer is one of the addresses that the instance holds.',
    why: 'Whoever is master holds that address, so adverts go to the sender itself and never to a backup, which then becomes master too.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    unicast_peer {
        192.0.2.10
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: "List the other hosts' own addresses.",
  },
  create: (report) => ({
    vrrpInstance({ unicastPeers, virtualAddresses, excludedAddresses }) {
      const held = new Map([...virtualAddresses, ...excludedAddresses].map(({ address, at }) => [address, at]))
      for (const { address, at } of unicastPeers) {
        const span = held.get(address)
        if (span)
          report(`${address} comes and goes with the role, so it is no address of a peer`, at, {
            related: [{ span, message: 'listed as a virtual address' }],
          })
      }
    },
  }),
}
