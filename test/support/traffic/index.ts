/** Clients, directors and servers: what is sent through a virtual service, and who answers. */
export { Held } from './held.ts'
export { type Family, families, openSite, router, type Site, serve, service, vip } from './site.ts'
export { type Visit, Visitors, visit } from './visitors.ts'
