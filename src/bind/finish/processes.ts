import type { Findings } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'

/** How many of a process have to run: the later of two numbers that contradict each other is left out. */
export function settleProcesses(draft: ConfigDraft, findings: Findings): void {
  for (const tracked of draft.trackProcesses) {
    const { quorum, quorumMax, spans, at } = tracked
    if (quorum !== undefined && quorumMax !== undefined && quorum > quorumMax) {
      const order = Object.keys(spans)
      const late = order.indexOf('quorum') > order.indexOf('quorumMax') ? 'quorum' : 'quorumMax'
      const keyword = late === 'quorum' ? 'quorum' : 'quorum_max'
      const without = late === 'quorum' ? `above quorum_max ${quorumMax}` : `below quorum ${quorum}`
      findings.report('bind/no-effect', { keyword, without }, spans[late] ?? at)
      delete tracked[late]
    }
    tracked.quorum ??= tracked.quorumMax === 0 ? 0 : 1
  }
}
