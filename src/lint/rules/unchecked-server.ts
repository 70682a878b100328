import type { RealServer } from '../../bind/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived says nothing of it. */
export const uncheckedServer: Rule = {
  code: 'lint/unchecked-server',
  severity: 'warning',
  doc: {
    what: 'A real server has no check, in a service that has others, or a sorry_server, to take its share.',
    why: 'It always counts as alive: connections go to it when it is dead.',
    example: `virtual_server 192.0.2.10 80 {
    delay_loop 5
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
    real_server 10.0.0.12 80 {
    }
}
`,
    instead: 'Give it a check, such as TCP_CHECK with a connect_timeout.',
  },
  create: (report) => ({
    virtualServer({ realServers, sorryServer, at }) {
      if (realServers.length + (sorryServer ? 1 : 0) < 2) return
      const unchecked = realServers.filter(isUnchecked)
      if (unchecked.length === realServers.length)
        report(`none of its servers is checked: each always counts as alive`, at)
      else
        for (const { address, at: place } of unchecked)
          report(`${address} is never checked and always counts as alive`, place)
    },
  }),
}

function isUnchecked({ checks }: RealServer): boolean {
  return checks.length === 0
}
