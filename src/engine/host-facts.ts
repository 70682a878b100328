import { type Family, familyOf, type Ip, type Micros, parseIp, type Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import {
  type Carried,
  carriedBy,
  Devices,
  devicesOf,
  firewallTable,
  groupInterfaces,
  isLinkLocal,
  ownAddresses,
} from '../desired/index.ts'
import {
  type Address,
  type Element,
  type Firewall,
  IFF_NOARP,
  kinds,
  type Link,
  linkNames,
  type Route,
  type Rule,
} from '../kernel/index.ts'
import type { ReadKey } from './authentication.ts'
import { announcer } from './frames.ts'
import { isElsewhere, PaceTable } from './garp.ts'
import type { Found, FrameSpec, ObjectSpec, RouterSpec } from './image.ts'
import { type Encodings, objectSpec } from './objects.ts'

/** What an image depends on besides the configuration. */
export interface EngineFacts {
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
  readonly routes: readonly Route[]
  readonly rules: readonly Rule[]
  readonly firewalls: readonly Firewall[]
  readonly elements: readonly Element[]
  /** Interfaces that forward IPv6, whose neighbour advertisements say so (RFC 4861 section 4.4). */
  readonly forwarding: ReadonlySet<string>
  readonly readKey: ReadKey
}

/** Something the user should know: a router that can not run as the configuration asks. */
export interface CompileNote {
  readonly message: string
  readonly at: Span
}

/** The source of a router that has none. */
export const nowhere: Record<Family, Ip> = { 4: parseIp('0.0.0.0') as Ip, 6: parseIp('::') as Ip }

/** The source address that the configuration names. */
export function configuredSource({ unicastSource, multicastSource }: VrrpInstance): Ip | undefined {
  return unicastSource ?? multicastSource
}

/** What the host says about what the configuration speaks of. */
export class HostFacts {
  readonly notes: CompileNote[] = []
  readonly #config: Config
  readonly #devices: Devices
  readonly #facts: EngineFacts
  readonly #encodings: Encodings
  readonly #paceTable: PaceTable
  readonly #announcers = new Map<string, ReturnType<typeof announcer>>()
  readonly #carried = new Map<VrrpInstance, readonly Carried[]>()
  readonly #names
  readonly #links: ReadonlyMap<string, Link>
  readonly #addresses: ReadonlyMap<string, Address>
  readonly #own: ReadonlyMap<string, readonly Address[]>
  readonly #places: ReadonlySet<string>
  /** Interfaces by the addresses that they have. */
  readonly #holders: ReadonlyMap<Ip, string>
  readonly #routes: ReadonlyMap<string, Route>
  readonly #rules: ReadonlyMap<string, Rule>
  readonly #elements: ReadonlySet<string>
  /** The table for what a router keeps from itself; undefined where there is none of ours. */
  readonly #firewall: Firewall | undefined
  /** Linux 5.18 and later tell who added an address; loopback's own is always marked. */
  readonly #marked: boolean

  constructor(config: Config, facts: EngineFacts, encodings: Encodings) {
    this.#encodings = encodings
    this.#config = config
    this.#devices = Devices.of(config)
    this.#facts = facts
    this.#paceTable = new PaceTable(config)
    this.#names = linkNames(facts.links)
    this.#links = new Map(facts.links.map((link) => [link.name, link]))
    this.#addresses = new Map(facts.addresses.map((address) => [kinds.address.key(address), address]))
    this.#holders = new Map(facts.addresses.toReversed().map(({ address, dev }) => [address, dev]))
    this.#routes = new Map(facts.routes.map((route) => [kinds.route.key(route), route]))
    this.#rules = new Map(facts.rules.map((rule) => [kinds.rule.key(rule), rule]))
    this.#elements = new Set(facts.elements.map((element) => kinds.element.key(element)))
    const table = firewallTable(config.global)
    this.#firewall = facts.firewalls.find((firewall) => firewall.table === table && firewall.form !== undefined)
    this.#own = ownAddresses(config, facts.addresses)
    this.#places = new Set(facts.addresses.map(({ address, dev }) => `${address} ${dev}`))
    this.#marked = facts.addresses.some(({ protocol }) => protocol !== undefined)
  }

  indexOf(name: string): number | undefined {
    return this.#names.indexOf(name)
  }

  /** The interface whose adverts are the router's: its macvlan or ipvlan, unless it sends by the one below. */
  sendingInterface(instance: VrrpInstance): string {
    return (instance.vmacTransmitBase ? undefined : this.#devices.own(instance)?.name) ?? instance.interface
  }

  get readKey(): ReadKey {
    return this.#facts.readKey
  }

  /** Of all frames that were made. */
  get paces(): readonly Micros[] {
    return this.#paceTable.paces
  }

  /** Where an address is. */
  holderOf(address: Ip): string | undefined {
    return this.#holders.get(address)
  }

  mtuOf(name: string): number | undefined {
    return this.#links.get(name)?.mtu
  }

  /** Where adverts come from; no address at all where there is none to use, which is a fault of the router. */
  sourceOf(instance: VrrpInstance): Ip {
    const configured = configuredSource(instance)
    if (configured === undefined) return this.#ownAddress(instance)
    if (!instance.trackSource || this.#holders.has(configured)) return configured
    this.#note(instance, `this host does not have ${configured}`)
    return nowhere[instance.family]
  }

  /** Whether the engine itself sees its loss; of one that another interface has, it is told by the next image. */
  watchesSource(instance: VrrpInstance, source: Ip): boolean {
    if (configuredSource(instance) !== undefined && !instance.trackSource) return false
    return this.#places.has(`${source} ${instance.interface}`)
  }

  /** The first address of the interface that is not a virtual one, nor a static one if it has others; for IPv6 its link-local one. */
  #ownAddress(instance: VrrpInstance): Ip {
    // A macvlan sends from what the interface below has.
    const from = instance.ipvlan ? this.sendingInterface(instance) : instance.interface
    const isUsable = ({ address }: Address) =>
      familyOf(address) === instance.family && (instance.family === 4 || isLinkLocal(address))
    const first = this.#own.get(from)?.find(isUsable)
    if (first) return first.address
    // Of an interface that is not there, usable() says so.
    const isMissing = from === instance.interface && from !== '' && !this.#links.has(from)
    if (!isMissing) this.#note(instance, `${from} has no ${instance.family === 4 ? 'IPv4' : 'link-local IPv6'} address`)
    return nowhere[instance.family]
  }

  /** Interfaces besides its own whose loss is a fault of the router: what it carries is on them. */
  needsOf(instance: VrrpInstance): string[] {
    const tracked = this.#carriedBy(instance).filter(({ noTrack }) => !noTrack)
    const needed = new Set([...tracked.flatMap(devicesOf), ...groupInterfaces(this.#config, instance)])
    needed.add(instance.vrf ?? this.sendingInterface(instance))
    needed.delete(instance.interface)
    return [...needed]
  }

  /** What it asks of the firewall where there is none. */
  noteWithoutFirewall(instance: VrrpInstance): void {
    if (this.#firewall) return
    const table = firewallTable(this.#config.global)
    const note = (what: string) =>
      this.notes.push({
        message: `${instance.name}: there is no table ${table} of kac in nf_tables: ${what}`,
        at: instance.at,
      })
    if (!instance.accept) note('as Master this host takes in packets to its addresses, in spite of no_accept')
    if (instance.vmac) note('switches may hear a backup speak from the virtual router MAC address')
  }

  /** Whether every interface that the router needs is there. */
  usable(instance: VrrpInstance): boolean {
    const missing = [instance.interface, ...this.needsOf(instance)].filter(
      (name) => name !== '' && !this.#links.has(name),
    )
    for (const name of missing) this.#note(instance, `there is no interface ${name}`)
    return missing.length === 0 && this.#hasOwnLink(instance)
  }

  /** Somebody else may have an interface of the name. */
  #hasOwnLink(instance: VrrpInstance): boolean {
    const wanted = this.#devices.own(instance)
    const live = wanted && this.#links.get(wanted.name)
    const fits = live?.type === wanted?.type && live?.parent === wanted?.parent
    if (!fits) this.#note(instance, `${wanted?.name} is there already and is no ${wanted?.type} on ${wanted?.parent}`)
    return fits
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

  /** What the router puts on, of that for which the host has the interfaces. */
  objectsOf(instance: VrrpInstance): { readonly carried: Carried; readonly spec: ObjectSpec }[] {
    return this.#carriedBy(instance).flatMap((carried) => {
      const spec = objectSpec(carried, this.#names, {
        found: this.#find(carried),
        elsewhere: carried.kind === 'address' && this.#isElsewhere(instance, carried.object.dev),
        ...(carried.kind === 'element' && { ground: this.#firewall?.handle ?? '' }),
        frames: this.#framesOf(carried),
        encodings: this.#encodings,
      })
      return spec ? [{ carried, spec }] : []
    })
  }

  #isElsewhere(instance: VrrpInstance, dev: string): boolean {
    return isElsewhere(instance, this.#config, this.#links.get(dev))
  }

  #carriedBy(instance: VrrpInstance): readonly Carried[] {
    const known = this.#carried.get(instance)
    if (known) return known
    const around = { devices: this.#devices, links: this.#facts.links, table: firewallTable(this.#config.global) }
    const carried = carriedBy(instance, around).filter(({ kind }) => kind !== 'element' || this.#firewall)
    this.#carried.set(instance, carried)
    return carried
  }

  #find(carried: Carried): Found {
    switch (carried.kind) {
      case 'element':
        return this.#elements.has(kinds.element.key(carried.object)) ? 'ours' : 'absent'
      case 'address': {
        const live = this.#addresses.get(kinds.address.key(carried.object))
        if (!live) return 'absent'
        return !this.#marked || live.protocol === carried.object.protocol ? 'ours' : 'foreign'
      }
      // Linux has room for routes of several owners to one destination.
      case 'route':
        return this.#routes.get(kinds.route.key(carried.object))?.protocol === carried.object.protocol
          ? 'ours'
          : 'absent'
      case 'rule': {
        const live = this.#rules.get(kinds.rule.key(carried.object))
        if (!live) return 'absent'
        return live.protocol === carried.object.protocol ? 'ours' : 'foreign'
      }
    }
  }

  /** What announces an address of an interface, where that is a way to do so. */
  framesFor(address: Ip, dev: string): FrameSpec[] {
    const link = this.#links.get(dev)
    if (!link?.mac || link.flags & IFF_NOARP) return []
    const announce = this.#announcers.get(dev) ?? announcer({ mac: link.mac, router: this.#facts.forwarding.has(dev) })
    this.#announcers.set(dev, announce)
    return [{ interfaceIndex: link.index, pace: this.#paceTable.paceOf(address, link), bytes: announce(address) }]
  }

  #framesOf(carried: Carried): FrameSpec[] {
    return carried.kind === 'address' ? this.framesFor(carried.object.address, carried.object.dev) : []
  }

  #note(instance: VrrpInstance, problem: string): void {
    this.notes.push({ message: `${instance.name} stays in FAULT: ${problem}`, at: instance.at })
  }
}
