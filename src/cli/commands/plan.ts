import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { assumeOption, configIdOption, fileOption, option, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface PlanFlags {
  readonly file: string
  readonly configId?: string
  readonly runDir: string
  readonly assume: ReadonlyMap<string, 'master' | 'backup'>
}

interface Flags extends PlanFlags {
  readonly detailedExitcode?: boolean
  readonly json?: boolean
}

export function plan(program: Command): void {
  program
    .command('plan')
    .description('what would change on this host, and which line asks for it; changes nothing')
    .addOption(fileOption())
    .addOption(configIdOption())
    .addOption(assumeOption())
    .addOption(option('--detailed-exitcode', 'exit with 2 when something would change'))
    .addOption(option('--json', 'the plan as one JSON document'))
    .addOption(runDirOption())
    .addHelpText('before', '  kac plan -f keepalived.conf\n  kac plan -f keepalived.conf --assume VI_1=master\n')
    .action(async (flags: Flags, command: Command) => {
      const { planHost } = await import('../plan-host.ts')
      const { guardsOf } = await import('../guards.ts')
      const { render } = await import('../../plan/index.ts')
      const { drainingText } = await import('../../status/index.ts')
      const { isoNow } = await import('../now.ts')
      const terminal = terminalOf(command)
      const planned = await planHost(flags, terminal)
      const { plan: made } = planned
      const guards = guardsOf(planned, flags.file)
      const { draining = [] } = planned.status
      if (flags.json) terminal.out(JSON.stringify({ ...made, guards, draining }, undefined, 2))
      else terminal.out(render(made, { now: isoNow(), colour: terminal.colour }).trimEnd())
      if (!flags.json && draining.length > 0) terminal.out(`The daemon is ${drainingText(draining)}.`)
      if (!flags.json) for (const { message } of guards) terminal.out(`! kac apply refuses it: ${message}`)
      if (made.problems.length > 0) process.exitCode = exit.error
      else if (flags.detailedExitcode && made.changes.length > 0) process.exitCode = exit.changes
    })
}
