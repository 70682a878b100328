import type { Details, Diagnostic, Severity, Span } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { allRules } from './rules/index.ts'

/** Judges one thing beyond what keepalived itself says. */
export interface Rule {
  /** `lint/what`: names what is flagged. */
  readonly code: string
  readonly severity: Severity
  /** What it means, why it matters, an example, and what to write instead. */
  readonly doc: string
  check(config: Config, report: Report): void
}

export type Report = (message: string, at: Span, details?: Details) => void

export function lint(config: Config, rules: readonly Rule[] = allRules): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const { code, severity, check } of rules) {
    check(config, (message, span, { related = [], hint, fix } = {}) => {
      found.push({ code, severity, message, span, related, ...(hint !== undefined && { hint }), ...(fix && { fix }) })
    })
  }
  return found
}
