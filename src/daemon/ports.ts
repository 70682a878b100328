import type { Diagnostic, KacError, Micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { ByteStream, EngineFacts } from '../engine/index.ts'
import type { Address } from '../kernel/index.ts'

/** How the daemon reaches kac-engine. */
export interface EnginePort {
  /** Undefined when no engine listens. */
  connect(): Promise<ByteStream | undefined>
  /** Starts one that outlives the daemon. Throws KacError `engine-start`. */
  start(): Promise<StartedEngine>
}

export interface StartedEngine {
  /** Why it has ended: KacError `engine-start`, or `engine-elsewhere` when another one runs. Undefined while it lives. */
  readonly ended: KacError | undefined
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
  /** Takes addresses off; one that has gone meanwhile is no failure. Throws KernelError. */
  remove(addresses: readonly Address[]): Promise<void>
}

/** Small texts that outlive the daemon. */
export interface MemoryPort {
  recall(name: string): Promise<string | undefined>
  remember(name: string, text: string): Promise<void>
}

export interface DaemonPorts {
  readonly engine: EnginePort
  readonly clock: Clock
  readonly log: LogPort
  readonly facts: FactsPort
  /** Until the host is started anew. */
  readonly memory: MemoryPort
  /** Findings as text for the log; empty where there are none. */
  readonly renderFindings: (findings: readonly Diagnostic[]) => string
}
