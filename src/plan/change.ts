import type { Announcement, IpvsDestination, KindName, Objects } from '../kernel/index.ts'

/** A line of the configuration. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** Which line speaks of an object, and of which block it is. Absent for what no line speaks of. */
export interface Reason {
  /** `vrrp_instance.VI_1`. */
  readonly block: string
  readonly blockAt: Place
  readonly setting: string
  readonly at: Place
}

interface About<K extends KindName> {
  readonly kind: K
  /** As `objectId` writes it. */
  readonly id: string
  readonly because?: Reason
}

export interface Create<K extends KindName> extends About<K> {
  readonly action: 'create'
  readonly after: Objects[K]
  readonly waitsFor?: string
  readonly announcement?: Announcement
}

export interface Update<K extends KindName> extends About<K> {
  readonly action: 'update'
  readonly before: Objects[K]
  readonly after: Objects[K]
  readonly waitsFor?: string
}

/** Removed and created anew, because the kernel can not change it or because it goes away with another object. */
export interface Replace<K extends KindName> extends About<K> {
  readonly action: 'replace'
  readonly before: Objects[K]
  readonly after: Objects[K]
  readonly goesWith?: GoesWith
  readonly waitsFor?: string
  readonly announcement?: Announcement
}

export interface Remove<K extends KindName> extends About<K> {
  readonly action: 'remove'
  readonly before: Objects[K]
  readonly goesWith?: GoesWith
}

/**
 * The kernel takes an object away along with what it stands on: `id` is that object, `action` what began it. Likewise
 * `waitsFor` is the id of an object that must have gone first, because it would take the new one along.
 */
export interface GoesWith {
  readonly id: string
  readonly action: 'remove' | 'replace'
}

export type ChangeOf<K extends KindName> = Create<K> | Update<K> | Replace<K> | Remove<K>

/** One difference between live and desired. The set of actions is closed. */
export type Change = { [K in KindName]: ChangeOf<K> }[KindName]

export interface ForeignOf<K extends KindName> extends About<K> {
  readonly object: Objects[K]
  /** Whether the configuration wants it there. */
  readonly wanted: boolean
}

/** An object that the configuration speaks of, that is there, and that kac did not make: it is left alone. */
export type Foreign = { [K in KindName]: ForeignOf<K> }[KindName]

/** Connections that end when a destination goes. Inactive ones of TCP have ended already; of UDP all are inactive. */
export function connectionsAtRisk({ service, connections }: IpvsDestination): number {
  if (!connections) return 0
  const isTcp = service.kind === 'address' && service.protocol === 'tcp'
  return connections.active + (isTcp ? 0 : connections.inactive)
}

/** Those that a change ends. */
export function connectionsCut(change: Change): number {
  return change.action === 'remove' && change.kind === 'destination' ? connectionsAtRisk(change.before) : 0
}
