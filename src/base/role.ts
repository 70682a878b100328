import type { Span } from './span.ts'

/** States of a virtual router, spelt as configuration and logs do. */
export type RouterState = 'INIT' | 'BACKUP' | 'MASTER' | 'FAULT'

/** What becomes of a virtual router under a configuration. */
export interface Role {
  readonly name: string
  /** Absent for one that is no longer in the configuration. */
  readonly at?: Span
  /** Absent for one that does not run yet, and where nobody knows. */
  readonly before?: RouterState
  /** Absent for one that ends. */
  readonly after?: RouterState
  readonly priority: number
  /** There was no daemon to ask: what the user said, or BACKUP. */
  readonly assumed?: 'asked' | 'default'
}
