/** Other people's VRRP routers and BFD sessions, as programs on a host of a laboratory. */
export { type BfdSession, bfdInstance, bird, frrBfdd, keepalivedBfd } from './bfd.ts'
export { type FrrRouter, frrVrrpd } from './frr.ts'
export { keepalived } from './keepalived.ts'
