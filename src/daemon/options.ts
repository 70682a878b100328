import type { FirstReading } from './first-reading.ts'
import type { Place } from './place.ts'
import type { ConfigSource } from './source.ts'

export interface DaemonOptions {
  readonly host: string
  readonly pid: number
  readonly source: ConfigSource
  /** What to start with. */
  readonly first: FirstReading
  /** Where it runs: no configuration moves it. */
  readonly place: Place
  /** Where its pid files are. */
  readonly pidDirectory: string
  /** Take over from a running daemon, without a word to the routers. */
  readonly replace: boolean
  /** Let a configuration through that leaves nothing to run. */
  readonly allowEmpty: boolean
  /** Let one through that takes more than half of the real servers away. */
  readonly allowMassChange: boolean
}

/** What a request to change the configuration came to. */
export interface Outcome {
  /** `incomplete`: it is in force, but for something that the kernel refused. */
  readonly kind: 'applied' | 'incomplete' | 'unchanged' | 'refused' | 'unreachable'
  readonly message: string
}
