import { type Ip, kacVersion, type Micros, type RouterState } from '../base/index.ts'
import { type Config, referencesOf, type VrrpInstance } from '../bind/index.ts'
import type { PoolReport } from '../check/index.ts'
import { type DeviceKey, Devices } from '../desired/index.ts'
import {
  type EngineHello,
  type EngineLateness,
  type EngineRouterStatus,
  type EngineStatus,
  routerIdentity,
} from '../engine/index.ts'
import type { DrainingStatus } from './draining.ts'
import { type ServiceStatus, type ServiceTraffic, serviceStatuses } from './services.ts'
import { type SessionStatus, sessionStatus } from './sessions.ts'
import { type Seen, type TrackerStatus, trackerStatuses } from './trackers.ts'

/** What a host does now: the one value that the API, `kac status` and `kac why` show. Durations are in seconds. */
export interface StatusSnapshot {
  readonly formatVersion: 1
  readonly kacVersion: string
  readonly host: string
  /** ISO 8601. */
  readonly takenAt: string
  /** How old it is; whoever hands it on sets it. */
  readonly ageSeconds: number
  /** Absent: the daemon is away and the engine was asked itself. */
  readonly daemon?: DaemonStatus
  /** Absent: no engine runs, so this host holds no role; or it is silent and could not be asked for its name. */
  readonly engine?: EngineProcess
  /** Who is there and does not answer. Of the routers of a silent engine nothing is known. */
  readonly silent: readonly Silent[]
  readonly configuration?: ConfigurationStatus
  readonly routers: readonly RouterStatus[]
  /** BFD sessions. */
  readonly sessions: readonly SessionStatus[]
  /** In the order of the configuration; empty while the daemon is away. */
  readonly services: readonly ServiceStatus[]
  /** Real servers that left the configuration and have connections still; absent where there are none. */
  readonly draining?: readonly DrainingStatus[]
  /** Why IPVS is not as the configuration wants it. */
  readonly ipvsProblem?: string
  /** There are virtual servers, and who checks their real servers does not answer. */
  readonly checksSilent?: true
}

export interface EngineProcess {
  readonly pid: number
  readonly version: string
  /** Absent: it is silent, or of a version that does not tell. */
  readonly timers?: TimerStatus
  /** Who sends adverts for virtual routers that this host does not have. */
  readonly strangers?: readonly StrangerStatus[]
}

/** How late the engine's timers were served since it started. */
export interface TimerStatus {
  readonly lateSecondsMax: number
  readonly lateSecondsSum: number
  /** Wake-ups that were so late at most, and later than the limit before; the last has no limit. */
  readonly wakeUps: readonly { readonly upToSeconds?: number; readonly count: number }[]
}

export interface StrangerStatus {
  readonly virtualRouterId: number
  readonly source: Ip
  readonly adverts: number
  readonly lastAdvertSecondsAgo: number
}

export type Silent = 'daemon' | 'engine'

export interface DaemonStatus {
  readonly pid: number
  readonly startedAt: string
}

export interface ConfigurationStatus {
  /** The file, or `URL@REF` and the path in it. */
  readonly source: string
  /** Absolute, where it is one file. */
  readonly path?: string
  /** Absent: nothing was good enough yet. */
  readonly loadedAt?: string
  readonly digest?: string
  readonly commit?: { readonly id: string; readonly author: string; readonly subject: string }
  /** Why what is there now is not what runs. */
  readonly problem?: { readonly at: string; readonly message: string }
  /** Keywords of it that kac reads and does not act on yet. */
  readonly unserved: readonly string[]
}

export interface RouterStatus {
  readonly name: string
  readonly state: RouterState
  readonly reason: string
  readonly forSeconds: number
  readonly basePriority: number
  readonly effectivePriority: number
  readonly master?: { readonly address: Ip; readonly priority: number; readonly lastAdvertSecondsAgo?: number }
  readonly advertIntervalSeconds: number
  readonly masterAdvertIntervalSeconds: number
  readonly skewSeconds: number
  readonly masterDownIntervalSeconds: number
  /** Addresses, routes and rules that the kernel refused when the role was taken. */
  readonly objectsFailed: number
  readonly counters: Readonly<Record<string, number>>
  /** What its priority and its faults depend on besides its interface; absent while the daemon is away. */
  readonly trackers?: readonly TrackerStatus[]
  /** From the configuration; absent while the daemon is away. */
  readonly configured?: {
    /** The same for what a reload goes on with, whatever it is called. */
    readonly identity: string
    readonly virtualRouterId: number
    readonly interface: string
    readonly preempt: boolean
    readonly addresses: readonly string[]
    /** Its macvlan or ipvlan. */
    readonly device?: DeviceKey
    readonly tracksInterface: boolean
    readonly ignoresAdverts: boolean
    readonly syncGroup?: { readonly name: string; readonly others: readonly string[] }
  }
}

export interface StatusParts {
  readonly host: string
  readonly realTime: Micros
  readonly daemon?: DaemonStatus
  readonly hello?: EngineHello
  readonly engine?: EngineStatus
  readonly configuration?: ConfigurationStatus
  readonly config?: Config
  readonly seen?: Seen
  readonly silent?: readonly Silent[]
  /** Of each virtual server of `config`, in its order. */
  readonly pools?: readonly PoolReport[] | 'silent'
  readonly traffic?: readonly ServiceTraffic[]
  readonly draining?: readonly DrainingStatus[]
  readonly ipvsProblem?: string
}

export function statusOf(parts: StatusParts): StatusSnapshot {
  const { host, realTime, daemon, hello, engine, configuration, draining = [], ipvsProblem, silent = [] } = parts
  return {
    formatVersion: 1,
    kacVersion,
    host,
    takenAt: new Date(realTime / 1000).toISOString(),
    ageSeconds: 0,
    ...(daemon && { daemon }),
    ...(hello && { engine: engineProcess(hello, engine) }),
    silent,
    ...(configuration && { configuration }),
    routers: engine?.routers.map((router) => routerStatus(router, engine, parts)) ?? [],
    sessions: engine?.sessions.map((session) => sessionStatus(session, engine.now)) ?? [],
    ...servicesOf(parts),
    ...(draining.length > 0 && { draining }),
    ...(ipvsProblem !== undefined && { ipvsProblem }),
  }
}

function servicesOf({ config, pools, traffic }: StatusParts): Pick<StatusSnapshot, 'services' | 'checksSilent'> {
  if (pools === 'silent') return { services: [], checksSilent: true }
  return { services: config && pools ? serviceStatuses(config, pools, traffic) : [] }
}

function engineProcess({ pid, engineVersion: version }: EngineHello, engine: EngineStatus | undefined): EngineProcess {
  if (!engine) return { pid, version }
  const { lateness, strangers, now } = engine
  return {
    pid,
    version,
    ...(lateness && { timers: timerStatus(lateness) }),
    strangers: strangers.map(({ virtualRouterId, source, adverts, lastHeard }) => {
      return { virtualRouterId, source, adverts, lastAdvertSecondsAgo: inSeconds(now - lastHeard) }
    }),
  }
}

function timerStatus({ counts, sum, max }: EngineLateness): TimerStatus {
  return {
    lateSecondsMax: max / 1e6,
    lateSecondsSum: sum / 1e6,
    wakeUps: counts.map(({ upTo, wakeUps: count }) => {
      return { ...(upTo !== undefined && { upToSeconds: upTo / 1e6 }), count }
    }),
  }
}

/** The same, as old as it is now. */
export function aged(snapshot: StatusSnapshot, realTime: Micros): StatusSnapshot {
  return { ...snapshot, ageSeconds: Math.max(0, realTime / 1e6 - Date.parse(snapshot.takenAt) / 1e3) }
}

function routerStatus(router: EngineRouterStatus, engine: EngineStatus, { config, seen }: StatusParts): RouterStatus {
  const { now } = engine
  const instance = config?.vrrpInstances.find(({ name }) => name === router.name)
  return {
    name: router.name,
    state: router.state,
    reason: router.reason,
    forSeconds: inSeconds(now - router.since),
    basePriority: router.basePriority,
    effectivePriority: router.effectivePriority,
    ...(router.master && { master: masterOf(router, router.master, now) }),
    advertIntervalSeconds: inSeconds(router.advertInterval),
    masterAdvertIntervalSeconds: inSeconds(router.masterAdvertInterval),
    skewSeconds: inSeconds(router.skew),
    masterDownIntervalSeconds: inSeconds(router.masterDownInterval),
    objectsFailed: router.objectsFailed,
    counters: router.counters,
    ...(instance &&
      config &&
      seen && { trackers: trackerStatuses(instance, config, { ...seen, sessions: engine.sessions }, now) }),
    ...(instance && config && { configured: configuredOf(instance, config) }),
  }
}

function masterOf(router: EngineRouterStatus, address: Ip, now: Micros) {
  return {
    address,
    priority: router.masterPriority,
    ...(router.lastAdvert !== undefined && { lastAdvertSecondsAgo: inSeconds(now - router.lastAdvert) }),
  }
}

function configuredOf(instance: VrrpInstance, config: Config) {
  const group = referencesOf(config).syncGroups.get(instance.name)
  const device = Devices.of(config).own(instance)
  const addresses = [...instance.virtualAddresses, ...instance.excludedAddresses]
  return {
    identity: routerIdentity(instance),
    virtualRouterId: instance.virtualRouterId,
    interface: instance.interface,
    preempt: instance.preempt,
    addresses: addresses.map(({ address, prefix }) => `${address}/${prefix}`),
    ...(device && { device: deviceKey(device) }),
    tracksInterface: instance.trackPrimary,
    ignoresAdverts: instance.ownerIgnoreAdverts,
    ...(group && {
      syncGroup: { name: group.name, others: group.members.filter((member) => member !== instance.name) },
    }),
  }
}

function deviceKey({ name, type, parent, mac, family }: DeviceKey): DeviceKey {
  return { name, type, parent, mac, family }
}

function inSeconds(duration: number): number {
  return duration / 1_000_000
}
