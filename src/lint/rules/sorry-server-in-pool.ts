import type { Rule } from '../rule.ts'

/** keepalived accepts it. */
export const sorryServerInPool: Rule = {
  code: 'lint/sorry-server-in-pool',
  severity: 'warning',
  doc: {
    what: 'The sorry_server is one of the real servers.',
    why: 'It stands in when too few of them work, and may be one of those that do not: it is not checked as a sorry server.',
    example: `virtual_server 192.0.2.10 80 {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    sorry_server 10.0.0.11 80
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'Name another server, such as one on this host that says sorry.',
  },
  create: (report) => ({
    virtualServer({ sorryServer: sorry, realServers, spans, at }) {
      const same = realServers.find(({ address, port }) => address === sorry?.address && port === sorry.port)
      if (sorry && same)
        report(`sorry_server ${sorry.address} is a real_server of the same service`, spans.sorryServer ?? at, {
          related: [{ span: same.at, message: 'the real_server' }],
        })
    },
  }),
}
