import type { Code, ParamsOf } from './catalogue.ts'
import { type Details, type Diagnostic, diagnostic } from './diagnostic.ts'
import type { Span } from './span.ts'

/** What was found so far, and whether keepalived would refuse the whole file for it. */
export class Findings {
  readonly diagnostics: Diagnostic[] = []
  refused = false

  report<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined, details?: Details): void {
    this.diagnostics.push(diagnostic(code, params, at, details))
  }

  /** Reports something that keepalived does not start with. */
  refuse<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined, details?: Details): void {
    this.report(code, params, at, details)
    this.refused = true
  }
}
