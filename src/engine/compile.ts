import type { Ip } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import { type CompileNote, type EngineFacts, HostFacts } from './host-facts.ts'
import type { EngineImage, RouterSpec, SocketSpec } from './image.ts'
import { numbered, removalOrder } from './objects.ts'

export interface CompiledEngine {
  readonly image: EngineImage
  readonly notes: readonly CompileNote[]
}

/** Encodes everything that the engine will need to run these routers on this host. */
export function compileEngine(config: Config, facts: EngineFacts): CompiledEngine {
  const host = new HostFacts(config, facts)
  const sockets = new SocketTable()
  const routers = config.vrrpInstances.map((instance) => compileRouter(instance, host, sockets))
  return { image: { sockets: sockets.specs, routers }, notes: host.notes }
}

function compileRouter(instance: VrrpInstance, host: HostFacts, sockets: SocketTable): RouterSpec {
  const { family, unicastPeers: peers } = instance
  const unicast = peers.length > 0
  const configured = instance.unicastSource ?? instance.multicastSource
  const source = configured ?? host.sourceFor(instance)
  const objects = host.objectsOf(instance)
  const interfaceIndex = host.usable(instance) ? (host.indexOf(instance.interface) ?? 0) : 0
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
    checkUnicastSource: instance.checkUnicastSource,
    ...(instance.authentication && { password: utf8.encode(instance.authentication.password.reveal()) }),
    socket: sockets.indexOf({
      family,
      multicast: !unicast,
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
    peers: peers.map((peer) => peer.address),
    advertised: instance.virtualAddresses.map(({ address }) => address),
    garp: garpOf(instance),
    objects: numbered(objects.map(({ spec }) => spec)),
    removal: removalOrder(objects.map(({ carried }) => carried.kind)),
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
