import type { Rule } from '../rule.ts'

/** keepalived stays in FAULT until the address is there. */
export const missingSource: Rule = {
  code: 'host/missing-source',
  severity: 'error',
  doc: {
    what: 'Adverts are to be sent from an address that the host does not have. Looked up with --facts or --on-host.',
    why: 'Nothing can be sent from it, so the router never takes part. It happens where the file of another host was copied.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    mcast_src_ip 192.0.2.99
    virtual_ipaddress {
        198.51.100.10/24
    }
}
`,
    instead: 'Write an address of the interface, or leave the line out.',
  },
  create: (report, { facts }) => ({
    vrrpInstance({ unicastSource, multicastSource, interface: name, spans, at }) {
      const source = unicastSource ?? multicastSource
      if (!facts || source === undefined) return
      const own = facts.interfaces.flatMap(({ addresses }) => addresses.map((text) => text.split('/')[0]))
      if (own.includes(source)) return
      const here = facts.interfaces.find((one) => one.name === name)?.addresses.join(', ') ?? ''
      const place = spans.unicastSource ?? spans.multicastSource ?? at
      report(`${facts.hostname} does not have the address ${source}`, place, {
        ...(here !== '' && { hint: `${name} has ${here}` }),
      })
    },
  }),
}
