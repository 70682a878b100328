import { KacError, kacVersion } from '../base/index.ts'
import { kernelRelease } from '../host/index.ts'
import type { FactsFlags } from './commands/facts.ts'
import { compileFile } from './compile.ts'
import { gatherFacts } from './gather-facts.ts'
import type { Terminal } from './terminal.ts'

/** Prints what this host has, and what it has of the programs and users that a configuration names. */
export async function printFacts({ file, configId }: FactsFlags, terminal: Terminal): Promise<void> {
  const { config, diagnostics } = compileFile(file, { ...(configId !== undefined && { configId }) })
  const unreadable = diagnostics.find(({ code }) => code === 'expand/unreadable')
  if (unreadable) throw new KacError('unreadable', `${unreadable.message}; -f names the configuration of this host`)
  const document = { formatVersion: 1, kacVersion, kernel: kernelRelease(), ...(await gatherFacts(config)) }
  terminal.out(JSON.stringify(document, undefined, 2))
}
