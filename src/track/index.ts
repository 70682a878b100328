/**
 * Watches what virtual routers track besides interfaces: scripts, files, processes. Pure machines under a clock that is
 * handed in, and the trackers that drive them through ports. Knows no weights: what a value means, the engine decides.
 */
export { numberIn } from './file.ts'
export { FileTracker } from './file-tracker.ts'
export type { Observation } from './observation.ts'
export type { NumberFilePort, ProcessPort, ScriptEnd, ScriptPort, TrackClock, TrackPorts } from './ports.ts'
export { leastOf, matches, needsArguments, newQuorum, type Process, type QuorumState, stepQuorum } from './process.ts'
export {
  newScript,
  nextTime,
  type ScriptEffect,
  type ScriptEvent,
  type ScriptState,
  type ScriptStep,
  type ScriptTiming,
  stepScript,
} from './script.ts'
export { exchange, Trackers } from './trackers.ts'
export { type Weighing, weigh } from './weigh.ts'
