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
    .description('why a virtual router or a BFD session is in its state, and what would change it')
    .argument('<name>', 'of a vrrp_instance or a bfd_instance')
    .addOption(runDirOption())
    .addOption(jsonOption())
    .addHelpText('before', '  kac why VI_1\n')
    .action(async (name: string, options: Options, command: Command) => {
      const { readStatus } = await import('../read-status.ts')
      const { whySessionText, whyText } = await import('../../status/index.ts')
      const snapshot = await readStatus(options.runDir)
      const named = (each: { readonly name: string }) => each.name === name
      const router = snapshot.routers.find(named)
      const session = snapshot.sessions.find(named)
      if (snapshot.silent.includes('engine')) throw new KacError('engine-silent', 'kac-engine does not answer')
      const { out } = terminalOf(command)
      const { routers: _, sessions: __, configuration: ___, ...of } = snapshot
      if (options.json && (router || session)) out(JSON.stringify({ ...of, router, session }, undefined, 2))
      else if (router) out(whyText(snapshot, router))
      else if (session) out(whySessionText(snapshot, session))
      else {
        const known = [...snapshot.routers, ...snapshot.sessions].map((each) => each.name).join(', ') || 'none'
        throw new KacError('unknown-router', `no virtual router or session "${name}" runs here; there are: ${known}`)
      }
    })
}
