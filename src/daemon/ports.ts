import type { Diagnostic, Micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { ByteStream, EngineFacts } from '../engine/index.ts'

/** How the daemon reaches kac-engine. */
export interface EnginePort {
  /** Undefined when no engine listens. */
  connect(): Promise<ByteStream | undefined>
  /** Starts one that outlives the daemon. Throws KacError `engine-start`. */
  start(): Promise<void>
}

export interface Clock {
  /** Monotonic. */
  now(): Micros
  /** Microseconds since 1970. */
  realTime(): Micros
  sleep(duration: Micros): Promise<void>
  /** Runs `then` once after the duration; the returned function cancels it. */
  after(duration: Micros, then: () => void): () => void
}

export interface LogPort {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** What the daemon wants to know of the host it runs on. */
export interface FactsPort {
  /** All that this configuration could be about. */
  read(config: Config): Promise<EngineFacts>
  /** Calls the listener when interfaces or addresses may have changed, until closed. */
  watch(listener: () => void): { close(): void }
}

export interface DaemonPorts {
  readonly engine: EnginePort
  readonly clock: Clock
  readonly log: LogPort
  readonly facts: FactsPort
  /** Findings as text for the log; empty where there are none. */
  readonly renderFindings: (findings: readonly Diagnostic[]) => string
}
