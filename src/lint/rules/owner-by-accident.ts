import type { Rule } from '../lint.ts'

/** `state MASTER` without a priority is priority 255. */
export const ownerByAccident: Rule = {
  code: 'lint/owner-by-accident',
  severity: 'warning',
  doc: `state MASTER without a priority means priority 255: the router counts as the owner of the addresses. It takes
over at once, cannot be made to yield by tracking, and nopreempt has no effect.

Write a priority, such as 150, unless the host really owns the addresses.`,
  check({ vrrpInstances }, report) {
    for (const { priority, spans, at } of vrrpInstances) {
      if (priority === 255 && !spans.priority)
        report('without a priority, state MASTER means priority 255', spans.state ?? at)
    }
  },
}
