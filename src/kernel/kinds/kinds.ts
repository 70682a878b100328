import { RTPROT_KEEPALIVED } from '../wire/constants.ts'
import { type Address, addressKind } from './address.ts'
import { type Element, elementKind } from './element.ts'
import { type Firewall, firewallKind } from './firewall.ts'
import type { Kind } from './kind.ts'
import { type Link, linkKind } from './link.ts'
import { routeKind } from './route.ts'
import type { Route } from './route-value.ts'
import { type Rule, ruleKind } from './rule.ts'

/** The kernel objects that kac knows. */
export interface Objects {
  readonly firewall: Firewall
  readonly element: Element
  readonly link: Link
  readonly address: Address
  readonly route: Route
  readonly rule: Rule
}

export type KindName = keyof Objects

/** What is known of each kind; everything that treats all kinds alike goes through here. */
export const kinds: { readonly [K in KindName]: Kind<Objects[K]> } = {
  firewall: firewallKind,
  element: elementKind,
  link: linkKind,
  address: addressKind,
  route: routeKind,
  rule: ruleKind,
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
