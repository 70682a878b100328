/**
 * What the kernel should hold: a pure function of the configuration and of what the world decided (roles, links). It
 * has no defaults of its own and looks at nothing.
 */

export { type Carried, type CarriedKind, carriedAddresses, carriedBy, devicesOf, routeOrigins } from './carried.ts'
export * from './desired.ts'
export * from './runtime.ts'
