/** Carries a plan out: what it says and no more, whole or not at all. */
export { type Applied, apply } from './apply.ts'
export { drain, type Patience } from './drain.ts'
