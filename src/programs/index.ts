/** Which programs of a configuration may run, and how they are run: scripts of routers, checks and notifications. */
export type {
  Program,
  ProgramEnd,
  ProgramPort,
  ProgramRequest,
  ProgramRules,
  ProgramStart,
  ProgramVerdict,
  RunningProgram,
} from './ports.ts'
export { type NamedProgram, Programs, programsIn } from './programs.ts'
