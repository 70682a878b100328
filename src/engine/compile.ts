import { type Config, referencesOf, type VrrpInstance } from '../bind/index.ts'
import { signingOf } from './authentication.ts'
import { garpOf } from './garp.ts'
import { type CompileNote, configuredSource, type EngineFacts, HostFacts } from './host-facts.ts'
import type { EngineImage, RouterSpec } from './image.ts'
import { Encodings, numbered, removalOrder } from './objects.ts'
import { schedulingOf } from './scheduling.ts'
import { compileSessions } from './sessions.ts'
import { receiveBufferOf, SocketTable } from './sockets.ts'
import { compileTrackers, needsOf } from './trackers.ts'

export interface CompiledEngine {
  readonly image: EngineImage
  readonly notes: readonly CompileNote[]
}

/** Encodes everything that the engine will need to run these routers on this host, but for what is encoded already. */
export function compileEngine(config: Config, facts: EngineFacts, encodings = new Encodings()): CompiledEngine {
  encodings.turn()
  const host = new HostFacts(config, facts, encodings)
  const sockets = new SocketTable()
  const routers = config.vrrpInstances.map((instance) => compileRouter(instance, { config, host, sockets }))
  const { sessions, notes } = compileSessions(config)
  const { startupDelay, delayAfterBoot } = config.global
  return {
    image: {
      startupDelay,
      delayAfterBoot,
      scheduling: schedulingOf(config),
      linkDelays: config.interfaceDelays,
      paces: host.paces,
      sockets: sockets.specs,
      routers,
      sessions,
    },
    notes: [...host.notes, ...notes],
  }
}

interface Compiling {
  readonly config: Config
  readonly host: HostFacts
  readonly sockets: SocketTable
}

function compileRouter(instance: VrrpInstance, { config, host, sockets }: Compiling): RouterSpec {
  const { family, unicastPeers: peers } = instance
  const unicast = peers.length > 0
  const objects = host.objectsOf(instance)
  const usable = host.usable(instance)
  const interfaceIndex = usable ? (host.indexOf(instance.interface) ?? 0) : 0
  const sending = host.sendingInterface(instance)
  const source = host.sourceOf(instance)
  host.noteWithoutFirewall(instance)
  const signing = signingOf(instance, host.readKey)
  const group = referencesOf(config).syncGroups.get(instance.name)
  return {
    ...electionOf(instance),
    ...signing,
    name: instance.name,
    identity: identityOf(instance),
    vrid: instance.virtualRouterId,
    family,
    runnable: host.runnable(instance, signing),
    checksumAsV2: instance.v3ChecksumAsV2,
    oldUnicastChecksum: oldChecksum[instance.oldUnicastChecksum ?? 'automatic'],
    checkUnicastSource: instance.checkUnicastSource,
    skipCheckAdvAddr: instance.skipCheckAdvertAddresses,
    socket: sockets.indexOf({
      family,
      multicast: !unicast,
      authenticationHeader: signing.authentication === 'ah',
      interfaceIndex: usable ? (host.indexOf(instance.vrf ?? sending) ?? 0) : 0,
      local: unicast ? source : instance.multicastGroup,
      receiveBufferBytes: receiveBufferOf(instance, config.global, host.mtuOf(instance.interface)),
      // Of what a macvlan has to say of groups nothing is heard while the router is not Master.
      reportsFrom:
        unicast || !instance.vmac || sending === instance.interface ? 0 : (host.indexOf(instance.interface) ?? 0),
    }),
    source,
    sourceConfigured: configuredSource(instance) !== undefined && !instance.trackSource,
    ttl: instance.unicastTtl ?? (unicast && family === 6 ? 64 : 255),
    interfaceIndex,
    interfaceName: instance.interface,
    trackInterface: instance.trackPrimary,
    group: instance.multicastGroup,
    peers: peers.map(({ address, minTtl, maxTtl }) => ({ address, minTtl: minTtl ?? 0, maxTtl: maxTtl ?? 255 })),
    trackers: [
      ...compileTrackers(instance, config, (name) => host.indexOf(name)),
      ...needsOf(host.needsOf(instance), (name) => host.indexOf(name)),
    ],
    syncGroup: group ? config.syncGroups.indexOf(group) + 1 : 0,
    sourceFrames: unicast ? host.framesFor(source, instance.interface || (host.holderOf(source) ?? '')) : [],
    advertised: instance.virtualAddresses.map(({ address }) => address),
    garp: garpOf(instance, config),
    objects: numbered(objects.map(({ spec }) => spec)),
    removal: removalOrder(objects.map(({ carried }) => carried.kind)),
  }
}

const oldChecksum = { automatic: 'automatic', on: 'always', never: 'never' } as const

function electionOf(instance: VrrpInstance) {
  return {
    version: instance.version,
    priority: instance.priority,
    startMaster: instance.state === 'MASTER',
    preempt: instance.preempt,
    preemptDelay: instance.preemptDelay,
    advertInterval: instance.advertInterval,
    downTimerAdverts: instance.downTimerAdverts,
    lowerPrioNoAdvert: instance.lowerPrioNoAdvert,
    higherPrioSendAdvert: instance.higherPrioSendAdvert,
    ownerIgnoreAdverts: instance.ownerIgnoreAdverts,
    timerExpiredBackup: instance.timerExpiredBackup ?? 0,
  }
}

/** What makes it the same virtual router across a reload. */
function identityOf(instance: VrrpInstance): string {
  const where =
    instance.unicastPeers.length > 0 ? `unicast ${configuredSource(instance) ?? ''}` : instance.multicastGroup
  return `${instance.virtualRouterId} ipv${instance.family} ${instance.interface} ${where}`
}
