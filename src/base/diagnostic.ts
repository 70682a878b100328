import { type Code, catalogue, type ParamsOf } from './catalogue/index.ts'
import type { Span } from './span.ts'

/** `error`: keepalived refuses, drops or changes what is written. `warning`: it runs, probably not as meant. */
export type Severity = 'error' | 'warning' | 'note'

export interface Related {
  readonly span: Span
  readonly message: string
}

export interface Edit {
  readonly span: Span
  readonly text: string
}

/** One mistake, at one place. `code` is a word pair `phase/what` and never reused. */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly span?: Span
  readonly related: readonly Related[]
  /** What to do about it. */
  readonly hint?: string
  /** Edits that repair it without a change of meaning beyond the repair. */
  readonly fix?: readonly Edit[]
  /** Text that is left out, or read otherwise, because of it and gets no findings of its own. */
  readonly covers?: Span
  /** What it covers is not all left out: keepalived reads it in another block than meant. */
  readonly misread?: true
}

export interface Details {
  readonly related?: readonly Related[]
  readonly hint?: string
  readonly fix?: readonly Edit[]
  readonly covers?: Span
}

/** Makes a diagnostic of the catalogue; a wrong code or a missing parameter does not compile. */
export function diagnostic<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  span?: Span,
  { related = [], hint, fix, covers }: Details = {},
): Diagnostic {
  const entry = catalogue[code]
  const message = (entry.message as (params: ParamsOf<C>) => string)(params)
  return {
    code,
    severity: entry.severity,
    message,
    related,
    ...(span && { span }),
    ...(hint !== undefined && { hint }),
    ...(fix && { fix }),
    ...(covers && { covers }),
  }
}

/** From where a finding is to the end of what it covers. */
export function extentOf({ span, covers }: Diagnostic): Span | undefined {
  return span && covers?.source === span.source && covers.end > span.end ? { ...span, end: covers.end } : span
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((found) => found.severity === 'error')
}

/** File, offset, code: the order in which findings are shown. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.span?.source.name ?? '', b.span?.source.name ?? '') ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
      compareText(a.code, b.code),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
