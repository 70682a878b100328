import { isLinkLocal } from '../base/index.ts'
import type { VrrpInstance } from '../bind/index.ts'
import { addressesOf, type Fleet, type FleetHost, type Member, type VirtualRouter } from './fleet.ts'
import { bitsOf, showNetwork } from './networks.ts'

/**
 * Joins the instances of all hosts into virtual routers: those of one VRID that share an address or name each other,
 * one of each host.
 */
export function fleetOf(hosts: readonly FleetHost[]): Fleet {
  const groups: Group[] = []
  const byTie = new Map<string, Group[]>()
  for (const member of hosts.flatMap(membersOf)) {
    const { own, wanted } = tiesOf(member)
    const group = nearest(member, new Set(wanted.flatMap((tie) => byTie.get(tie) ?? [])))
    if (group.members.length === 0) groups.push(group)
    group.hosts.add(member.host)
    group.members.push(member)
    for (const tie of own) addTie(tie, group, byTie)
  }
  const virtualRouters = groups.map(({ members }) => virtualRouterOf(members)).sort(byNetwork)
  return { hosts, virtualRouters, clusters: clustersOf(hosts, virtualRouters) }
}

function membersOf({ name: host, config, networks }: FleetHost): Member[] {
  return config.vrrpInstances.map((router) => {
    const declared = networks?.get(router.interface) ?? []
    const isDeclared = declared.length > 0
    return { host, config, router, networks: isDeclared ? declared : networksOf(router), declared: isDeclared }
  })
}

/** Of addresses on the interface itself; one without a prefix tells nothing. */
function networksOf(router: VrrpInstance): string[] {
  return router.virtualAddresses
    .filter(({ address, prefix, dev }) => dev === router.interface && prefix < bitsOf(address) && !isLinkLocal(address))
    .map(showNetwork)
}

/** Instances that were joined so far. */
interface Group {
  readonly hosts: Set<string>
  readonly members: Member[]
}

/** What joins a router to others of its VRID and family: they are kin when one has a tie that the other one wants. */
interface Ties {
  readonly own: readonly string[]
  readonly wanted: readonly string[]
}

function tiesOf({ router, networks, declared }: Member): Ties {
  const { virtualRouterId, family, unicastPeers, unicastSource } = router
  const tie = (kind: string, address: string) => `${virtualRouterId} ${family} ${kind} ${address}`
  // The same address may be held on networks apart, which only a fleet can say.
  const holds = (places: readonly string[]) =>
    addressesOf(router).flatMap((address) => places.map((place) => tie(`holds on ${place}`, address)))
  const source = unicastSource === undefined ? [] : [unicastSource]
  return {
    own: [
      ...holds(declared ? ['a declared network', ...networks] : ['some network']),
      ...source.map((address) => tie('sends from', address)),
      ...unicastPeers.map(({ address }) => tie('sends to', address)),
    ],
    wanted: [
      ...holds(['some network', ...(declared ? networks : ['a declared network'])]),
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

function virtualRouterOf(group: readonly Member[]): VirtualRouter {
  const [first, ...others] = [...group].sort(
    (a, b) => b.router.priority - a.router.priority || (a.host < b.host ? -1 : 1),
  ) as [Member, ...Member[]]
  const { virtualRouterId, family } = first.router
  const networks = [...new Set(group.flatMap((member) => member.networks))].sort()
  return { virtualRouterId, family, networks, members: [first, ...others] }
}

function byNetwork(a: VirtualRouter, b: VirtualRouter): number {
  const key = ({ networks, family, virtualRouterId }: VirtualRouter) =>
    `${networks[0] ?? '~'} ${family} ${String(virtualRouterId).padStart(3, '0')}`
  return key(a) < key(b) ? -1 : 1
}

function clustersOf(hosts: readonly FleetHost[], virtualRouters: readonly VirtualRouter[]): FleetHost[][] {
  const clusters = new Map(hosts.map((host) => [host.name, new Set([host])]))
  for (const { members } of virtualRouters) {
    const [first = new Set<FleetHost>(), ...others] = members.flatMap(({ host }) => clusters.get(host) ?? [])
    for (const other of others) {
      if (other === first) continue
      for (const host of other) {
        first.add(host)
        clusters.set(host.name, first)
      }
    }
  }
  return [...new Set(clusters.values())].map((cluster) => hosts.filter((host) => cluster.has(host)))
}
