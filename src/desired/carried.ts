import { familyOf, type Ip, type Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import {
  type Address,
  type Announcement,
  type Because,
  IFF_NOARP,
  type KindName,
  type Link,
  type Objects,
  type Wanted,
  type WantedState,
  wantedEach,
} from '../kernel/index.ts'
import { addressOf } from './address.ts'
import type { Devices } from './devices.ts'
import { carriedElements } from './firewall.ts'
import { routeOf } from './route.ts'
import { ruleOf } from './rule.ts'
import type { RuntimeState } from './runtime.ts'

/** Kinds of objects that go with a role. */
export type CarriedKind = 'element' | 'address' | 'route' | 'rule'

interface CarriedOf<K extends KindName> {
  readonly kind: K
  readonly object: Objects[K]
  /** Its loss is no fault of the router. */
  readonly noTrack: boolean
  /** The keyword of the block that it is in. */
  readonly setting: string
  readonly at: Span
}

/** An object that goes with the Master role. */
export type Carried = { [K in CarriedKind]: CarriedOf<K> }[CarriedKind]
export type CarriedAddress = CarriedOf<'address'>
export type CarriedElement = CarriedOf<'element'>
/** An object that is there whatever the roles. */
export type Standing = Carried | CarriedOf<'firewall'> | CarriedOf<'link'>

/** What objects depend on besides their router. */
export interface Surroundings {
  readonly devices: Devices
  readonly links: readonly Link[]
  /** Name of the table of the firewall. */
  readonly table: string
}

/**
 * In the order in which they are put on: packets are kept from addresses before they are there, routes may need the
 * addresses, and rules lead to the routes.
 */
export function carriedBy(instance: VrrpInstance, { devices, links, table }: Surroundings): Carried[] {
  const routes = instance.virtualRoutes.flatMap((line): Carried[] => {
    const { noTrack, at } = line
    const object = routeOf(line, links)
    return object ? [{ kind: 'route', object, noTrack, setting: 'virtual_routes', at }] : []
  })
  const rules = instance.virtualRules.map((line): Carried => {
    const { noTrack, at } = line
    return { kind: 'rule', object: ruleOf(line), noTrack, setting: 'virtual_rules', at }
  })
  const addresses = carriedAddresses(instance, devices)
  return [...carriedElements(instance, addresses, { devices, table }), ...addresses, ...routes, ...rules]
}

/** Who made the routes that the configuration speaks of (RTPROT_*). */
export function routeOrigins({ staticRoutes, vrrpInstances }: Config): Set<number> {
  const lines = [...staticRoutes, ...vrrpInstances.flatMap(({ virtualRoutes }) => virtualRoutes)]
  return new Set(lines.map(({ protocol }) => protocol))
}

/** The interfaces that it depends on. The kernel takes a rule about one that is not there. */
export function devicesOf(carried: Carried): string[] {
  switch (carried.kind) {
    case 'element':
      return []
    case 'address':
      return [carried.object.dev]
    case 'route':
      return carried.object.dev === undefined ? [] : [carried.object.dev]
    case 'rule':
      return [carried.object.iif, carried.object.oif].filter((name) => name !== undefined)
  }
}

/** The addresses of a router, those that it advertises first. */
export function carriedAddresses(instance: VrrpInstance, devices: Devices): CarriedAddress[] {
  const { virtualAddresses, excludedAddresses } = instance
  const carry = (lines: typeof virtualAddresses, setting: string) =>
    lines.map((line) => ({
      kind: 'address' as const,
      object: addressOf({ ...line, dev: devices.placeOf(line, instance) }),
      noTrack: line.noTrack,
      setting,
      at: line.at,
    }))
  return [...carry(virtualAddresses, 'virtual_ipaddress'), ...carry(excludedAddresses, 'virtual_ipaddress_excluded')]
}

/** Of all routers, those that they do not advertise too. */
export function virtualAddressesOf({ vrrpInstances }: Config): Set<Ip> {
  return new Set(
    vrrpInstances.flatMap(({ virtualAddresses, excludedAddresses }) =>
      [...virtualAddresses, ...excludedAddresses].map(({ address }) => address),
    ),
  )
}

/**
 * What interfaces have of their own, for adverts to come from. What the configuration adds to them comes last: it must
 * not change who speaks.
 */
export function ownAddresses(config: Config, addresses: readonly Address[]): Map<string, Address[]> {
  const virtual = virtualAddressesOf(config)
  const fixed = new Set(config.staticAddresses.map(({ address }) => address))
  const own = addresses.filter(({ address }) => !virtual.has(address))
  const sorted = [
    ...own.filter(({ address }) => !fixed.has(address)),
    ...own.filter(({ address }) => fixed.has(address)),
  ]
  return Map.groupBy(sorted, ({ dev }) => dev)
}

/** Whether it is for one link (RFC 4291 section 2.5.6). */
export function isLinkLocal(address: Ip): boolean {
  return /^fe[89ab]/.test(address)
}

/** The objects of one instance: there while it is Master, else not. */
export function wantedWithRole(
  instance: VrrpInstance,
  around: Omit<Surroundings, 'links'>,
  { routers, links }: RuntimeState,
): WantedState {
  const present = routers.get(instance.name)?.state === 'MASTER'
  const silent = new Set(links.filter((link) => link.flags & IFF_NOARP).map((link) => link.name))
  const within = { block: `vrrp_instance.${instance.name}`, blockAt: instance.at }
  const { address, ...rest } = wantedBy(carriedBy(instance, { ...around, links }), { present, within })
  const announced = address.map((each) =>
    present && !silent.has(each.object.dev) ? { ...each, announcement: announcementOf(each.object, instance) } : each,
  )
  return { ...rest, address: announced }
}

interface Wish {
  readonly present: boolean
  /** Absent for a list that is in no block: it is one itself. */
  readonly within?: Pick<Because, 'block' | 'blockAt'>
}

export function wantedBy(carried: readonly Standing[], { present, within }: Wish): WantedState {
  const wanted = <K extends KindName>(kind: K) =>
    carried
      .filter((each): each is Standing & CarriedOf<K> => each.kind === kind)
      .map(({ object, setting, at }): Wanted<Objects[K]> => {
        return { object, present, because: { ...(within ?? { block: setting, blockAt: at }), setting, at } }
      })
  return wantedEach(wanted)
}

function announcementOf(address: Address, instance: VrrpInstance): Announcement {
  const { garpMasterRepeat: count, garpMasterDelay: after } = instance
  return {
    kind: familyOf(address.address) === 4 ? 'gratuitous ARP' : 'unsolicited NA',
    now: count,
    ...(after > 0 && { again: { count, after } }),
  }
}
