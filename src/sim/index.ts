/**
 * Hosts with the engine of kac-engine, their trackers and the addresses of their kernels on one virtual clock, between
 * them segments that lose, delay and part. Nothing here looks at a clock or at chance: a scenario is the whole of a run.
 * Never decides what a router should do, only whether what it did holds.
 */
export type { NativeEngine } from './engine.ts'
export { randomScenario } from './random-scenario.ts'
export { type Happening, readScenario, type Scenario } from './scenario.ts'
export { type Outcome, type SimulateOptions, simulate, type Transition } from './simulate.ts'
