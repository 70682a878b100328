/**
 * The kernel's side: what is in it, how to ask it and how to change it, over netlink. Wire formats are tables of
 * attributes that one codec reads and writes; a kind is all that is known of one sort of object. It decides nothing.
 */
export { askedAddresses } from './asked.ts'
export * from './error.ts'
export * from './ipvs/index.ts'
export * from './kinds/index.ts'
export * from './message.ts'
export * from './netlink-kernel.ts'
export * from './port.ts'
export * from './state.ts'
export * from './wanted.ts'
export * from './watch.ts'
export { IFF_NOARP, IFF_UP, MACVLAN_MODE_PRIVATE } from './wire/constants.ts'
export { errnoName, type Frame, type MetricFields, type Refusal } from './wire/index.ts'
