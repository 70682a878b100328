/**
 * Runs a host: reads a source, judges what it says, puts it in force in the engine, and follows what the host itself
 * changes. Holds no role: it may die at any moment and another may go on where it was.
 */
export { Checks, type ChecksOptions } from './checks.ts'
export { Daemon } from './daemon.ts'
export { fileSource } from './file-source.ts'
export { firstReading } from './first-reading.ts'
export { type Accepted, type Candidate, objection } from './judge.ts'
export { type MadeServices, madeServices } from './made-services.ts'
export { massChange } from './mass-change.ts'
export type { DaemonOptions, Outcome } from './options.ts'
export { type Place, placeName } from './place.ts'
export type {
  CheckerLink,
  CheckerListener,
  CheckerPort,
  Clock,
  DaemonPorts,
  EnginePort,
  EngineProgram,
  FactsPort,
  Fifo,
  FifoOwner,
  FifoPort,
  LogPort,
  Mail,
  MailPort,
  MemoryPort,
  ModulePort,
  Program,
  ProgramEnd,
  ProgramPort,
  ProgramRequest,
  ProgramRules,
  ProgramStart,
  ProgramVerdict,
  RunningProgram,
  StartedEngine,
  SysctlPort,
  TextPort,
} from './ports.ts'
export { Programs } from './programs.ts'
export { repositorySource } from './repository-source.ts'
export type { ConfigSource, Reading } from './source.ts'
export { ServiceTable } from './table.ts'
