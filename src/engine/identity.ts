import type { VrrpInstance } from '../bind/index.ts'

/**
 * Where a virtual router is. What is in the same place after a reload is the same one, see sameRouters(): peers and the
 * address that it sends from may be others.
 */
export function routerIdentity(instance: VrrpInstance): string {
  const { virtualRouterId, family, unicastPeers, multicastGroup, vrf } = instance
  const where = unicastPeers.length > 0 ? 'unicast' : multicastGroup
  return `${virtualRouterId} ipv${family} ${instance.interface} ${where}${vrf ? ` vrf ${vrf}` : ''}`
}

interface Title {
  readonly name: string
  readonly identity: string
}

/**
 * Who each of `next` was before, if it is the same virtual router, as the engine sees it (native/core/predecessors.h):
 * routers of one place are told apart by their names, and else by their order.
 */
export function sameRouters<B extends Title, N extends Title>(before: readonly B[], next: readonly N[]): Map<N, B> {
  const titled = new Map(before.map((one) => [titleOf(one), one]))
  const same = new Map<N, B>()
  for (const other of next) {
    const one = titled.get(titleOf(other))
    if (one) same.set(other, one)
    titled.delete(titleOf(other))
  }
  const renamed = Map.groupBy(titled.values(), ({ identity }) => identity)
  for (const other of next) {
    const one = same.has(other) ? undefined : renamed.get(other.identity)?.shift()
    if (one) same.set(other, one)
  }
  return same
}

function titleOf({ identity, name }: Title): string {
  return `${identity}\0${name}`
}
