import { type Family, familyOf, type Ip, ipBytes, ipFromBytes } from '../base/index.ts'
import type { Config, VirtualAddress, VrrpInstance } from '../bind/index.ts'

export interface FleetHost {
  /** What `@NAME` lines know it by. */
  readonly name: string
  readonly config: Config
}

export interface Member {
  readonly host: string
  readonly router: VrrpInstance
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
}

/**
 * Joins the instances of all hosts into virtual routers: those of one VRID that share an address or name each other,
 * one of each host.
 */
export function fleetOf(hosts: readonly FleetHost[]): Fleet {
  const byIdentity = new Map<string, Member[][]>()
  for (const { name: host, config } of hosts) {
    for (const router of config.vrrpInstances) {
      const identity = `${router.virtualRouterId} ${router.family}`
      const groups = byIdentity.get(identity) ?? []
      byIdentity.set(identity, groups)
      const group = nearest({ host, router }, groups)
      if (group) group.push({ host, router })
      else groups.push([{ host, router }])
    }
  }
  return { hosts, virtualRouters: [...byIdentity.values()].flat().map(virtualRouterOf).sort(byNetwork) }
}

/** The group that a member belongs to: of several, the one that has its name for the router. */
function nearest(member: Member, groups: readonly Member[][]): Member[] | undefined {
  const kin = groups.filter(
    (group) =>
      group.every(({ host }) => host !== member.host) && group.some(({ router }) => areKin(member.router, router)),
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

/** Of two routers of one VRID and family. */
function areKin(a: VrrpInstance, b: VrrpInstance): boolean {
  const held = new Set(addressesOf(a))
  return addressesOf(b).some((address) => held.has(address)) || names(a, b) || names(b, a)
}

function names({ unicastPeers }: VrrpInstance, { unicastSource }: VrrpInstance): boolean {
  return unicastPeers.some(({ address }) => address === unicastSource)
}

function virtualRouterOf(group: readonly Member[]): VirtualRouter {
  const [first, ...others] = [...group].sort(
    (a, b) => b.router.priority - a.router.priority || (a.host < b.host ? -1 : 1),
  ) as [Member, ...Member[]]
  const { virtualRouterId, family } = first.router
  const networks = [...new Set(group.flatMap(({ router }) => networksOf(router)))].sort()
  return { virtualRouterId, family, networks, members: [first, ...others] }
}

/** Of addresses on the interface itself; one without a prefix tells nothing. */
function networksOf(router: VrrpInstance): string[] {
  return router.virtualAddresses
    .filter(({ address, prefix, dev }) => dev === router.interface && isNetwork(address, prefix))
    .map(networkOf)
}

function isNetwork(address: Ip, prefix: number): boolean {
  return prefix < (familyOf(address) === 4 ? 32 : 128) && !/^fe[89ab]/.test(address)
}

function networkOf({ address, prefix }: Pick<VirtualAddress, 'address' | 'prefix'>): string {
  const bytes = ipBytes(address).map((byte, index) => {
    const bits = Math.max(0, Math.min(8, prefix - 8 * index))
    return byte & (0xff << (8 - bits))
  })
  return `${ipFromBytes(bytes)}/${prefix}`
}

function byNetwork(a: VirtualRouter, b: VirtualRouter): number {
  const key = ({ networks, family, virtualRouterId }: VirtualRouter) =>
    `${networks[0] ?? '~'} ${family} ${String(virtualRouterId).padStart(3, '0')}`
  return key(a) < key(b) ? -1 : 1
}
