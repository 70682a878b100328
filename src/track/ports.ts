import type { Micros } from '../base/index.ts'
import type { VrrpScript } from '../bind/index.ts'
import type { Process } from './process.ts'

export interface TrackClock {
  /** Monotonic. */
  now(): Micros
  /** Runs `then` once after the duration; the returned function cancels it. */
  after(duration: Micros, then: () => void): () => void
}

/** How a run ended. */
export interface ScriptEnd {
  readonly success: boolean
  /** `exit code 1`, `killed by SIGKILL`, or why it could not be started. */
  readonly how: string
  /** The last line that it printed; empty when there was none. */
  readonly lastLine: string
}

export interface ScriptPort {
  /** Starts it in a process group of its own; `signal` reaches all of the group. `ended` is never called before this returns. */
  start(script: VrrpScript, ended: (end: ScriptEnd) => void): { readonly signal: (name: 'SIGTERM' | 'SIGKILL') => void }
}

export interface NumberFilePort {
  /** Tells the start of the content, at once and whenever a writer is done; undefined while there is no file. */
  watch(path: string, changed: (content: string | undefined) => void): { close(): void }
  /** Writes a file, unless there is one and it is not to be overwritten. Throws KacError. */
  initialise(path: string, content: string, overwrite: boolean): void
}

export interface ProcessPort {
  /** Tells all processes, at once and whenever some come, go or change. */
  watch(changed: (processes: Iterable<Process>) => void): { close(): void }
}

export interface TrackPorts {
  readonly clock: TrackClock
  readonly scripts: ScriptPort
  readonly files: NumberFilePort
  readonly processes: ProcessPort
}
