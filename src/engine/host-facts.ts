import { type Family, familyOf, type Ip, parseIp, type Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import { type Carried, carriedBy } from '../desired/index.ts'
import { type Address, addressKind, IFF_NOARP, type Link, linkNames } from '../kernel/index.ts'
import type { ReadKey } from './authentication.ts'
import { announcement } from './frames.ts'
import type { Found, FrameSpec, RouterSpec } from './image.ts'

/** What an image depends on besides the configuration. */
export interface EngineFacts {
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
  /** Interfaces that forward IPv6, whose neighbour advertisements say so (RFC 4861 section 4.4). */
  readonly forwarding: ReadonlySet<string>
  readonly readKey: ReadKey
}

/** Something the user should know: a router that can not run as the configuration asks. */
export interface CompileNote {
  readonly message: string
  readonly at: Span
}

const nowhere: Record<Family, Ip> = { 4: parseIp('0.0.0.0') as Ip, 6: parseIp('::') as Ip }

/** The source address that the configuration names. */
export function configuredSource({ unicastSource, multicastSource }: VrrpInstance): Ip | undefined {
  return unicastSource ?? multicastSource
}

/** The facts of a host, as routers ask for them. Notes what a router cannot run without. */
export class HostFacts {
  readonly notes: CompileNote[] = []
  readonly names
  readonly #facts: EngineFacts
  readonly #links: ReadonlyMap<string, Link>
  readonly #live: ReadonlyMap<string, Address>
  readonly #virtual: ReadonlySet<Ip>
  /** Linux 5.18 and later tell who added an address; loopback's own is always marked. */
  readonly #marked: boolean

  constructor(config: Config, facts: EngineFacts) {
    this.#facts = facts
    this.#links = new Map(facts.links.map((link) => [link.name, link]))
    this.#live = new Map(facts.addresses.map((address) => [addressKind.key(address), address]))
    this.names = linkNames(facts.links)
    const instances = config.vrrpInstances
    this.#virtual = new Set(instances.flatMap((each) => carriedBy(each).map(({ address }) => address.address)))
    this.#marked = facts.addresses.some(({ protocol }) => protocol !== undefined)
  }

  indexOf(name: string): number | undefined {
    return this.names.indexOf(name)
  }

  get readKey(): ReadKey {
    return this.#facts.readKey
  }

  mtuOf(name: string): number | undefined {
    return this.#links.get(name)?.mtu
  }

  /** Where adverts come from; no address at all where there is none to use, which is a fault of the router. */
  sourceOf(instance: VrrpInstance): Ip {
    const configured = configuredSource(instance)
    if (configured === undefined) return this.#ownAddress(instance)
    const isThere = () => this.#facts.addresses.some(({ address }) => address === configured)
    if (!instance.trackSource || isThere()) return configured
    this.#note(instance, `this host does not have ${configured}`)
    return nowhere[instance.family]
  }

  /** The first address of the interface that is not a virtual one; for IPv6 its link-local one. */
  #ownAddress(instance: VrrpInstance): Ip {
    const own = this.#facts.addresses.find(
      ({ dev, address }) =>
        dev === instance.interface &&
        familyOf(address) === instance.family &&
        !this.#virtual.has(address) &&
        (instance.family === 4 || /^fe[89ab]/.test(address)),
    )
    if (own) return own.address
    this.#note(instance, `${instance.interface} has no ${instance.family === 4 ? 'IPv4' : 'link-local IPv6'} address`)
    return nowhere[instance.family]
  }

  /** Whether every interface that the router needs is there. */
  usable(instance: VrrpInstance, carried: readonly Carried[]): boolean {
    const needed = carried.flatMap(({ address, noTrack }) => (noTrack ? [] : [address.dev]))
    const missing = [...new Set([instance.interface, ...needed])].filter((name) => !this.#links.has(name))
    for (const name of missing) this.#note(instance, `there is no interface ${name}`)
    return missing.length === 0
  }

  /** Whether the configuration lets the router run at all. */
  runnable(instance: VrrpInstance, signing: Pick<RouterSpec, 'hmac'>): boolean {
    const { hmac, faultWithoutPeer, unicastPeers } = instance
    const keyless = hmac !== undefined && signing.hmac === undefined
    const peerless = faultWithoutPeer && unicastPeers.length === 0
    if (keyless) this.#note(instance, `key ${hmac.activeKey} of auth_hmac cannot be read`)
    if (peerless) this.#note(instance, 'it has no unicast_peer')
    return !keyless && !peerless
  }

  find(address: Address): Found {
    const live = this.#live.get(addressKind.key(address))
    if (!live) return 'absent'
    return !this.#marked || live.protocol === address.protocol ? 'ours' : 'foreign'
  }

  framesFor({ address, dev }: Pick<Address, 'address' | 'dev'>, interfaceIndex: number): FrameSpec[] {
    const link = this.#links.get(dev)
    if (!link?.mac || link.flags & IFF_NOARP) return []
    const bytes = announcement({ address, mac: link.mac, router: this.#facts.forwarding.has(dev) })
    return [{ interfaceIndex, bytes }]
  }

  #note(instance: VrrpInstance, problem: string): void {
    this.notes.push({ message: `${instance.name} stays in FAULT: ${problem}`, at: instance.at })
  }
}
