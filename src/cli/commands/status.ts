import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { jsonOption, option, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options {
  readonly runDir: string
  readonly json?: boolean
  readonly openmetrics?: boolean
}

export function status(program: Command): void {
  program
    .command('status')
    .description('what this host does now: roles, masters, the configuration in force')
    .addOption(runDirOption())
    .addOption(jsonOption())
    .addOption(option('--openmetrics', 'for Prometheus and its like: the textfile collector of node_exporter takes it'))
    .addHelpText(
      'before',
      '  kac status\n  kac status --json | jq .routers[].state\n  kac status --openmetrics >kac.prom\n',
    )
    .action(async (options: Options, command: Command) => {
      const { askedElsewhere, readStatus } = await import('../read-status.ts')
      const { metricsText, statusText } = await import('../../status/index.ts')
      const snapshot = await readStatus(options.runDir)
      const { out, err } = terminalOf(command)
      if (options.openmetrics) out(metricsText(snapshot))
      else out(options.json ? JSON.stringify(snapshot, undefined, 2) : statusText(snapshot))
      const elsewhere = askedElsewhere(snapshot, options.runDir)
      if (elsewhere !== undefined) err(elsewhere)
      if (snapshot.silent.includes('engine')) process.exitCode = exit.tryAgain
      else process.exitCode = snapshot.engine ? exit.ok : exit.error
    })
}
