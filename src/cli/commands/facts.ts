import type { Command } from 'commander'
import { configIdOption, fileOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface FactsFlags {
  readonly file: string
  readonly configId?: string
}

export function facts(program: Command): void {
  program
    .command('facts')
    .description('what this host has, as JSON for kac lint --facts: interfaces, users, programs; needs no root')
    .addOption(fileOption())
    .addOption(configIdOption())
    .addHelpText('before', '  kac facts > facts/lb1.json\n  kac lint --facts facts/lb1.json keepalived.conf\n')
    .action(async (flags: FactsFlags, command: Command) => {
      const { printFacts } = await import('../print-facts.ts')
      await printFacts(flags, terminalOf(command))
    })
}
