import type { Command } from 'commander'
import type { Micros } from '../../base/index.ts'
import {
  allowEmptyOption,
  allowMassChangeOption,
  assumeOption,
  configIdOption,
  drainOption,
  fileOption,
  option,
  runDirOption,
} from '../options.ts'
import { terminalOf } from '../terminal.ts'
import type { PlanFlags } from './plan.ts'

export interface ApplyFlags extends PlanFlags {
  readonly yes?: boolean
  readonly allowEmpty?: boolean
  readonly allowMassChange?: boolean
  readonly drain?: Micros
}

const afterwords = `
While a daemon runs the host it is the daemon that applies, and only the file it runs. It goes on draining when this
command is interrupted; a real server that is put back into the file meanwhile is in use again at once.`

export function apply(program: Command): void {
  program
    .command('apply')
    .description('show the plan, ask, carry it out and read back what the kernel has')
    .addOption(fileOption())
    .addOption(configIdOption())
    .addOption(assumeOption())
    .addOption(option('-y, --yes', 'do not ask'))
    .addOption(allowEmptyOption())
    .addOption(allowMassChangeOption())
    .addOption(drainOption())
    .addOption(runDirOption())
    .addHelpText('before', '  kac apply -f keepalived.conf\n  kac apply -f keepalived.conf --yes --drain 30s\n')
    .addHelpText('after', afterwords)
    .action(async (flags: ApplyFlags, command: Command) => {
      const { applyHost } = await import('../apply-host.ts')
      process.exitCode = await applyHost(flags, terminalOf(command))
    })
}
