/**
 * Runs a host: reads a source, judges what it says, puts it in force in the engine, and follows what the host itself
 * changes. Holds no role: it may die at any moment and another may go on where it was.
 */
export { Daemon, type DaemonOptions, type Outcome } from './daemon.ts'
export { fileSource } from './file-source.ts'
export { type Accepted, type Candidate, objection } from './judge.ts'
export type { Clock, DaemonPorts, EnginePort, FactsPort, LogPort, MemoryPort, StartedEngine } from './ports.ts'
export { repositorySource } from './repository-source.ts'
export type { ConfigSource, Reading } from './source.ts'
