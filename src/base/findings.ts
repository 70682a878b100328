import type { Code, ParamsOf } from './catalogue/index.ts'
import { type Details, type Diagnostic, diagnostic } from './diagnostic.ts'
import type { Span } from './span.ts'

/** Nobody reads more than this of one file; a binary one has millions. */
export const FINDINGS_MAX = 10_000

/** What was found so far, and whether keepalived would refuse the whole file for it. */
export class Findings {
  readonly diagnostics: Diagnostic[] = []
  refused = false

  /** No more are kept. */
  get full(): boolean {
    return this.diagnostics.length > FINDINGS_MAX
  }

  report<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined, details?: Details): void {
    if (this.diagnostics.length < FINDINGS_MAX) this.diagnostics.push(diagnostic(code, params, at, details))
    else if (!this.full) this.diagnostics.push(diagnostic('lint/too-many-findings', { most: FINDINGS_MAX }, at))
  }

  /** Reports something that keepalived does not start with; the first such thing however much else there was to say. */
  refuse<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined, details?: Details): void {
    if (this.full && !this.refused) this.diagnostics.push(diagnostic(code, params, at, details))
    else this.report(code, params, at, details)
    this.refused = true
  }
}
