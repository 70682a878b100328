import type { ConfigSource } from './source.ts'

export interface DaemonOptions {
  readonly host: string
  readonly pid: number
  readonly source: ConfigSource
  /** Take over from a running daemon, without a word to the routers. */
  readonly replace: boolean
  /** Let a configuration through that leaves nothing to run. */
  readonly allowEmpty: boolean
}

/** What a request to change the configuration came to. */
export interface Outcome {
  readonly kind: 'applied' | 'unchanged' | 'refused' | 'unreachable'
  readonly message: string
}
