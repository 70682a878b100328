import type { Command } from 'commander'
import { jsonOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export function explain(program: Command): void {
  program
    .command('explain')
    .description('what a finding means, or all about a keyword')
    .argument('<code|keyword>', 'such as lint/shared-address, priority, or vrrp_instance/priority')
    .addOption(jsonOption())
    .addHelpText('before', '  kac explain lint/shared-address\n  kac explain advert_int\n')
    .action(async (subject: string, { json }: { readonly json?: boolean }, command: Command) => {
      const { explanationOf, explanationText } = await import('../explain-subject.ts')
      const explanation = explanationOf(subject)
      terminalOf(command).out(json ? JSON.stringify(explanation, undefined, 2) : explanationText(explanation))
    })
}
