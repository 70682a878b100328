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
  const groups: Group[] = []
  const byTie = new Map<string, Group[]>()
  for (const { name: host, config } of hosts) {
    for (const router of config.vrrpInstances) {
      const { own, wanted } = tiesOf(router)
      const group = nearest({ host, router }, new Set(wanted.flatMap((tie) => byTie.get(tie) ?? [])))
      if (group.members.length === 0) groups.push(group)
      group.hosts.add(host)
      group.members.push({ host, router })
      for (const tie of own) addTie(tie, group, byTie)
    }
  }
  return { hosts, virtualRouters: groups.map(({ members }) => virtualRouterOf(members)).sort(byNetwork) }
}

/** Instances that were joined so far. */
interface Group {
  readonly hosts: Set<string>
  readonly members: Member[]
}

/** What joins a router to others of its VRID and family: they are kin when one has a tie that the other one wants. */
function tiesOf(router: VrrpInstance): { readonly own: readonly string[]; readonly wanted: readonly string[] } {
  const { virtualRouterId, family, unicastPeers, unicastSource } = router
  const tie = (kind: string, address: string) => `${virtualRouterId} ${family} ${kind} ${address}`
  const held = addressesOf(router).map((address) => tie('holds', address))
  const source = unicastSource === undefined ? [] : [unicastSource]
  return {
    own: [
      ...held,
      ...source.map((address) => tie('sends from', address)),
      ...unicastPeers.map(({ address }) => tie('sends to', address)),
    ],
    wanted: [
      ...held,
      ...source.map((address) => tie('sends to', address)),
      ...unicastPeers.map(({ address }) => tie('sends from', address)),
    ],
  }
}

function addTie(tie: string, group: Group, byTie: Map<string, Group[]>): void {
  const groups = byTie.get(tie)
  if (!groups) byTie.set(tie, [group])
  else if (groups.at(-1) !== group) groups.push(group)
}

/** The group that a member belongs to: of several, one that has its name for the router; a new one if there is none. */
function nearest({ host, router }: Member, kin: ReadonlySet<Group>): Group {
  const open = [...kin].filter(({ hosts }) => !hosts.has(host))
  const namesake = open.find(({ members }) => members.some((member) => member.router.name === router.name))
  return namesake ?? open[0] ?? { hosts: new Set(), members: [] }
}

/** The addresses that a router holds, without those that adverts do not list. */
export function addressesOf({ virtualAddresses }: VrrpInstance): string[] {
  return virtualAddresses.map(({ address }) => address).sort()
}

export function isUnicast({ unicastPeers }: VrrpInstance): boolean {
  return unicastPeers.length > 0
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
