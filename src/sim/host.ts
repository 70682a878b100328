import { type Ip, ipBytes, type Micros, micros, parseIp } from '../base/index.ts'
import { emptyImage, encodeImage, type ObjectSpec, type RouterSpec } from '../engine/index.ts'
import type { HostPlan, Scenario } from './scenario.ts'

/** The engine of the addon, as far as a simulated host needs it. */
export interface NativeEngine {
  load(now: number, image: Uint8Array): void
  receive(now: number, socket: number, bytes: Uint8Array, from: Uint8Array, to: Uint8Array, ttl: number): void
  link(now: number, index: number, name: string, up: boolean): void
  tracker(now: number, id: string, value?: number): void
  handleTimeout(now: number): void
  nextTimeout(): number | undefined
  poll(): EngineAction | undefined
  status(router: number): { readonly state: string }
}

export interface EngineAction {
  readonly kind: string
  readonly bytes?: Uint8Array
  readonly destination?: Uint8Array
  readonly add?: boolean
  readonly messages?: Uint8Array
  readonly name?: string
  readonly from?: string
  readonly to?: string
  readonly reason?: string
}

const link = { index: 2, name: 'eth0' }
const tracker = 'check'
const group = parseIp('224.0.0.18') as Ip

/** One host: its engine, and the addresses that its kernel has. */
export class Host {
  readonly name: string
  readonly source: Uint8Array
  readonly #plan: HostPlan
  readonly #scenario: Scenario
  readonly #newEngine: () => NativeEngine
  readonly addresses = new Set<string>()
  engine: NativeEngine | undefined
  linkUp = true
  paused = false
  #trackerGood = true
  #priority: number

  constructor(index: number, scenario: Scenario, newEngine: () => NativeEngine) {
    this.name = `host ${index + 1}`
    this.source = Uint8Array.of(192, 0, 2, index + 1)
    this.#plan = scenario.hosts[index] ?? { priority: 100, preempt: true, startMs: 0 }
    this.#priority = this.#plan.priority
    this.#scenario = scenario
    this.#newEngine = newEngine
  }

  start(now: number): void {
    this.engine = this.#newEngine()
    this.engine.link(now, link.index, link.name, this.linkUp)
    this.engine.tracker(now, tracker, this.#trackerGood ? 1 : 0)
    this.engine.load(now, this.#image())
  }

  /** As when the power goes: nothing is said, and no address is left. */
  crash(): void {
    this.engine = undefined
    this.addresses.clear()
  }

  /** As when the engine alone is killed: its addresses stay. */
  loseEngine(): void {
    this.engine = undefined
  }

  /** Loads an image that says another priority; without one, what was planned. */
  reload(now: number, priority = this.#plan.priority): void {
    this.#priority = priority
    this.engine?.load(now, this.#image())
  }

  setLink(now: number, up: boolean): void {
    this.linkUp = up
    this.engine?.link(now, link.index, link.name, up)
  }

  setTracker(now: number, good: boolean): void {
    this.#trackerGood = good
    this.engine?.tracker(now, tracker, good ? 1 : 0)
  }

  receive(now: number, bytes: Uint8Array, from: Uint8Array): void {
    this.engine?.receive(now, 0, bytes, from, ipBytes(group), 255)
  }

  states(): readonly string[] {
    const engine = this.engine
    return Array.from({ length: this.#scenario.routers }, (_, router) => engine?.status(router).state ?? 'DOWN')
  }

  /** Messages are lines: what stands behind the sign is an address. */
  perform(submit: EngineAction): void {
    for (const line of text.decode(submit.messages).trimEnd().split('\n')) {
      if (submit.add) this.addresses.add(line.slice(1))
      else this.addresses.delete(line.slice(1))
    }
  }

  #image(): Uint8Array {
    const socket = {
      family: 4,
      multicast: true,
      authenticationHeader: false,
      interfaceIndex: link.index,
      local: group,
      receiveBufferBytes: 0,
      reportsFrom: 0,
    } as const
    const routers = Array.from({ length: this.#scenario.routers }, (_, router) => this.#router(router + 1))
    return encodeImage({ ...emptyImage, sockets: [socket], routers })
  }

  #router(vrid: number): RouterSpec {
    const priority = this.#priority
    const { preempt } = this.#plan
    const none = micros(0)
    const address = addressOf(vrid)
    return {
      ...unusual,
      name: `VI_${vrid}`,
      identity: `VI_${vrid}`,
      vrid,
      priority,
      preempt,
      advertInterval: micros(this.#scenario.intervalMs * 1000) as Micros,
      source: parseIp(this.source.join('.')) as Ip,
      trackers: [{ kind: 'state', id: tracker, interfaceIndex: 0, weight: 0, reverse: false }],
      syncGroup: this.#scenario.grouped ? 1 : 0,
      advertised: [address],
      garp: {
        masterRepeat: 0,
        masterDelay: none,
        masterRefresh: none,
        masterRefreshRepeat: 0,
        lowerPrioRepeat: 0,
        lowerPrioDelay: none,
        elsewhere: none,
      },
      objects: [objectOf(vrid, address, this.addresses.has(address))],
      removal: [0],
    }
  }
}

const utf8 = new TextEncoder()
const text = new TextDecoder()

/** The address of a virtual router. */
export function addressOf(vrid: number): Ip {
  return parseIp(`192.0.2.${100 + vrid}`) as Ip
}

function objectOf(vrid: number, address: Ip, isThere: boolean): ObjectSpec {
  return {
    key: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, vrid),
    label: address,
    elsewhere: false,
    tracked: true,
    found: isThere ? 'ours' : 'absent',
    interfaceIndex: link.index,
    address,
    prefix: 24,
    bus: 'route',
    add: utf8.encode(`+${address}\n`),
    remove: utf8.encode(`-${address}\n`),
    frames: [],
  }
}

/** What no scenario varies. */
const unusual = {
  family: 4,
  runnable: true,
  version: 3,
  startMaster: false,
  preemptDelay: micros(0),
  downTimerAdverts: 3,
  lowerPrioNoAdvert: false,
  higherPrioSendAdvert: false,
  checksumAsV2: false,
  oldUnicastChecksum: 'automatic',
  checkUnicastSource: false,
  skipCheckAdvAddr: false,
  ownerIgnoreAdverts: false,
  timerExpiredBackup: 0,
  authentication: 'none',
  password: new Uint8Array(),
  socket: 0,
  sourceConfigured: false,
  ttl: 255,
  interfaceIndex: link.index,
  interfaceName: link.name,
  trackInterface: true,
  group,
  peers: [],
  sourceFrames: [],
} as const
