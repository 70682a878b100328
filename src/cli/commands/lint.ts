import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { configIdOption, jsonOption, option } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface LintFlags {
  readonly configId?: string
  readonly stdinFilename?: string
  readonly strict?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

export function lint(program: Command): void {
  program
    .command('lint')
    .description('judge configurations, on any machine: no root, none of the interfaces needed')
    .argument('[path...]', 'files; - is standard input', ['/etc/keepalived/keepalived.conf'])
    .addOption(configIdOption())
    .addOption(option('--stdin-filename <name>', 'what standard input is called in findings'))
    .addOption(option('--strict', 'warnings fail too'))
    .addOption(option('-q, --quiet', 'say nothing where there is nothing to say'))
    .addOption(jsonOption())
    .addHelpText('before', '  kac lint keepalived.conf\n  kac lint --strict hosts/*/keepalived.conf\n')
    .action(async (paths: string[], flags: LintFlags, command: Command) => {
      const { lintFiles } = await import('../lint-files.ts')
      process.exitCode = lintFiles(paths, flags, terminalOf(command)) ? exit.ok : exit.error
    })
}
