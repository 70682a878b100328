import type { Micros } from '../base/index.ts'
import type { QuorumState } from './process.ts'

/** What is known of something tracked. */
export interface Observation {
  readonly kind: 'script' | 'file' | 'process'
  readonly name: string
  /** Good is 1, bad 0; a file has its number. Absent: nothing is known yet. */
  readonly value?: number
  /** When the value became what it is. Instants are monotonic. */
  readonly since: Micros
  /** When it was last looked at. */
  readonly seenAt?: Micros
  /** What was seen: `ok`, `exit code 1`, `2 running`. */
  readonly detail: string
  /** How long the last run took. */
  readonly took?: Micros
  /** The last line of the last run that printed something. */
  readonly lastLine?: string
  /** Of processes: what the value comes from. */
  readonly quorum?: QuorumState
}

export type Told = (observation: Observation) => void

export interface Tracker<Spec> {
  readonly observation: Observation
  /** The same thing under another specification; false when it has to start anew. */
  adopt(spec: Spec): boolean
  close(): void
}
