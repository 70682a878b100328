import type { Diagnostic } from '../base/index.ts'
import type { DaemonPorts, LogPort } from './ports.ts'

const level = { error: 'error', warning: 'warn', note: 'info' } as const satisfies Record<string, keyof LogPort>

/** Each finding at the level of its severity; not what is not served yet, which is said of what is in force. */
export function logFindings(
  findings: readonly Diagnostic[],
  { log, renderFindings }: Pick<DaemonPorts, 'log' | 'renderFindings'>,
): void {
  for (const severity of ['error', 'warning', 'note'] as const) {
    const those = findings.filter((found) => found.severity === severity && found.code !== 'lint/not-served-yet')
    if (those.length > 0) log[level[severity]](renderFindings(those))
  }
}
