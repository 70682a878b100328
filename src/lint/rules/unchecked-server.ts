import type { Rule } from '../rule.ts'

/** keepalived says nothing of it. */
export const uncheckedServer: Rule = {
  code: 'lint/unchecked-server',
  severity: 'warning',
  doc: {
    what: 'A real server has no check, in a service that has others to take its share.',
    why: 'It always counts as alive: connections go to it when it is dead.',
    example: `virtual_server 192.0.2.10 80 {
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
    realServer({ checks, address, at }, { realServers }) {
      if (checks.length === 0 && realServers.length > 1)
        report(`${address} is never checked and always counts as alive`, at)
    },
  }),
}
