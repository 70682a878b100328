import type { Details, Micros, Severity, Span } from '../base/index.ts'
import type { Config, RealServer, VirtualServer, VrrpInstance } from '../bind/index.ts'
import type { Facts } from './facts.ts'
import type { Fleet, Networks, VirtualRouter } from './fleet.ts'

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

/** Judges one thing beyond what keepalived itself says, in one configuration or, with other visitors, in a fleet. */
export interface Rule<V = Visitors> {
  /** `phase/what`: names what is flagged, and is never reused. */
  readonly code: string
  readonly severity: Severity
  readonly doc: RuleDoc
  /** About what is missing: in a file of several hosts it counts only where none of them has it. */
  readonly unanimous?: true
  /** Makes what looks at one configuration, or one fleet; state that the rule needs lives as long. */
  create(report: Report, given: Given): V
}

/** What is known beside the files. */
export interface Given {
  /** What the host has. */
  readonly facts?: Facts
  /** Without facts: whether it has the user keepalived_script, which programs run as where nobody is named. */
  readonly hasDefaultUser?: () => boolean
  /** The networks of its interfaces, from facts or as the fleet says. */
  readonly networks?: Networks
  /** The files are judged away from their host, and what only that can tell is worth a note. */
  readonly elsewhere?: true
  /** Why a text is no pattern of PCRE2 with these options, where that can be told. */
  readonly patternFault?: (text: string, options: readonly string[]) => string | undefined
  /** How long a failure may go unnoticed. */
  readonly detectWithin?: Micros
}

/** What a rule wants to look at: whole configurations, or every block of a sort. */
export interface Visitors {
  config?(config: Config): void
  vrrpInstance?(router: VrrpInstance): void
  virtualServer?(service: VirtualServer): void
  realServer?(server: RealServer, service: VirtualServer): void
}

/** `fleet/what`: about hosts together. The example is one file with conditions for them. */
export type FleetRule = Rule<FleetVisitors>

export interface FleetVisitors {
  fleet?(fleet: Fleet): void
  virtualRouter?(router: VirtualRouter): void
}

export type Report = (message: string, at: Span, details?: Details) => void
