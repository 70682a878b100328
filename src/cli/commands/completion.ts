import { Argument, type Command } from 'commander'
import { completionScript, type Shell } from '../completion.ts'
import { terminalOf } from '../terminal.ts'

export function completion(program: Command): void {
  program
    .command('completion')
    .description('a completion script for your shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('before', '  kac completion bash > /etc/bash_completion.d/kac\n')
    .action((shell: Shell, _options: object, command: Command) =>
      terminalOf(command).out(completionScript(program, shell)),
    )
}
