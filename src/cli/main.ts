import { Command, CommanderError } from 'commander'
import { KacError, kacVersion, printable } from '../base/index.ts'
import { commands } from './commands/index.ts'
import { errorDocument, exit, exitCodeOf } from './exit.ts'
import { option } from './options.ts'

const program = new Command('kac')
  .description('keepalived as code: lint, plan, apply and run an existing keepalived.conf')
  .version(kacVersion, '-V, --version')
  .addOption(option('--color <when>', 'auto, always or never').choices(['auto', 'always', 'never']).default('auto'))
  .addHelpText(
    'before',
    '  kac lint keepalived.conf        judge a file\n  kac plan -f keepalived.conf     what would change here\n  kac daemon -f keepalived.conf   run it\n',
  )
  .showHelpAfterError('(kac --help shows all commands)')
  .enablePositionalOptions()

// Whoever reads may stop reading: `kac plan | head`.
process.stdout.on('error', () => process.exit(exit.error))

for (const register of commands) register(program)
let wantsJson = false
program.hook('preAction', (_, action) => {
  wantsJson = action.opts<{ json?: boolean }>().json === true
})
for (const command of [program, ...program.commands]) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exit.ok : exit.usage
  else if (error instanceof KacError) {
    process.stderr.write(`kac: ${printable(error.message)}\n`)
    if (wantsJson) process.stdout.write(`${JSON.stringify(errorDocument(error), undefined, 2)}\n`)
    process.exitCode = exitCodeOf(error)
  } else throw error
}
