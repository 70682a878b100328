import type { Command } from 'commander'
import { jsonOption, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options {
  readonly runDir: string
  readonly json?: boolean
}

export function why(program: Command): void {
  program
    .command('why')
    .description('why a virtual router, a BFD session, a virtual server or a real server is in its state')
    .argument(
      '<name>',
      'a vrrp_instance, a bfd_instance, a virtual server (192.0.2.10:80/tcp) or a real server (10.0.0.1:80)',
    )
    .addOption(runDirOption())
    .addOption(jsonOption())
    .addHelpText('before', '  kac why VI_1\n')
    .action(async (name: string, options: Options, command: Command) => {
      const [{ askedElsewhere, readStatus }, { explained }] = await Promise.all([
        import('../read-status.ts'),
        import('../why.ts'),
      ])
      const snapshot = await readStatus(options.runDir)
      const { out, err } = terminalOf(command)
      const elsewhere = askedElsewhere(snapshot, options.runDir)
      if (elsewhere !== undefined) err(elsewhere)
      const { json, text } = explained(snapshot, name)
      out(options.json ? JSON.stringify(json, undefined, 2) : text)
    })
}
