import type { Family } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'

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

/** The addresses that a router holds, without those that adverts do not list. */
export function addressesOf({ virtualAddresses }: VrrpInstance): string[] {
  return virtualAddresses.map(({ address }) => address).sort()
}

export function isUnicast({ unicastPeers }: VrrpInstance): boolean {
  return unicastPeers.length > 0
}
