import { type Command, InvalidArgumentError } from 'commander'
import type { Micros } from '../../base/index.ts'
import { exit } from '../exit.ts'
import { configIdOption, duration, jsonOption, option } from '../options.ts'
import { terminalOf } from '../terminal.ts'

export interface LintFlags {
  readonly configId?: string
  readonly stdinFilename?: string
  readonly format: string
  readonly select?: readonly string[]
  readonly ignore?: readonly string[]
  readonly targetVersion?: string
  readonly routers?: string
  readonly detectWithin?: Micros
  readonly facts?: readonly string[]
  readonly onHost?: boolean
  readonly fix?: boolean
  readonly diff?: boolean
  readonly strict?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

const formatNames = ['text', 'gcc', 'json', 'sarif', 'github', 'gitlab', 'junit']

export function lint(program: Command): void {
  program
    .command('lint')
    .description('judge configurations, on any machine: no root, none of the interfaces needed')
    .argument('[path...]', 'files, or folders of hosts; - is standard input', ['/etc/keepalived/keepalived.conf'])
    .addOption(configIdOption())
    .addOption(option('--stdin-filename <name>', 'what standard input is called in findings'))
    .addOption(option('--format <format>', 'how findings are written').choices(formatNames).default(usualFormat()))
    .addOption(
      option('--select <codes>', 'only these codes or phases, such as fleet,lint/shared-address').argParser(list),
    )
    .addOption(option('--ignore <codes>', 'all but these').argParser(list))
    .addOption(
      option('--target-version <release>', 'a keepalived that has to know all keywords, such as 2.2.7').argParser(
        release,
      ),
    )
    .addOption(option('--detect-within <time>', 'how long a failure may go unnoticed, such as 10s').argParser(duration))
    .addOption(option('--facts <files>', 'what the hosts have, from kac facts').argParser(list))
    .addOption(option('--on-host', 'what this host has: interfaces, programs, users').conflicts('facts'))
    .addOption(option('--routers <format>', 'a table of virtual routers instead').choices(['text', 'json', 'markdown']))
    .addOption(option('--fix', 'repair what can be repaired without a change of meaning'))
    .addOption(
      option('--diff', 'show what --fix would change, and nothing else').implies({ fix: true }).conflicts('json'),
    )
    .addOption(option('--strict', 'warnings fail too'))
    .addOption(option('-q, --quiet', 'say nothing where there is nothing to say'))
    .addOption(jsonOption())
    .addHelpText(
      'before',
      '  kac lint keepalived.conf\n  kac lint --strict .              all of hosts/*/keepalived.conf together\n  kac lint --routers markdown .    who backs up whom\n',
    )
    .action(async (paths: string[], flags: LintFlags, command: Command) => {
      const { lintFiles } = await import('../lint-files.ts')
      process.exitCode = (await lintFiles(paths, flags, terminalOf(command))) ? exit.ok : exit.error
    })
}

function list(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim())
}

function release(text: string): string {
  if (!/^\d+\.\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('a release is numbers with dots, such as 2.2.7')
  return text
}

function usualFormat(): string {
  return process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'text'
}
