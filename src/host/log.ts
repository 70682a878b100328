import { printable } from '../base/index.ts'
import type { LogPort } from '../daemon/index.ts'

/** syslog priorities, which systemd reads from the start of a line (sd-daemon(3)). */
const priority = { info: 6, warn: 4, error: 3 } as const

/** To standard error: with syslog priorities under systemd, which adds the time, and with the time elsewhere. */
export function stderrLog(): LogPort {
  // The log's reader may end; the host goes on.
  process.stderr.on('error', () => {})
  const journal = process.env.JOURNAL_STREAM !== undefined
  const write = (level: keyof typeof priority) => (message: string) => {
    for (const line of printable(message).split('\n')) {
      process.stderr.write(journal ? `<${priority[level]}>${line}\n` : `${new Date().toISOString()} ${level} ${line}\n`)
    }
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
