import { showDuration } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived leaves out a run while the one before goes on. */
export const scriptOutlastsInterval: Rule = {
  code: 'lint/script-outlasts-interval',
  severity: 'warning',
  doc: {
    what: 'A vrrp_script may run for longer than its interval.',
    why: 'While a run goes on no other is started, so a script that hangs is noticed after its timeout and not after its interval, times fall.',
    example: `vrrp_script chk {
    script /usr/local/bin/chk
    interval 2
    timeout 10
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    track_script {
        chk
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Leave timeout out, which makes it the interval, or make it shorter than that.',
  },
  create: (report) => ({
    config({ vrrpScripts }) {
      for (const { name, interval, timeout = interval, spans, at } of vrrpScripts) {
        if (timeout <= interval) continue
        const message = `${name} runs every ${showDuration(interval)} and may take ${showDuration(timeout)}: a run that hangs delays the next ones`
        report(message, spans.timeout ?? at)
      }
    },
  }),
}
