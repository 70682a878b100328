/** Fuzzing of the language, guided by which ways through the code an input goes. */
export { Instrument } from './instrument.ts'
export { Chance, mutated } from './mutate.ts'
export type { Run, Told } from './runner.ts'
export { corpusFolder, dictionary, seeds } from './seeds.ts'
export { targets } from './targets.ts'
