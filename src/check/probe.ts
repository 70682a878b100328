import type { Micros } from '../base/index.ts'

/** What one attempt said of a server. */
export type ProbeResult =
  /** `weight`: what MISC_CHECK with misc_dynamic wants the server to have; `added`: what FILE_CHECK adds to it. */
  | { readonly kind: 'success'; readonly weight?: number; readonly added?: number }
  | { readonly kind: 'failure'; readonly why: string }
  /** No attempt could be made, which says nothing about the server. */
  | { readonly kind: 'unable'; readonly why: string }

/** The last attempt of a check. */
export interface Attempted {
  /** Monotonic. */
  readonly at: Micros
  readonly result: ProbeResult
  /** Absent for a check that is told. */
  readonly took?: Micros
  /** To the connection, where there is one. */
  readonly connected?: Micros
}
