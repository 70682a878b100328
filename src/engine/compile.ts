import { digest, type Family, familyOf, type Ip, micros, parseIp, type Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import { type Carried, carriedBy } from '../desired/index.ts'
import { type Address, addressKind, encodeMessage, IFF_NOARP, type Link, linkNames } from '../kernel/index.ts'
import { announcement } from './frames.ts'
import type { EngineImage, Found, FrameSpec, ObjectSpec, RouterSpec, SocketSpec } from './image.ts'
import { compileTrackers, syncGroupOf } from './trackers.ts'

/** What an image depends on besides the configuration. */
export interface EngineFacts {
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
  /** Interfaces that forward IPv6, whose neighbour advertisements say so (RFC 4861 section 4.4). */
  readonly forwarding: ReadonlySet<string>
}

/** Something the user should know: a router that can not run as the configuration asks. */
export interface CompileNote {
  readonly message: string
  readonly at: Span
}

export interface CompiledEngine {
  readonly image: EngineImage
  readonly notes: readonly CompileNote[]
}

/** Encodes everything that the engine will need to run these routers on this host. */
export function compileEngine(config: Config, facts: EngineFacts): CompiledEngine {
  const host = new HostFacts(config, facts)
  const sockets = new SocketTable()
  const routers = config.vrrpInstances.map((instance) => compileRouter(instance, config, host, sockets))
  return {
    image: { startupDelay: micros(0), delayAfterBoot: micros(0), sockets: sockets.specs, routers },
    notes: host.notes,
  }
}

function compileRouter(instance: VrrpInstance, config: Config, host: HostFacts, sockets: SocketTable): RouterSpec {
  const { family, unicastPeers: peers } = instance
  const unicast = peers.length > 0
  const configured = instance.unicastSource ?? instance.multicastSource
  const source = configured ?? host.sourceFor(instance)
  const carried = carriedBy(instance)
  const objects = carried.flatMap((each) => compileObject(each, host))
  const interfaceIndex = host.usable(instance, carried) ? (host.indexOf(instance.interface) ?? 0) : 0
  return {
    name: instance.name,
    identity: identityOf(instance, configured),
    vrid: instance.virtualRouterId,
    family,
    version: instance.version,
    priority: instance.priority,
    startMaster: instance.state === 'MASTER',
    preempt: instance.preempt,
    preemptDelay: instance.preemptDelay,
    advertInterval: instance.advertInterval,
    downTimerAdverts: instance.downTimerAdverts,
    lowerPrioNoAdvert: instance.lowerPrioNoAdvert,
    higherPrioSendAdvert: instance.higherPrioSendAdvert,
    checksumAsV2: instance.v3ChecksumAsV2,
    oldUnicastChecksum: 'automatic',
    checkUnicastSource: instance.checkUnicastSource,
    skipCheckAdvAddr: instance.skipCheckAdvertAddresses,
    ownerIgnoreAdverts: false,
    timerExpiredBackup: 0,
    authentication: instance.authentication ? 'pass' : 'none',
    password: utf8.encode(instance.authentication?.password.reveal() ?? ''),
    socket: sockets.indexOf({
      family,
      multicast: !unicast,
      authenticationHeader: false,
      interfaceIndex,
      local: unicast ? source : instance.multicastGroup,
      receiveBufferBytes: 0,
    }),
    source,
    sourceConfigured: configured !== undefined,
    ttl: instance.unicastTtl ?? (unicast && family === 6 ? 64 : 255),
    interfaceIndex,
    interfaceName: instance.interface,
    trackInterface: instance.trackPrimary,
    group: instance.multicastGroup,
    peers: peers.map(({ address, minTtl, maxTtl }) => ({ address, minTtl: minTtl ?? 0, maxTtl: maxTtl ?? 255 })),
    trackers: compileTrackers(instance, config, (name) => host.indexOf(name)),
    syncGroup: syncGroupOf(instance, config),
    sourceFrames: [],
    advertised: instance.virtualAddresses.map(({ address }) => address),
    garp: garpOf(instance),
    objects: objects.map((object, index) => numbered(object, index)),
    removal: objects.map((_, index) => index),
  }
}

const utf8 = new TextEncoder()

function garpOf(instance: VrrpInstance) {
  const atMost255 = (count: number) => Math.min(count, 255)
  return {
    masterRepeat: atMost255(instance.garpMasterRepeat),
    masterDelay: instance.garpMasterDelay,
    masterRefresh: instance.garpMasterRefresh,
    masterRefreshRepeat: atMost255(instance.garpMasterRefreshRepeat),
    lowerPrioRepeat: atMost255(instance.garpLowerPrioRepeat),
    lowerPrioDelay: instance.garpLowerPrioDelay,
  }
}

/** What makes it the same virtual router across a reload. */
function identityOf(instance: VrrpInstance, source: Ip | undefined): string {
  const where = instance.unicastPeers.length > 0 ? `unicast ${source ?? ''}` : instance.multicastGroup
  return `${instance.virtualRouterId} ipv${instance.family} ${instance.interface} ${where}`
}

function compileObject({ address, noTrack }: Carried, host: HostFacts): ObjectSpec[] {
  const interfaceIndex = host.indexOf(address.dev)
  if (interfaceIndex === undefined) return []
  const [add, remove] = [addressKind.create(address, host.names), addressKind.remove(address, host.names)].map(
    ([message]) => (message ? encodeMessage(message, 0) : new Uint8Array()),
  ) as [Uint8Array, Uint8Array]
  return [
    {
      key: digest(add),
      label: addressKind.show(address).title,
      tracked: !noTrack,
      found: host.find(address),
      interfaceIndex,
      address: address.address,
      prefix: address.prefix,
      add,
      remove,
      frames: host.framesFor(address, interfaceIndex),
    },
  ]
}

const seqOffset = 8

/** By its number, a message names its object when the kernel refuses it. */
function numbered(object: ObjectSpec, index: number): ObjectSpec {
  for (const message of [object.add, object.remove]) {
    new DataView(message.buffer, message.byteOffset).setUint32(seqOffset, index + 1, true)
  }
  return object
}

class SocketTable {
  readonly specs: SocketSpec[] = []
  readonly #indices = new Map<string, number>()

  indexOf(spec: SocketSpec): number {
    const key = JSON.stringify(spec)
    const known = this.#indices.get(key)
    if (known !== undefined) return known
    this.#indices.set(key, this.specs.length)
    return this.specs.push(spec) - 1
  }
}

const nowhere: Record<Family, Ip> = { 4: parseIp('0.0.0.0') as Ip, 6: parseIp('::') as Ip }

class HostFacts {
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

  /** The first address of the interface that is not a virtual one; for IPv6 its link-local one. */
  sourceFor(instance: VrrpInstance): Ip {
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

  find(address: Address): Found {
    const live = this.#live.get(addressKind.key(address))
    if (!live) return 'absent'
    return !this.#marked || live.protocol === address.protocol ? 'ours' : 'foreign'
  }

  framesFor({ address, dev }: Address, interfaceIndex: number): FrameSpec[] {
    const link = this.#links.get(dev)
    if (!link?.mac || link.flags & IFF_NOARP) return []
    const bytes = announcement({ address, mac: link.mac, router: this.#facts.forwarding.has(dev) })
    return [{ interfaceIndex, bytes }]
  }

  #note(instance: VrrpInstance, problem: string): void {
    this.notes.push({ message: `${instance.name} stays in FAULT: ${problem}`, at: instance.at })
  }
}
