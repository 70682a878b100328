import { trackedBy } from '../../bind/index.ts'
import type { Rule } from '../rule.ts'

/** RFC 9568 section 6.4.2: without preemption a backup accepts a master of lower priority. */
export const weightWithNopreempt: Rule = {
  code: 'lint/weight-with-nopreempt',
  severity: 'warning',
  doc: {
    what: 'An instance with nopreempt follows something that changes its priority.',
    why: 'With nopreempt a backup leaves a master alone however low its priority falls, so what is tracked makes nobody take over. Only what leads to FAULT, with weight 0, does.',
    example: `vrrp_script chk {
    script /usr/local/bin/chk
    weight -20
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    nopreempt
    track_script {
        chk
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead:
      'Take the weight away, so that a failure leads to FAULT and another router takes over; or remove nopreempt on the others.',
  },
  create: (report) => ({
    config(config) {
      for (const router of config.vrrpInstances) {
        const weighted = router.preempt ? undefined : trackedBy(router, config).find(({ weight }) => weight !== 0)
        if (!weighted) continue
        const message = `with nopreempt on the backups nobody takes over when ${weighted.name} changes the priority by ${weighted.weight}`
        report(message, weighted.at, {
          hint: 'with weight 0 a failure leads to FAULT, and another router takes over',
          related: [{ span: router.spans.preempt ?? router.at, message: 'nopreempt is set here' }],
        })
      }
    },
  }),
}
