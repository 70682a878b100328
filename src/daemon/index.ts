/**
 * Runs a host: reads a source, judges what it says, puts it in force in the engine, and follows what the host itself
 * changes. Holds no role: it may die at any moment and another may go on where it was.
 */

export { fileSource } from './configuration/file-source.ts'
export { firstReading } from './configuration/first-reading.ts'
export { type Accepted, type Candidate, objection } from './configuration/judge.ts'
export { logFindings } from './configuration/log-findings.ts'
export { massChange } from './configuration/mass-change.ts'
export { repositorySource } from './configuration/repository-source.ts'
export type { ConfigSource, Reading } from './configuration/source.ts'
export { Daemon } from './daemon.ts'
export type { DaemonOptions, Outcome, ReloadRequest } from './options.ts'
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
  StartedEngine,
  SysctlPort,
  TextPort,
} from './ports.ts'
export { Checks, type ChecksOptions } from './services/checks.ts'
export { keeping } from './services/leaving.ts'
export { type MadeServices, madeServices } from './services/made-services.ts'
export { Services, type ServicesOptions } from './services/services.ts'
export { doneSettings, settingsAfter } from './services/settings-done.ts'
export { ServiceTable } from './services/table.ts'
