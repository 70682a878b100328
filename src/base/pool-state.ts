/** What the health checks make of the real servers of one virtual server. */
export interface PoolState {
  /** Has its quorum. */
  readonly up: boolean
  /** The sorry server stands in for all real servers. */
  readonly sorry: boolean
  /** In the order of the configuration. */
  readonly servers: readonly ServerState[]
}

export interface ServerState {
  readonly alive: boolean
  /** Configured, and what checks make of it. */
  readonly weight: number
}
