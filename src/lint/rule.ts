import type { Details, Severity, Span } from '../base/index.ts'
import type { Config, RealServer, VirtualServer, VrrpInstance } from '../bind/index.ts'

/** What `kac explain` and the reference page say of a rule. */
export interface RuleDoc {
  /** What is found, in a sentence. */
  readonly what: string
  /** What happens because of it. */
  readonly why: string
  /** A configuration that has it; a test holds that it is found there. */
  readonly example: string
  /** What to write. */
  readonly instead: string
}

/** Judges one thing beyond what keepalived itself says. */
export interface Rule {
  /** `phase/what`: names what is flagged, and is never reused. */
  readonly code: string
  readonly severity: Severity
  readonly doc: RuleDoc
  /** Makes what looks at one configuration; state that the rule needs lives as long. */
  create(report: Report): Visitors
}

/** What a rule wants to look at: whole configurations, or every block of a sort. */
export interface Visitors {
  config?(config: Config): void
  vrrpInstance?(router: VrrpInstance): void
  virtualServer?(service: VirtualServer): void
  realServer?(server: RealServer, service: VirtualServer): void
}

export type Report = (message: string, at: Span, details?: Details) => void
