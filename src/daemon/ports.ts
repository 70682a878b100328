import type { Diagnostic, KacError, Micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { FromChecker, ToChecker } from '../check/index.ts'
import type { ByteStream, EngineFacts } from '../engine/index.ts'
import type { KernelPort, KernelState, Reading } from '../kernel/index.ts'
import type { ProgramPort } from '../programs/index.ts'
import type { NumberFilePort, ProcessPort } from '../track/index.ts'

/** How the daemon reaches kac-engine. */
export interface EnginePort {
  /** Undefined when no engine listens. */
  connect(): Promise<ByteStream | undefined>
  /** Starts one that outlives the daemon. Throws KacError `engine-start`. */
  start(): Promise<StartedEngine>
  /** The program that start() would start, where the process runs another one. Undefined where that cannot be told. */
  successor(pid: number): EngineProgram | undefined
}

export interface EngineProgram {
  readonly path: string
  /** Another one for another file, or other content. */
  readonly id: string
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
  /** What is in the kernel. */
  state(reading: Reading): Promise<KernelState>
  /** Something in it was changed. */
  changed(): void
  /** All that this configuration could be about. */
  read(config: Config): Promise<EngineFacts>
  /** Calls the listener when interfaces or addresses may have changed, until closed. */
  watch(listener: () => void): { close(): void }
  /** Takes off what of these (by `objectId`) is there and marked as ours, and says which. Throws KernelError. */
  removeOurs(ids: ReadonlySet<string>): Promise<readonly string[]>
}

/** Small texts that outlive the daemon. */
export interface MemoryPort {
  recall(name: string): Promise<string | undefined>
  remember(name: string, text: string): Promise<void>
}

export interface FifoOwner {
  readonly user?: string
  readonly group?: string
}

export interface Fifo {
  /** False when the line is lost: nobody reads. */
  write(line: string): boolean
  close(): void
  /** Takes it off the file system, unless it was there before. */
  remove(): void
}

export interface FifoPort {
  /** Makes it where there is none. Throws KacError. */
  open(path: string, owner: FifoOwner): Fifo
}

export interface Mail {
  readonly server: { readonly host: string; readonly port: number }
  readonly timeoutMillis: number
  readonly helloName?: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly body: string
}

export interface MailPort {
  /** Tries once. Throws KacError. */
  send(mail: Mail): Promise<void>
}

/** Parts of the kernel that may have to be loaded first. */
export interface ModulePort {
  /** Where it cannot be, what needs it says so. */
  load(name: string): Promise<void>
}

/** The process that checks real servers, for as long as this one lives. */
export interface CheckerPort {
  start(listener: CheckerListener): CheckerLink
}

export interface CheckerListener {
  message(message: FromChecker): void
  /** Once, unless it was closed. */
  ended(how: string): void
}

export interface CheckerLink {
  /** Lost when the process is gone. */
  send(message: ToChecker): void
  /** Ends it. */
  close(): void
}

/** Settings below /proc/sys/net. */
export interface SysctlPort {
  /** Undefined where there is no such setting, as of an interface that has gone. */
  read(path: readonly string[]): string | undefined
  /** Throws KacError `sysctl`. */
  write(path: readonly string[], value: string): void
}

/** Whole texts in files of the names that a configuration gives. */
export interface TextPort {
  /** There whole or not at all, without the permissions of `umask`. Throws KacError. */
  write(path: string, text: string, umask: number): void
  /** Nothing there is as well. Throws KacError. */
  remove(path: string): void
}

export interface DaemonPorts {
  readonly engine: EnginePort
  readonly clock: Clock
  readonly log: LogPort
  readonly facts: FactsPort
  readonly programs: ProgramPort
  readonly fifos: FifoPort
  readonly mailer: MailPort
  readonly checker: CheckerPort
  readonly numberFiles: NumberFilePort
  readonly processes: ProcessPort
  readonly texts: TextPort
  readonly kernel: KernelPort
  readonly modules: ModulePort
  readonly sysctls: SysctlPort
  /** Until the host is started anew. */
  readonly memory: MemoryPort
  /** Findings as text for the log; empty where there are none. */
  readonly renderFindings: (findings: readonly Diagnostic[]) => string
  /** What this process is called in ps and top. */
  readonly nameProcess: (name: string) => void
}
