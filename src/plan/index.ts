/**
 * What would change: the difference between live and desired, its order, and how it is shown and kept. Reads and changes
 * nothing; whoever carries a plan out does what it says and no more.
 */
export * from './basis.ts'
export * from './change.ts'
export { type Difference, diff } from './diff.ts'
export * from './file.ts'
export * from './order.ts'
export { outcomeOf } from './outcome.ts'
export * from './plan.ts'
export * from './render.ts'
