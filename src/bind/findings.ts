import { type Code, type Details, type Diagnostic, diagnostic, type ParamsOf, type Span } from '../base/index.ts'

/** What was found while binding, and whether keepalived would refuse the whole file for it. */
export class Findings {
  readonly diagnostics: Diagnostic[] = []
  refused = false

  report<C extends Code>(code: C, params: ParamsOf<C>, at: Span, details?: Details): void {
    this.diagnostics.push(diagnostic(code, params, at, details))
  }

  /** Reports something that keepalived does not start with. */
  refuse<C extends Code>(code: C, params: ParamsOf<C>, at: Span, details?: Details): void {
    this.report(code, params, at, details)
    this.refused = true
  }
}
