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
    const before = journal ? `<${priority[level]}>` : `${new Date().toISOString()} ${level} `
    // In one piece: lines of others are not to come between.
    process.stderr.write(`${before}${printable(message).replaceAll('\n', `\n${before}`)}\n`)
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
