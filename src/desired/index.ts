/**
 * What the kernel should hold: a pure function of the configuration and of what the world decided (roles, links). It
 * has no defaults of its own and looks at nothing.
 */

export { addressOf } from './address.ts'
export {
  type Carried,
  type CarriedKind,
  carriedAddresses,
  carriedBy,
  devicesOf,
  isLinkLocal,
  ownAddresses,
  routeOrigins,
  type Standing,
  virtualAddressesOf,
  wantedBy,
} from './carried.ts'
export * from './desired.ts'
export { type DeviceKey, Devices, displacedBy, isDisplaced, withNamesKept } from './devices.ts'
export { firewallTable } from './firewall.ts'
export { ipvsSettings, ownSettings, type WantedSettings } from './ipvs-settings.ts'
export { markings } from './markings.ts'
export * from './pools.ts'
export { poolsIn } from './pools-in.ts'
export * from './runtime.ts'
export { isHeld, serviceIds } from './service-ids.ts'
export { destinationKeys, services, type WantedTable } from './services.ts'
export { groupInterfaces, ownLinks, standing } from './standing.ts'
export { deviceSysctls, type Sysctl, sysctls } from './sysctls.ts'
