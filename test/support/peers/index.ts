/** Other people's VRRP routers, as programs on a host of a laboratory. */
export { type FrrRouter, frrVrrpd } from './frr.ts'
export { keepalived } from './keepalived.ts'
