import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { configIdOption, fileOption, jsonOption, option } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface CompileFlags {
  readonly file: string
  readonly configId?: string
  readonly stdinFilename?: string
  readonly json?: boolean
}

export function compile(program: Command): void {
  program
    .command('compile')
    .description('the expanded configuration, without includes, conditions and definitions; or its values')
    .addOption(fileOption())
    .addOption(configIdOption())
    .addOption(option('--stdin-filename <name>', 'what standard input is called in findings'))
    .addOption(jsonOption())
    .addHelpText('before', '  kac compile -f keepalived.conf -i lb1\n  kac compile --json -f keepalived.conf\n')
    .action(async (flags: CompileFlags, command: Command) => {
      const { printCompiled } = await import('../print-compiled.ts')
      process.exitCode = printCompiled(flags, terminalOf(command)) ? exit.ok : exit.error
    })
}
