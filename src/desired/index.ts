/**
 * What the kernel should hold: a pure function of the configuration and of what the world decided (roles, links). It
 * has no defaults of its own and looks at nothing.
 */

export {
  type Carried,
  type CarriedKind,
  carriedAddresses,
  carriedBy,
  devicesOf,
  routeOrigins,
  type Standing,
  wantedBy,
} from './carried.ts'
export * from './desired.ts'
export { Devices } from './devices.ts'
export { firewallTable } from './firewall.ts'
export { ipvsSettings, ownSettings, type WantedSettings } from './ipvs-settings.ts'
export * from './pools.ts'
export * from './runtime.ts'
export { serviceIds } from './service-ids.ts'
export { services, type WantedTable } from './services.ts'
export { groupInterfaces, ownLinks, standing } from './standing.ts'
export { deviceSysctls, type Sysctl, sysctls } from './sysctls.ts'
