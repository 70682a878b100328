import type { Command } from 'commander'
import { allowEmptyOption, assumeOption, configIdOption, fileOption, option, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'
import type { PlanFlags } from './plan.ts'

export interface ApplyFlags extends PlanFlags {
  readonly yes?: boolean
  readonly allowEmpty?: boolean
}

export function apply(program: Command): void {
  program
    .command('apply')
    .description('show the plan, ask, carry it out and read back what the kernel has')
    .addOption(fileOption())
    .addOption(configIdOption())
    .addOption(assumeOption())
    .addOption(option('-y, --yes', 'do not ask'))
    .addOption(allowEmptyOption())
    .addOption(runDirOption())
    .addHelpText('before', '  kac apply -f keepalived.conf\n  kac apply -f keepalived.conf --yes\n')
    .addHelpText('after', '\nWhile a daemon runs the host it is the daemon that applies, and only the file it runs.')
    .action(async (flags: ApplyFlags, command: Command) => {
      const { applyHost } = await import('../apply-host.ts')
      process.exitCode = await applyHost(flags, terminalOf(command))
    })
}
