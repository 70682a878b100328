import { type Config, referencesOf, type SyncGroup, type VrrpInstance } from '../bind/index.ts'
import { signingOf } from './authentication.ts'
import { garpOf } from './garp.ts'
import { type CompileNote, type EngineFacts, HostFacts, nowhere } from './host-facts.ts'
import { routerIdentity } from './identity.ts'
import type { EngineImage, RouterSpec } from './image.ts'
import { Encodings, removalOrder } from './objects.ts'
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
  const groups = new Map(config.syncGroups.map((group, index) => [group, index + 1]))
  const routers = config.vrrpInstances.map((instance) => compileRouter(instance, { config, host, sockets, groups }))
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
  /** Their numbers. */
  readonly groups: ReadonlyMap<SyncGroup, number>
}

function compileRouter(instance: VrrpInstance, { config, host, sockets, groups }: Compiling): RouterSpec {
  const { family, unicastPeers: peers } = instance
  const unicast = peers.length > 0
  const objects = host.objectsOf(instance)
  const usable = host.usable(instance)
  const interfaceIndex = usable ? (host.indexOf(instance.interface) ?? 0) : 0
  const sending = host.sendingInterface(instance)
  const source = host.sourceOf(instance)
  // Who has no address of the family may have an interface on which the group cannot even be joined.
  const hears = usable && source !== nowhere[family]
  host.noteWithoutFirewall(instance)
  const signing = signingOf(instance, host.readKey)
  const group = referencesOf(config).syncGroups.get(instance.name)
  return {
    ...electionOf(instance),
    ...signing,
    name: instance.name,
    identity: routerIdentity(instance),
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
      interfaceIndex: hears ? (host.indexOf(instance.vrf ?? sending) ?? 0) : 0,
      local: unicast ? source : instance.multicastGroup,
      receiveBufferBytes: receiveBufferOf(instance, config.global, host.mtuOf(instance.interface)),
      // Of what a macvlan has to say of groups nothing is heard while the router is not Master.
      reportsFrom:
        unicast || !instance.vmac || sending === instance.interface ? 0 : (host.indexOf(instance.interface) ?? 0),
    }),
    source,
    sourceConfigured: !host.watchesSource(instance, source),
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
    syncGroup: (group && groups.get(group)) ?? 0,
    sourceFrames: unicast ? host.framesFor(source, instance.interface || (host.holderOf(source) ?? '')) : [],
    advertised: instance.virtualAddresses.map(({ address }) => address),
    garp: garpOf(instance, config),
    objects: objects.map(({ spec }) => spec),
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
