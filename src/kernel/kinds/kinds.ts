import { RTPROT_KEEPALIVED } from '../wire/constants.ts'
import { type Address, addressKind } from './address.ts'
import { destinationKind, type IpvsDestination } from './destination.ts'
import { type Element, elementKind } from './element.ts'
import { type Firewall, firewallKind } from './firewall.ts'
import { type IpvsTimeout, ipvsTimeoutKind } from './ipvs-timeout.ts'
import type { Kind, ListedKind } from './kind.ts'
import { type Link, linkKind } from './link.ts'
import { type Marking, markingKind } from './marking.ts'
import { routeKind } from './route.ts'
import type { Route } from './route-value.ts'
import { type Rule, ruleKind } from './rule.ts'
import { type IpvsService, serviceKind } from './service.ts'
import { type SyncDaemon, syncDaemonKind } from './sync-daemon.ts'

/** The kernel objects that kac knows. */
export interface Objects {
  readonly link: Link
  readonly address: Address
  readonly route: Route
  readonly rule: Rule
  readonly firewall: Firewall
  readonly element: Element
  readonly 'sync daemon': SyncDaemon
  readonly 'ipvs timeout': IpvsTimeout
  readonly service: IpvsService
  readonly destination: IpvsDestination
  readonly marking: Marking
}

export type KindName = keyof Objects
export type ListedKindName = 'link' | 'address' | 'route' | 'rule'

/** What rtnetlink keeps: the links of a host and what is on them. */
export const listedKinds: { readonly [K in ListedKindName]: ListedKind<Objects[K]> } = {
  link: linkKind,
  address: addressKind,
  route: routeKind,
  rule: ruleKind,
}

export const listedKindNames = Object.keys(listedKinds) as readonly ListedKindName[]

/** What is known of each kind; everything that treats all kinds alike goes through here. */
export const kinds: { readonly [K in KindName]: Kind<Objects[K]> } = {
  ...listedKinds,
  firewall: firewallKind,
  element: elementKind,
  'sync daemon': syncDaemonKind,
  'ipvs timeout': ipvsTimeoutKind,
  service: serviceKind,
  destination: destinationKind,
  marking: markingKind,
}

export const kindNames = Object.keys(kinds) as readonly KindName[]

/** Which object of all kinds: `address 192.0.2.10/24 dev eth0`. */
export function objectId<K extends KindName>(kind: K, object: Objects[K]): string {
  return `${kind} ${kinds[kind].key(object)}`
}

/** Marks what kac makes. It is keepalived's number too, so that kac takes over what that left. */
export const ownProtocol = RTPROT_KEEPALIVED

/** Which objects are ours to change and remove. */
export interface Scope {
  /** What carries this number as its origin (IFA_PROTO, rtm_protocol, FRA_PROTOCOL) is ours. */
  readonly protocol: number
  /** Objects known to be ours although they do not say so, by `objectId`. */
  readonly known: ReadonlySet<string>
}

export function isOurs<K extends KindName>(kind: K, object: Objects[K], scope: Scope): boolean {
  return kinds[kind].origin(object) === scope.protocol || scope.known.has(objectId(kind, object))
}
