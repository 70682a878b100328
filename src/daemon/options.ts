import type { Micros } from '../base/index.ts'
import type { ConfigSource } from './source.ts'

export interface DaemonOptions {
  readonly host: string
  readonly pid: number
  readonly source: ConfigSource
  /** Take over from a running daemon, without a word to the routers. */
  readonly replace: boolean
  /** Let a configuration through that leaves nothing to run. */
  readonly allowEmpty: boolean
  /** Let one through that takes more than half of the real servers away. */
  readonly allowMassChange: boolean
}

/** How a configuration is to be put in force. */
export interface ReloadRequest {
  /** Take the text of this digest and no other: somebody has seen what it changes. */
  readonly expect?: string
  /** Give what is taken out of the table of IPVS so long to end its connections. */
  readonly drain?: Micros
}

/** What a request to change the configuration came to. */
export interface Outcome {
  readonly kind: 'applied' | 'unchanged' | 'refused' | 'unreachable'
  readonly message: string
}
