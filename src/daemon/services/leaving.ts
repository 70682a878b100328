import { type Micros, showEndpoint } from '../../base/index.ts'
import type { WantedTable } from '../../desired/index.ts'
import { type IpvsDestination, type IpvsService, type KernelState, kinds, showService } from '../../kernel/index.ts'
import { connectionsAtRisk } from '../../plan/index.ts'

export type Table = Pick<KernelState, 'service' | 'destination'>
/** Destinations by key. */
export type Found = ReadonlyMap<string, IpvsDestination>

/** A destination that is to go when its connections have. */
export interface Leaving {
  readonly service: IpvsService
  /** As it was before. */
  readonly destination: IpvsDestination
  /** By the monotonic clock, which is the same for a daemon that goes on from this one. */
  readonly until: Micros
}

/** A wanted table with those that leave, for which their services stay. */
export function keeping(want: WantedTable, leaving: readonly Pick<Leaving, 'service' | 'destination'>[]): WantedTable {
  if (leaving.length === 0) return want
  const services = new Set(want.service.map(({ object }) => kinds.service.key(object)))
  const destinations = keysOf(want)
  const left = leaving.filter((each) => !destinations.has(keyOf(each)))
  const kept = new Map(left.map(({ service }) => [kinds.service.key(service), service]))
  for (const key of services) kept.delete(key)
  return {
    service: [...want.service, ...[...kept.values()].map((object) => ({ object, present: true }))],
    destination: [
      ...want.destination,
      ...left.map(({ destination }) => ({ object: { ...destination, weight: 0 }, present: true })),
    ],
  }
}

/** A table as if nobody left. */
export function asBefore({ service, destination }: Table, leaving: readonly Leaving[]): Table {
  if (leaving.length === 0) return { service, destination }
  const before = new Map(leaving.map((each) => [keyOf(each), each.destination]))
  return { service, destination: destination.map((each) => before.get(kinds.destination.key(each)) ?? each) }
}

/** Destinations of services that are ours, and that this table wants no more. */
export function leavingFrom(
  { service, destination }: Table,
  want: WantedTable,
  { ours, until }: { readonly ours: ReadonlySet<string>; readonly until: Micros },
): Leaving[] {
  const wanted = keysOf(want)
  const services = new Map(service.map((each) => [kinds.service.key(each), each]))
  return destination.flatMap(({ connections: _, ...each }) => {
    const key = showService(each.service)
    const of = services.get(key)
    return of && ours.has(key) && !wanted.has(kinds.destination.key(each))
      ? [{ service: of, destination: each, until }]
      : []
  })
}

/** What became of it; undefined while it leaves. */
export function howEnded(each: Leaving, found: Found, now: Micros): string | undefined {
  if (!found.has(keyOf(each))) return 'has gone'
  const connections = connectionsOf(each, found)
  if (connections === 0) return 'is drained'
  return now < each.until ? undefined : `has had its time: connections that are cut: ${connections}`
}

/** Those that its going would end. */
export function connectionsOf(each: Leaving, found: Found): number {
  const there = found.get(keyOf(each))
  return there ? connectionsAtRisk(there) : 0
}

export function byKey(destinations: readonly IpvsDestination[]): Found {
  return new Map(destinations.map((each) => [kinds.destination.key(each), each]))
}

export function keysOf({ destination }: WantedTable): ReadonlySet<string> {
  return new Set(destination.map(({ object }) => kinds.destination.key(object)))
}

export function keyOf({ destination }: Pick<Leaving, 'destination'>): string {
  return kinds.destination.key(destination)
}

export function showLeaving({ service, destination }: Leaving): string {
  return `${showEndpoint(destination)} of ${showService(service.id)}`
}
