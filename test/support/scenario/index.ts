/** Scenarios of the simulation, read from text and played with kac in network namespaces. */
export { type Played, play, playAndLook } from './play.ts'
export { newEngine, scenarioIn } from './read.ts'
