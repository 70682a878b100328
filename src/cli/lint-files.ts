import { type Diagnostic, kacVersion, micros, type Severity, showDuration } from '../base/index.ts'
import { systemClock } from '../host/index.ts'
import { findingsJson, renderFindings } from '../lint/index.ts'
import type { LintFlags } from './commands/lint.ts'
import { compileFile, paintFor } from './compile.ts'
import type { Terminal } from './terminal.ts'

/** Prints what is to be said about the files and tells whether they pass. */
export function lintFiles(paths: readonly string[], flags: LintFlags, terminal: Terminal): boolean {
  const started = systemClock.now()
  const compiled = paths.map((path) => compileFile(path, flags))
  const findings = compiled.flatMap(({ diagnostics }) => diagnostics)
  const files = new Set(compiled.flatMap(({ sources }) => sources.map(({ name }) => name))).size
  const summary = summaryOf(findings, files)
  if (flags.json) {
    const document = {
      formatVersion: 1,
      kacVersion,
      findings: findingsJson(findings),
      summary: countsOf(findings),
      files,
    }
    terminal.out(JSON.stringify(document, undefined, 2))
  } else if (findings.length > 0 || !flags.quiet) {
    const took = showDuration(micros(systemClock.now() - started))
    terminal.out(`${renderFindings(findings, paintFor(terminal))}${summary} (${took})`)
  }
  const { error, warning } = countsOf(findings)
  return error === 0 && (warning === 0 || !flags.strict)
}

function countsOf(findings: readonly Diagnostic[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

function summaryOf(findings: readonly Diagnostic[], files: number): string {
  const counts = Object.entries(countsOf(findings)).filter(([, count]) => count > 0)
  const said = counts.map(([severity, count]) => plural(count, severity)).join(', ')
  return `${said || 'nothing to report'} in ${plural(files, 'file')}`
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
