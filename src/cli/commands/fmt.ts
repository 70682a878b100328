import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { option } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface FormatFlags {
  readonly check?: boolean
  readonly diff?: boolean
}

export function fmt(program: Command): void {
  program
    .command('fmt')
    .description('canonical layout: the meaning, comments and quotes stay')
    .argument('[path...]', 'files to rewrite; - is from standard input to standard output', [
      '/etc/keepalived/keepalived.conf',
    ])
    .addOption(option('--check', 'change nothing; exit with 1 when something would change'))
    .addOption(option('--diff', 'show what would change, and change nothing'))
    .addHelpText('before', '  kac fmt keepalived.conf\n  kac fmt --check hosts/*/keepalived.conf\n')
    .action(async (paths: string[], flags: FormatFlags, command: Command) => {
      const { formatFiles } = await import('../format-files.ts')
      process.exitCode = formatFiles(paths, flags, terminalOf(command)) ? exit.ok : exit.error
    })
}
