import type { Command } from 'commander'
import { terminalOf } from '../terminal.ts'

export function schema(program: Command): void {
  program
    .command('schema')
    .description('the JSON Schema of what kac compile --json prints: every setting with its type and range')
    .addHelpText(
      'before',
      '  kac schema > kac.schema.json\n  kac schema | jq .properties.config.properties.vrrpInstances\n',
    )
    .action(async (_flags: object, command: Command) => {
      const { compiledSchema } = await import('../print-schema.ts')
      terminalOf(command).out(JSON.stringify(compiledSchema(), undefined, 2))
    })
}
