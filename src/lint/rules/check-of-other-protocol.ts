import type { Rule } from '../rule.ts'

const overTcp = { tcp: 'TCP_CHECK', http: 'HTTP_GET', https: 'SSL_GET', smtp: 'SMTP_CHECK' } as const

/** A port of TCP says nothing of the same port of UDP. */
export const checkOfOtherProtocol: Rule = {
  code: 'lint/check-of-other-protocol',
  severity: 'warning',
  doc: {
    what: 'A service for UDP checks its servers over TCP, on the same port.',
    why: 'The two ports have the same number and nothing else in common: the check fails where nothing listens on TCP, and succeeds where the UDP side is dead.',
    example: `virtual_server 192.0.2.10 514 {
    lb_algo rr
    lb_kind NAT
    protocol UDP
    real_server 10.0.0.11 514 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'Use UDP_CHECK, DNS_CHECK or MISC_CHECK; or write protocol TCP, if that was meant.',
  },
  create: (report) => ({
    virtualServer({ protocol, service, spans, at, realServers }) {
      if (protocol !== 'UDP' || service.kind !== 'address') return
      for (const { port, checks } of realServers) {
        const wrong = checks.find((check) => check.kind in overTcp && 'port' in check && check.port === port)
        if (!wrong || checks.length > 1) continue
        const keyword = overTcp[wrong.kind as keyof typeof overTcp]
        report(`${keyword} asks port ${port} of TCP, and the service is for UDP`, wrong.at, {
          related: [
            {
              span: spans.protocol ?? at,
              message: spans.protocol ? 'protocol is set here' : 'without protocol, UDP is meant',
            },
          ],
        })
        return
      }
    },
  }),
}
