import { type Ip, ipBytes, ipFromBytes, type Micros, micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { compileEngine, type EngineImage, emptyImage, encodeImage, trackerId } from '../engine/index.ts'
import { Trackers } from '../track/index.ts'
import type { EngineAction, NativeEngine } from './engine.ts'
import { SimKernel } from './kernel.ts'
import { SimPrograms } from './programs.ts'
import type { Timeline } from './timeline.ts'

/** An advert on its way. */
export interface Packet {
  readonly bytes: Uint8Array
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly ttl: number
}

/** One host: its engine, its trackers, and what its kernel has. */
export class Host {
  readonly name: string
  readonly kernel: SimKernel
  readonly programs: SimPrograms
  readonly #timeline: Timeline
  readonly #newEngine: () => NativeEngine
  readonly #unplugged = new Set<string>()
  readonly #states = new Map<string, string>()
  #trackers: Trackers | undefined
  #engine: NativeEngine | undefined
  #image: EngineImage = emptyImage
  #config: Config
  #waiting: (() => void)[] | undefined
  #isWoken = false

  constructor(name: string, number: number, config: Config, timeline: Timeline, newEngine: () => NativeEngine) {
    this.name = name
    this.#config = config
    this.kernel = new SimKernel(number)
    this.programs = new SimPrograms(timeline)
    this.#timeline = timeline
    this.#newEngine = newEngine
  }

  get config(): Config {
    return this.#config
  }

  get isRunning(): boolean {
    return this.#engine !== undefined
  }

  get isPaused(): boolean {
    return this.#waiting !== undefined
  }

  /** All cables are in, and all that it tracks is well. */
  get isSound(): boolean {
    return this.#unplugged.size === 0 && this.programs.areGood
  }

  start(): void {
    if (this.#engine) return
    this.#engine = this.#newEngine()
    this.#waiting = undefined
    for (const { name, index } of this.kernel.links)
      this.#engine.link(this.#now, index, name, !this.#unplugged.has(name))
    this.#trackers = new Trackers(this.programs.ports, ({ kind, name, value }) => {
      if (value !== undefined) this.#track(trackerId(kind, name), value)
    })
    this.#trackers.adopt(this.#config)
    this.#input(() => this.#load())
  }

  /** Daemon and engine end without a word; what the kernel has stays. */
  kill(): void {
    this.#trackers?.close()
    this.#trackers = undefined
    this.#engine = undefined
    this.#states.clear()
    this.#isWoken = false
    this.#waiting = undefined
  }

  stop(): void {
    this.#input((engine) => engine.shutdown(this.#now))
  }

  reload(config: Config): void {
    this.#config = config
    if (!this.#engine) return
    this.#trackers?.adopt(config)
    this.#input(() => this.#load())
  }

  /** The engine is not run; what reaches it waits in its sockets. */
  pause(): void {
    if (this.#engine) this.#waiting ??= []
  }

  /** What waited comes before the timers, as in the shell. */
  resume(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const input of waiting) input()
  }

  setLink(dev: string, up: boolean): void {
    if (up) this.#unplugged.delete(dev)
    else this.#unplugged.add(dev)
    const index = this.kernel.links.find(({ name }) => name === dev)?.index ?? 0
    this.#input((engine) => engine.link(this.#now, index, dev, up))
  }

  /** Another program takes an address away, and the kernel tells. */
  deleteAddress(address: Ip): void {
    const removed = this.kernel.remove(address)
    if (!removed) return
    const { index, prefix } = removed
    this.#input((engine) => engine.address(this.#now, index, ipBytes(address), prefix, false, false))
  }

  /** By which interface an advert of this socket goes out; undefined while there is no cable. */
  sendingInterface({ socket = 0 }: EngineAction): string | undefined {
    const index = this.#image.sockets[socket]?.interfaceIndex
    const name = this.kernel.links.find((link) => link.index === index)?.name
    return name === undefined || this.#unplugged.has(name) ? undefined : name
  }

  /** What comes in by an interface, if a socket is for it. */
  receive(dev: string, packet: Packet): void {
    if (this.#unplugged.has(dev)) return
    const index = this.kernel.links.find(({ name }) => name === dev)?.index
    const destination = ipFromBytes(packet.destination)
    this.#input((engine) => {
      const socket = this.#image.sockets.findIndex(
        ({ interfaceIndex, local }) => interfaceIndex === index && local === destination,
      )
      if (socket < 0) return
      engine.receive(this.#now, socket, packet.bytes, packet.source, packet.destination, packet.ttl)
    })
  }

  get nextTimeout(): number {
    if (this.#waiting) return Number.POSITIVE_INFINITY
    return this.#engine?.nextTimeout() ?? Number.POSITIVE_INFINITY
  }

  /** If something came in or a timer is due: runs the timers, and hands out what the engine wants done. */
  serve(act: (action: EngineAction) => void): void {
    if (!this.#isWoken && this.nextTimeout > this.#now) return
    this.#isWoken = false
    this.#engine?.handleTimeout(this.#now)
    for (let action = this.#engine?.poll(); action; action = this.#engine?.poll()) {
      if (action.kind === 'submit' && action.messages) this.kernel.perform(action.messages)
      if (action.kind === 'transition' && action.name && action.to) this.#states.set(action.name, action.to)
      act(action)
      if (action.kind === 'finished') this.kill()
    }
  }

  /** The state of a router; DOWN without an engine. */
  stateOf(router: string): string {
    return this.#engine ? (this.#states.get(router) ?? 'INIT') : 'DOWN'
  }

  get #now(): Micros {
    return micros(this.#timeline.now)
  }

  #input(happen: (engine: NativeEngine) => void): void {
    const input = () => {
      if (!this.#engine) return
      this.#isWoken = true
      happen(this.#engine)
    }
    if (this.#waiting) this.#waiting.push(input)
    else input()
  }

  #load(): void {
    this.#image = compileEngine(this.#config, this.kernel.facts()).image
    this.#engine?.load(this.#now, encodeImage(this.#image))
  }

  #track(id: string, value: number): void {
    this.#input((engine) => engine.tracker(this.#now, id, value))
  }
}
