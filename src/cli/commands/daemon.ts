import type { Command } from 'commander'
import { KacError, type Micros, seconds } from '../../base/index.ts'
import { holdSignals } from '../held-signals.ts'
import {
  allowEmptyOption,
  allowMassChangeOption,
  configIdOption,
  drainOption,
  fileOption,
  option,
  pollInterval,
  runDirOption,
} from '../options.ts'

export interface DaemonFlags {
  readonly file: string
  readonly configId?: string
  readonly runDir: string
  readonly stateDir: string
  readonly repo?: string
  readonly ref: string
  readonly path: string
  readonly interval: Micros
  readonly replace: boolean
  readonly allowEmpty: boolean
  readonly allowMassChange: boolean
  readonly drain?: Micros
}

const examples = `  kac daemon -f /etc/keepalived/keepalived.conf
  kac daemon --repo https://git.example.org/lb.git --ref main --path hosts/{hostname}/keepalived.conf
`

export function daemon(program: Command): void {
  program
    .command('daemon')
    .description('run this host, in the foreground: from a file, or following a git repository')
    .addOption(fileOption())
    .addOption(option('--repo <url>', 'follow this repository instead of a file'))
    .addOption(option('--ref <ref>', 'branch, tag or commit to follow').default('main'))
    .addOption(option('--path <template>', 'the file in the repository').default('{hostname}/keepalived.conf'))
    .addOption(
      option('--interval <time>', 'how often the repository is asked')
        .argParser(pollInterval)
        .default(seconds(30), '30s'),
    )
    .addOption(configIdOption())
    .addOption(option('--replace', 'take over from a running kac daemon; its routers notice nothing').default(false))
    .addOption(allowEmptyOption().default(false))
    .addOption(allowMassChangeOption().default(false))
    .addOption(drainOption())
    .addOption(runDirOption())
    .addOption(option('--state-dir <dir>', 'what is to survive a reboot').default('/var/lib/kac'))
    .addHelpText('before', examples)
    .addHelpText(
      'after',
      '\nSIGHUP reloads, SIGTERM resigns every role and stops, SIGKILL leaves the roles to the engine.\nSIGUSR1, SIGUSR2 and SIGRTMIN+2 write the files that keepalived writes, SIGRTMAX-1 clears the counters.',
    )
    .action(async (flags: DaemonFlags, command: Command) => {
      const heldSignals = holdSignals()
      if (flags.repo !== undefined && command.getOptionValueSource('file') === 'cli') {
        throw new KacError('usage', '--file and --repo exclude each other')
      }
      const { runDaemon } = await import('../run-daemon.ts')
      // Nothing that still waits for a timer or a repository may hold the process up.
      process.exit(await runDaemon(flags, heldSignals))
    })
}
