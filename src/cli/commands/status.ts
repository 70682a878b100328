import type { Command } from 'commander'
import { exit } from '../exit.ts'
import { jsonOption, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options {
  readonly runDir: string
  readonly json?: boolean
}

export function status(program: Command): void {
  program
    .command('status')
    .description('what this host does now: roles, masters, the configuration in force')
    .addOption(runDirOption())
    .addOption(jsonOption())
    .addHelpText('before', '  kac status\n  kac status --json | jq .routers[].state\n')
    .action(async (options: Options, command: Command) => {
      const { readStatus } = await import('../read-status.ts')
      const { statusText } = await import('../../status/index.ts')
      const snapshot = await readStatus(options.runDir)
      const { out } = terminalOf(command)
      out(options.json ? JSON.stringify(snapshot, undefined, 2) : statusText(snapshot))
      if (snapshot.silent.includes('engine')) process.exitCode = exit.tryAgain
      else process.exitCode = snapshot.engine ? exit.ok : exit.error
    })
}
