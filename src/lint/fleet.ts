import type { Family } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import { bitsOf, isLinkLocal, showNetwork } from './networks.ts'

export interface FleetHost {
  /** What `@NAME` lines know it by. */
  readonly name: string
  readonly config: Config
  readonly networks?: Networks
}

/** By interface: what tells that others are on the same network. */
export type Networks = ReadonlyMap<string, readonly string[]>

export interface Member {
  readonly host: string
  readonly config: Config
  readonly router: VrrpInstance
  /** The networks that its interface is on, as far as that is known. */
  readonly networks: readonly string[]
  /** The fleet says which networks, and they are not guessed from addresses. */
  readonly declared: boolean
}

/** The instances of several hosts that back each other up. */
export interface VirtualRouter {
  readonly virtualRouterId: number
  readonly family: Family
  /** The networks that its members are on, as far as the files tell. */
  readonly networks: readonly string[]
  /** The one who becomes master first. */
  readonly members: readonly [Member, ...Member[]]
}

export interface Fleet {
  readonly hosts: readonly FleetHost[]
  readonly virtualRouters: readonly VirtualRouter[]
  /** Hosts that back each other up, directly or through others; the order is that of the hosts. */
  readonly clusters: readonly (readonly FleetHost[])[]
}

/**
 * Joins the instances of all hosts into virtual routers: those of one VRID that share an address or name each other,
 * one of each host.
 */
export function fleetOf(hosts: readonly FleetHost[]): Fleet {
  const byIdentity = new Map<string, Member[][]>()
  for (const { name: host, config, networks: declared } of hosts) {
    for (const router of config.vrrpInstances) {
      const known = declared?.get(router.interface)
      const member = { host, config, router, networks: known ?? networksOf(router), declared: known !== undefined }
      const identity = `${router.virtualRouterId} ${router.family}`
      const groups = byIdentity.get(identity) ?? []
      byIdentity.set(identity, groups)
      const group = nearest(member, groups)
      if (group) group.push(member)
      else groups.push([member])
    }
  }
  const virtualRouters = [...byIdentity.values()].flat().map(virtualRouterOf).sort(byNetwork)
  return { hosts, virtualRouters, clusters: clustersOf(hosts, virtualRouters) }
}

function clustersOf(hosts: readonly FleetHost[], virtualRouters: readonly VirtualRouter[]): FleetHost[][] {
  const clusters = new Map(hosts.map((host) => [host.name, [host]]))
  for (const { members } of virtualRouters) {
    const joined = new Set(members.flatMap(({ host }) => clusters.get(host) ?? []))
    const cluster = hosts.filter((host) => joined.has(host))
    for (const { name } of cluster) clusters.set(name, cluster)
  }
  return [...new Set(clusters.values())]
}

/** The group that a member belongs to: of several, the one that has its name for the router. */
function nearest(member: Member, groups: readonly Member[][]): Member[] | undefined {
  const kin = groups.filter(
    (group) => group.every(({ host }) => host !== member.host) && group.some((other) => areKin(member, other)),
  )
  return kin.find((group) => group.some(({ router }) => router.name === member.router.name)) ?? kin[0]
}

/** The addresses that a router holds, without those that adverts do not list. */
export function addressesOf({ virtualAddresses }: VrrpInstance): string[] {
  return virtualAddresses.map(({ address }) => address).sort()
}

export function isUnicast({ unicastPeers }: VrrpInstance): boolean {
  return unicastPeers.length > 0
}

/** Of two routers of one VRID and family. The same address may be held on networks apart. */
function areKin(one: Member, other: Member): boolean {
  const [a, b] = [one.router, other.router]
  if (names(a, b) || names(b, a)) return true
  const apart = one.declared && other.declared && !one.networks.some((network) => other.networks.includes(network))
  const held = new Set(addressesOf(a))
  return !apart && addressesOf(b).some((address) => held.has(address))
}

function names({ unicastPeers }: VrrpInstance, { unicastSource }: VrrpInstance): boolean {
  return unicastPeers.some(({ address }) => address === unicastSource)
}

function virtualRouterOf(group: readonly Member[]): VirtualRouter {
  const [first, ...others] = [...group].sort(
    (a, b) => b.router.priority - a.router.priority || (a.host < b.host ? -1 : 1),
  ) as [Member, ...Member[]]
  const { virtualRouterId, family } = first.router
  const networks = [...new Set(group.flatMap((member) => member.networks))].sort()
  return { virtualRouterId, family, networks, members: [first, ...others] }
}

/** Of addresses on the interface itself; one without a prefix tells nothing. */
function networksOf(router: VrrpInstance): string[] {
  return router.virtualAddresses
    .filter(({ address, prefix, dev }) => dev === router.interface && prefix < bitsOf(address) && !isLinkLocal(address))
    .map(showNetwork)
}

function byNetwork(a: VirtualRouter, b: VirtualRouter): number {
  const key = ({ networks, family, virtualRouterId }: VirtualRouter) =>
    `${networks[0] ?? '~'} ${family} ${String(virtualRouterId).padStart(3, '0')}`
  return key(a) < key(b) ? -1 : 1
}
