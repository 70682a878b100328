import { type Family, familyOf, type Mac, macBytes, macFromBytes, type Span, virtualRouterMac } from '../base/index.ts'
import type { Config, VirtualAddress, VrrpInstance } from '../bind/index.ts'
import {
  IFF_UP,
  IPVLAN_F_PRIVATE,
  IPVLAN_F_VEPA,
  IPVLAN_MODE_L2,
  type Link,
  MACVLAN_MODE_PRIVATE,
} from '../kernel/index.ts'

const nameMax = 15

/** A macvlan or an ipvlan, for addresses of one family of one router, which is configured there. */
export interface VirtualLink extends Link {
  readonly family: Family
  readonly at: Span
}

/** What makes it another one, where it changes. */
export interface DeviceKey {
  readonly name: string
  readonly family: Family
  readonly type?: string | undefined
  readonly parent?: string | undefined
  readonly mac?: Mac | undefined
}

/**
 * The macvlans of virtual routers, which have the virtual router MAC (RFC 9568 section 7.3), and the ipvlans that they
 * send by. Their names follow from the configuration alone, so that everyone finds them.
 */
export class Devices {
  readonly links: VirtualLink[] = []
  readonly #own = new Map<string, VirtualLink>()
  readonly #ofAddresses = new Map<string, VirtualLink>()
  readonly #taken: Set<string>

  /** Made once for each configuration. */
  static of(config: Config): Devices {
    const known = made.get(config) ?? new Devices(config)
    made.set(config, known)
    return known
  }

  private constructor({ global, vrrpInstances }: Config) {
    const { vmacPrefix, vmacAddressPrefix = vmacPrefix } = global
    this.#taken = new Set(vrrpInstances.flatMap((instance) => [...namesGiven(instance), ...keptOf(instance).values()]))
    for (const instance of vrrpInstances) this.#makeOwn(instance, vmacPrefix)
    for (const instance of vrrpInstances) this.#makeForAddresses(instance, vmacAddressPrefix)
  }

  /** The macvlan or ipvlan that the router has for itself. */
  own({ name }: VrrpInstance): VirtualLink | undefined {
    return this.#own.get(name)
  }

  /** The macvlans of its addresses elsewhere, by place. */
  ofAddresses({ virtualAddresses, excludedAddresses, ...instance }: VrrpInstance): Map<string, VirtualLink> {
    const places = [...virtualAddresses, ...excludedAddresses].map((line) => placeKey(line, instance))
    return new Map(
      places.flatMap((place) => {
        const link = this.#ofAddresses.get(place)
        return link ? [[place, link] as const] : []
      }),
    )
  }

  /** The interface that an address of the router goes on. */
  placeOf(line: VirtualAddress, instance: VrrpInstance): string {
    if (isOfRouter(line, instance)) return this.own(instance)?.name ?? line.dev
    if (this.#ofAddresses.size === 0) return line.dev
    return this.#ofAddresses.get(placeKey(line, instance))?.name ?? line.dev
  }

  #makeOwn(instance: VrrpInstance, prefix: string): void {
    const { name, vmac, ipvlan, interface: parent, virtualRouterId: vrid, family, at } = instance
    if (!vmac && !ipvlan) return
    const place = { name: (vmac ?? ipvlan)?.name ?? this.#free(prefix, vrid, family), parent, family, at }
    const group = (vmac ?? ipvlan)?.group
    const make = vmac ? { ...macvlan, mac: macOf(instance) } : ipvlanOf(instance)
    this.#own.set(name, this.#add({ ...place, ...make, ...(group !== undefined && { group }) }))
  }

  #makeForAddresses(instance: VrrpInstance, prefix: string): void {
    const { virtualRouterId: vrid, virtualAddresses, excludedAddresses, vmacForAddresses, at } = instance
    for (const line of [...virtualAddresses, ...excludedAddresses]) {
      const isWanted = line.useVmac ? !isOfRouter(line, instance) : vmacForAddresses && isElsewhere(line, instance)
      if (!isWanted) continue
      const [family, key] = [familyOf(line.address), placeKey(line, instance)]
      if (this.#ofAddresses.has(key)) continue
      const mac = virtualRouterMac(family, vrid)
      const name = keptOf(instance).get(key) ?? this.#free(prefix, vrid, family)
      this.#ofAddresses.set(key, this.#add({ ...macvlan, name, parent: line.dev, mac, family, at }))
    }
  }

  #add(given: Omit<VirtualLink, 'index' | 'mtu' | 'flags'>): VirtualLink {
    const link: VirtualLink = { index: 0, mtu: 0, flags: IFF_UP, ...given }
    this.links.push(link)
    return link
  }

  /** PREFIX.VRID; IPv6 then tries PREFIX6.VRID, and whoever is left PREFIX1.VRID and so on. */
  #free(prefix: string, vrid: number, family: Family): string {
    const numbers = Array.from({ length: 255 }, (_, i) => String(i + 1))
    const marks = family === 6 ? ['', '6', ...numbers.filter((number) => number !== '6')] : ['', ...numbers]
    // Too long a prefix is cut.
    const names = marks.map((mark) => `${mark}.${vrid}`).map((end) => prefix.slice(0, nameMax - end.length) + end)
    const name = names.find((one) => !this.#taken.has(one)) ?? prefix
    this.#taken.add(name)
    return name
  }
}

const made = new WeakMap<Config, Devices>()
/** Names of macvlans of single addresses, which the configuration cannot give, by place. */
const kept = new WeakMap<VrrpInstance, ReadonlyMap<string, string>>()

function keptOf(instance: VrrpInstance): ReadonlyMap<string, string> {
  return kept.get(instance) ?? new Map()
}

function namesGiven({ vmac, ipvlan }: VrrpInstance): string[] {
  return [vmac?.name, ipvlan?.name].filter((name) => name !== undefined)
}

/**
 * The configuration with the names that macvlans have where it gives none: what the others in the file make of a free
 * name is no reason to make one anew, which takes its addresses off.
 */
export function withNamesKept(config: Config, links: readonly Link[]): Config {
  const devices = Devices.of(config)
  const given = new Set(config.vrrpInstances.flatMap(namesGiven))
  const kindOf = ({ type, parent, mac }: Link) => `${type} ${parent} ${mac}`
  const free = new Map(links.filter(({ name }) => !given.has(name)).map((there) => [kindOf(there), there.name]))
  const nameOf = (wanted: VirtualLink) => (wanted.mac === undefined ? undefined : free.get(kindOf(wanted)))
  const vrrpInstances = config.vrrpInstances.map((instance) => {
    const { vmac } = instance
    const own = devices.own(instance)
    const name = vmac && own && (vmac.name ?? nameOf(own))
    const next = name === undefined ? { ...instance } : { ...instance, vmac: { ...vmac, name } }
    const names = [...devices.ofAddresses(instance)].map(([place, link]) => [place, nameOf(link)] as const)
    kept.set(next, new Map(names.filter((each): each is [string, string] => each[1] !== undefined)))
    return next
  })
  return { ...config, vrrpInstances }
}

/** Routers that stand on what the next configuration makes something else of, or gives another name. */
export function displacedBy(next: Config, config: Config): Set<string> {
  const devices = Devices.of(config)
  const wanted = Devices.of(next).links
  const displaced = config.vrrpInstances.filter((instance) => {
    const own = devices.own(instance)
    return own && isDisplaced(own, wanted)
  })
  return new Set(displaced.map(({ name }) => name))
}

/** Whether it cannot stay beside what is wanted. */
export function isDisplaced(own: DeviceKey, wanted: readonly DeviceKey[]): boolean {
  return wanted.some((link) => (link.name === own.name ? !isSame(link, own) : isTwin(link, own)))
}

function isSame(a: DeviceKey, b: DeviceKey): boolean {
  return a.type === b.type && a.parent === b.parent && a.mac === b.mac && a.family === b.family
}

/** The kernel wants no two macvlans of one MAC on one interface. */
function isTwin(a: DeviceKey, b: DeviceKey): boolean {
  return a.mac !== undefined && isSame(a, b)
}

const macvlan = { type: 'macvlan', data: { IFLA_MACVLAN_MODE: MACVLAN_MODE_PRIVATE } } as const
const ipvlanFlags = { bridge: 0, private: IPVLAN_F_PRIVATE, vepa: IPVLAN_F_VEPA }

function ipvlanOf({ ipvlan }: VrrpInstance) {
  const data = { IFLA_IPVLAN_MODE: IPVLAN_MODE_L2, IFLA_IPVLAN_FLAGS: ipvlanFlags[ipvlan?.type ?? 'bridge'] }
  return { type: 'ipvlan', data } as const
}

/** Whether an address goes on the macvlan of its router, if that has one. */
function isOfRouter(line: VirtualAddress, instance: VrrpInstance): boolean {
  return instance.vmac !== undefined && !isElsewhere(line, instance)
}

/** Whether an address is on another interface than its router, or of the other family. */
function isElsewhere(
  { dev, address }: Pick<VirtualAddress, 'dev' | 'address'>,
  { interface: own, family }: Pick<VrrpInstance, 'interface' | 'family'>,
): boolean {
  return dev !== own || familyOf(address) !== family
}

function placeKey(
  { dev, address }: VirtualAddress,
  { virtualRouterId }: Pick<VrrpInstance, 'virtualRouterId'>,
): string {
  return `${dev} ${virtualRouterId} ${familyOf(address)}`
}

/** The router id follows a MAC address of five octets. */
function macOf({ vmac, family, virtualRouterId }: VrrpInstance): Mac {
  if (vmac?.mac === undefined) return virtualRouterMac(family, virtualRouterId)
  const octets = macBytes(vmac.mac as Mac)
  return macFromBytes(octets.length === 5 ? Uint8Array.of(...octets, virtualRouterId) : octets)
}
