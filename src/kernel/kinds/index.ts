export * from './address.ts'
export * from './destination.ts'
export { decodeElements, dumpElements, type Element } from './element.ts'
export { type EncapSpec, encapOf } from './encap.ts'
export { dumpParts, partsIn } from './filter-table.ts'
export { decodeFirewall, dumpFirewalls, type Firewall } from './firewall.ts'
export { refusingSet, type SetName } from './firewall-sets.ts'
export * from './ipvs-stats.ts'
export * from './ipvs-timeout.ts'
export type { Kind, Links, Shown } from './kind.ts'
export * from './kinds.ts'
export * from './link.ts'
export {
  decodeMarking,
  decodeStretches,
  dumpMarkingParts,
  dumpMarkings,
  dumpStretches,
  type Marking,
  type Stretch,
} from './marking.ts'
export * from './route.ts'
export * from './route-value.ts'
export * from './rule.ts'
export {
  decodeService,
  dumpServices,
  type IpvsProtocol,
  type IpvsService,
  type IpvsServiceId,
  maskGranularity,
  serviceResource,
  showService,
} from './service.ts'
export * from './sync-daemon.ts'
