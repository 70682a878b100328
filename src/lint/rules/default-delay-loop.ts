import { seconds, showDuration } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived's default since the beginning. */
const DEFAULT = seconds(60)

export const defaultDelayLoop: Rule = {
  code: 'lint/default-delay-loop',
  severity: 'note',
  doc: {
    what: 'A service has checks, and no delay_loop says how often.',
    why: 'Each server is then checked once a minute, so a dead one gets connections for that long, and for the retries on top.',
    example: `virtual_server 192.0.2.10 80 {
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
    instead: 'Write delay_loop with a number of seconds in the virtual_server.',
  },
  create: (report) => ({
    virtualServer({ realServers, spans, at }) {
      if (spans.delayLoop) return
      const slow = realServers.some(({ checks }) =>
        checks.some((check) => 'delayLoop' in check && check.delayLoop === DEFAULT && !check.spans.delayLoop),
      )
      if (!slow) return
      report(`without delay_loop its servers are checked every ${showDuration(DEFAULT)}`, at, {
        hint: 'write delay_loop with a number of seconds',
      })
    },
  }),
}
