export { play } from './scenario.ts'
