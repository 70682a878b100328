import type { Diagnostic } from '../../base/index.ts'
import type { DaemonPorts, LogPort } from '../ports.ts'
import { newIn } from './new-findings.ts'

const level = { error: 'error', warning: 'warn', note: 'info' } as const satisfies Record<string, keyof LogPort>

/** Of each severity: a log that drowns in them is read by nobody, and one that limits its rate loses others for it. */
const shown = 50

/**
 * Findings at the level of their severity, but for what was said when the configuration in force was read, `before`, and
 * is no error. What is not served yet is said of what is in force.
 */
export function logFindings(
  findings: readonly Diagnostic[],
  { log, renderFindings }: Pick<DaemonPorts, 'log' | 'renderFindings'>,
  before: readonly Diagnostic[] = [],
): void {
  const fresh = newIn(
    findings,
    before.filter(({ severity }) => severity !== 'error'),
  )
  for (const severity of ['error', 'warning', 'note'] as const) {
    const those = fresh.filter((found) => found.severity === severity && found.code !== 'lint/not-served-yet')
    if (those.length === 0) continue
    log[level[severity]](renderFindings(those.slice(0, shown)))
    const more = those.length - shown
    if (more > 0) log[level[severity]](`and ${more} more of severity ${severity}: kac lint shows them all`)
  }
}
