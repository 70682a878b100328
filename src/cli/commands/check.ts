import type { Command } from 'commander'
import { KacError } from '../../base/index.ts'
import { exit } from '../exit.ts'
import { configIdOption, jsonOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options {
  readonly configId?: string
  readonly json?: boolean
}

export function check(program: Command): void {
  program
    .command('check')
    .description('try the checks of a real server once, now, from here')
    .argument('<file>', 'the configuration')
    .argument('<server>', 'a real server: 10.0.0.11, 10.0.0.11:80 or [2001:db8::11]:80')
    .addOption(configIdOption())
    .addOption(jsonOption())
    .addHelpText('before', '  kac check keepalived.conf 10.0.0.11:80\n')
    .action(async (file: string, server: string, options: Options, command: Command) => {
      const [{ compileFile, renderPlain }, { checkByHand, handCheckText }, { stderrLog }] = await Promise.all([
        import('../compile.ts'),
        import('../run-check.ts'),
        import('../../host/index.ts'),
      ])
      const { config, diagnostics } = compileFile(file, options)
      if (!config) throw new KacError('refused', `keepalived would refuse this file\n${renderPlain(diagnostics)}`)
      const made = await checkByHand(config, server, stderrLog())
      terminalOf(command).out(options.json ? JSON.stringify(made, undefined, 2) : handCheckText(made))
      if (made.attempts.some(({ result }) => result.kind !== 'success')) process.exitCode = exit.error
    })
}
