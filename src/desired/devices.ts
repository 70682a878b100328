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

/**
 * The macvlans of virtual routers, which have the virtual router MAC (RFC 9568 section 7.3), and the ipvlans that they
 * send by. Their names follow from the configuration alone, so that everyone finds them.
 */
export class Devices {
  readonly links: VirtualLink[] = []
  readonly #own = new Map<string, VirtualLink>()
  readonly #ofAddresses = new Map<string, VirtualLink>()
  readonly #taken: Set<string>

  constructor({ global, vrrpInstances }: Config) {
    const { vmacPrefix, vmacAddressPrefix = vmacPrefix } = global
    this.#taken = new Set(
      vrrpInstances.flatMap(({ vmac, ipvlan }) => [vmac?.name, ipvlan?.name].filter((name) => name !== undefined)),
    )
    for (const instance of vrrpInstances) this.#makeOwn(instance, vmacPrefix)
    for (const instance of vrrpInstances) this.#makeForAddresses(instance, vmacAddressPrefix)
  }

  /** The macvlan or ipvlan that the router has for itself. */
  own({ name }: VrrpInstance): VirtualLink | undefined {
    return this.#own.get(name)
  }

  /** The interface that an address of the router goes on. */
  placeOf(line: VirtualAddress, instance: VrrpInstance): string {
    const link = isOfRouter(line, instance) ? this.own(instance) : this.#ofAddresses.get(placeKey(line, instance))
    return link?.name ?? line.dev
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
      const [family, key] = [familyOf(line.address), placeKey(line, instance)]
      const isWanted = line.useVmac ? !isOfRouter(line, instance) : vmacForAddresses && isElsewhere(line, instance)
      if (!isWanted || this.#ofAddresses.has(key)) continue
      const mac = virtualRouterMac(family, vrid)
      const name = this.#free(prefix, vrid, family)
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

function placeKey({ dev, address }: VirtualAddress, { virtualRouterId }: VrrpInstance): string {
  return `${dev} ${virtualRouterId} ${familyOf(address)}`
}

/** The router id follows a MAC address of five octets. */
function macOf({ vmac, family, virtualRouterId }: VrrpInstance): Mac {
  if (vmac?.mac === undefined) return virtualRouterMac(family, virtualRouterId)
  const octets = macBytes(vmac.mac as Mac)
  return macFromBytes(octets.length === 5 ? Uint8Array.of(...octets, virtualRouterId) : octets)
}
