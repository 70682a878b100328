/**
 * Hosts with the engine of kac-engine on one virtual clock, between them a network that loses, delays and parts.
 * Nothing here looks at a clock or at chance: a seed is the whole of a run. Never decides what a router should do, only
 * whether what it did holds.
 */
export { type Fault, type HostPlan, type Scenario, scenarioOf } from './scenario.ts'
export { type NativeEngine, type Outcome, simulate } from './simulate.ts'
