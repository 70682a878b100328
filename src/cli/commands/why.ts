import type { Command } from 'commander'
import { KacError } from '../../base/index.ts'
import { jsonOption, runDirOption } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options {
  readonly runDir: string
  readonly json?: boolean
}

export function why(program: Command): void {
  program
    .command('why')
    .description('why a virtual router is in its state, and what would change it')
    .argument('<router>', 'name of a vrrp_instance')
    .addOption(runDirOption())
    .addOption(jsonOption())
    .addHelpText('before', '  kac why VI_1\n')
    .action(async (name: string, options: Options, command: Command) => {
      const { readStatus } = await import('../read-status.ts')
      const { whyText } = await import('../../status/index.ts')
      const snapshot = await readStatus(options.runDir)
      const router = snapshot.routers.find((each) => each.name === name)
      if (snapshot.silent.includes('engine')) throw new KacError('engine-silent', 'kac-engine does not answer')
      if (!router) {
        const known = snapshot.routers.map((each) => each.name).join(', ') || 'none'
        throw new KacError('unknown-router', `no virtual router "${name}" runs here; there are: ${known}`)
      }
      const { routers: _, configuration: __, ...of } = snapshot
      terminalOf(command).out(
        options.json ? JSON.stringify({ ...of, router }, undefined, 2) : whyText(snapshot, router),
      )
    })
}
