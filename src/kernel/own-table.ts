import { type IpvsService, kinds, objectId } from './kinds/index.ts'
import type { KernelState } from './state.ts'

/** Of a table, the ids of these services and of all their destinations: nobody owns a service and not who is behind it. */
export function ownTable(
  { service, destination }: KernelState,
  isOurs: (service: IpvsService) => boolean,
): ReadonlySet<string> {
  const ours = service.filter(isOurs)
  const resources = new Set(ours.flatMap(kinds.service.provides))
  const behind = destination.filter((each) => kinds.destination.needs(each).some((need) => resources.has(need)))
  return new Set([
    ...ours.map((each) => objectId('service', each)),
    ...behind.map((each) => objectId('destination', each)),
  ])
}
