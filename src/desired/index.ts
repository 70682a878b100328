/**
 * What the kernel should hold: a pure function of the configuration and of what the world decided (roles, links). It
 * has no defaults of its own and looks at nothing.
 */
export * from './desired.ts'
export * from './runtime.ts'
export { type Carried, carriedBy } from './vips.ts'
