import { type Diagnostic, hasErrors, kacVersion } from '../base/index.ts'
import { expandedText } from '../editor/index.ts'
import { compile, configJson, findingsJson } from '../lint/index.ts'
import type { CompileFlags } from './commands/compile.ts'
import { renderPlain, sourceOf } from './compile.ts'
import type { Terminal } from './terminal.ts'

/** Fields may be added to a format; one that takes any away or changes one is another. */
export const COMPILED_FORMAT = 1

/** Prints what a file comes to, and what is wrong with it on the side; true when nothing is. */
export function printCompiled(flags: CompileFlags, terminal: Terminal): boolean {
  const { entry, ports } = sourceOf(flags.file, flags)
  if (!flags.json) {
    const { text, diagnostics } = expandedText(entry, ports)
    terminal.out(text.trimEnd())
    return told(diagnostics, terminal)
  }
  const { config, diagnostics } = compile(entry, ports)
  const values = config ? { config: configJson(config) } : {}
  const document = { formatVersion: COMPILED_FORMAT, kacVersion, ...values, findings: findingsJson(diagnostics) }
  terminal.out(JSON.stringify(document, undefined, 2))
  return config !== undefined && !hasErrors(diagnostics)
}

function told(diagnostics: readonly Diagnostic[], terminal: Terminal): boolean {
  if (diagnostics.length > 0) terminal.err(renderPlain(diagnostics))
  return !hasErrors(diagnostics)
}
