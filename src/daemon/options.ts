import type { Micros } from '../base/index.ts'
import type { FirstReading } from './configuration/first-reading.ts'
import type { ConfigSource } from './configuration/source.ts'
import type { Place } from './place.ts'

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
  /** How long real servers that go have to end their connections, unless a reload says otherwise. */
  readonly drain?: Micros
}

/** How the source is to be taken once more. */
export interface ReloadRequest {
  /** Take this text and no other. */
  readonly expect?: string
  /** How long real servers that go have to end their connections. */
  readonly drain?: Micros
}

/** What a request to change the configuration came to. */
export interface Outcome {
  /** `incomplete`: it is in force, but for something that the kernel refused. */
  readonly kind: 'applied' | 'incomplete' | 'unchanged' | 'refused' | 'unreachable'
  readonly message: string
}
