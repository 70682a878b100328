import { type Micros, type PoolState, type ServerState, type Unplaced, unplaced } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { ProbeResult } from './probe.ts'
import { type PoolSpec, poolsOf } from './spec.ts'

/** What the daemon says to the process that checks. Plain values, as all that goes between processes. */
export type ToChecker =
  | {
      readonly kind: 'configure'
      /** Comes back with all that is said of this configuration. */
      readonly edition: number
      /** Of each virtual server; a number: what stood at that place in the message before. */
      readonly pools: readonly (PoolSpec | number)[]
      readonly settings: CheckerSettings
      /** What is known of each virtual server, for those that the process does not check yet. */
      readonly found?: readonly (PoolState | undefined)[]
      /** What that alone brings is known already. */
      readonly begun?: boolean
      /** Those that are not on this host now, by their places (ha_suspend). */
      readonly suspended: readonly number[]
      /** That of the SSL block: secrets of a configuration do not go between processes by themselves. */
      readonly passphrase?: string
    }
  /** A BFD session came up or went down. */
  | { readonly kind: 'session'; readonly name: string; readonly up: boolean }
  /** The virtual server at `pool` is not on this host, or is again (ha_suspend). */
  | { readonly kind: 'suspend'; readonly pool: number; readonly suspended: boolean }
  | { readonly kind: 'report' }

/** What else of a configuration the process has to know. */
export type CheckerSettings = Unplaced<Pick<Config, 'global' | 'ssl' | 'trackFiles'>>

/** What a configuration says to it. */
export function instructionsOf(config: Config) {
  const { global, ssl, trackFiles } = config
  return {
    pools: unplaced(poolsOf(config)),
    settings: unplaced({ global, trackFiles, ...(ssl && { ssl }) }),
    ...(ssl?.password && { passphrase: ssl.password.reveal() }),
  }
}

/** What it answers, one to each `configure` and `report`, and what it says by itself; of which configuration. */
export type FromChecker = { readonly edition: number } & (
  | { readonly kind: 'configured'; readonly pools: readonly PoolState[]; readonly news: readonly PoolUpdate[] }
  | { readonly kind: 'news'; readonly news: readonly PoolUpdate[] }
  | { readonly kind: 'report'; readonly pools: readonly PoolReport[] }
)

/** What became of the virtual server at `pool` of the configuration; `servers` are those that changed. */
export interface PoolUpdate {
  readonly pool: number
  readonly up: boolean
  readonly sorry: boolean
  readonly servers: readonly { readonly server: number; readonly state: ServerState }[]
  readonly events: readonly ServiceEvent[]
}

/** What happened, in order. `server`: its place in the configuration; `check`: the block that decided. */
export type ServiceEvent =
  | {
      readonly kind: 'server'
      readonly server: number
      readonly alive: boolean
      /** It was never up, and its first check says so. */
      readonly confirmed: boolean
      /** None: a new configuration decided. */
      readonly check?: string
      readonly why?: string
    }
  /** `before`: what it was; `alive`: the server is in use. */
  | {
      readonly kind: 'weight'
      readonly server: number
      readonly weight: number
      readonly before: number
      readonly alive: boolean
    }
  /** `sum`: the weights of the servers that are alive; `starting`: of a virtual server that was not there before. */
  | { readonly kind: 'quorum'; readonly up: boolean; readonly sum: number; readonly starting: boolean }
  /** A check changed its mind, whatever that made of its server. */
  | {
      readonly kind: 'check'
      readonly server: number
      /** Its place among the checks of the server. */
      readonly index: number
      readonly up: boolean
      /** What the server is now. */
      readonly alive: boolean
      /** The server changed with it. */
      readonly decided: boolean
      readonly why?: string
    }
  /** An attempt failed and changed nothing (log_all_failures). */
  | { readonly kind: 'attempt'; readonly server: number; readonly check: string; readonly why: string }

/** One virtual server and all that is known of its checks. */
export interface PoolReport extends Omit<PoolState, 'servers'> {
  readonly suspended: boolean
  readonly servers: readonly ServerReport[]
}

export interface ServerReport extends ServerState {
  readonly checks: readonly CheckReport[]
}

export interface CheckReport {
  /** Its block. */
  readonly check: string
  readonly up: boolean
  /** Of the last attempt; absent before the first. */
  readonly last?: { readonly result: ProbeResult; readonly ago: Micros; readonly took?: Micros }
  readonly attempts: number
  readonly failures: number
}
