import { addressOf, type EngineAction, Host, type NativeEngine } from './host.ts'
import { Random } from './random.ts'
import type { Fault, Scenario } from './scenario.ts'

export type { NativeEngine } from './host.ts'

export interface Outcome {
  /** What does not hold; empty when all is well. */
  readonly problems: readonly string[]
  /** Every transition, with its time in milliseconds. */
  readonly log: readonly string[]
}

interface Event {
  readonly at: number
  /** Of two at one instant the one that was planned first. */
  readonly order: number
  readonly host?: Host
  readonly happen: () => void
}

/** Runs a scenario to its end and says what did not hold. */
export function simulate(scenario: Scenario, newEngine: () => NativeEngine): Outcome {
  return new World(scenario, newEngine).run()
}

const millisecond = 1000
const hopMicros = 50

class World {
  readonly #scenario: Scenario
  readonly #hosts: readonly Host[]
  readonly #random: Random
  readonly #log: string[] = []
  readonly #problems: string[] = []
  readonly #faults = new Set<Fault>()
  #events: Event[] = []
  #held: Event[] = []
  #planned = 0
  #now = 0

  constructor(scenario: Scenario, newEngine: () => NativeEngine) {
    this.#scenario = scenario
    this.#hosts = scenario.hosts.map((_, index) => new Host(index, scenario, newEngine))
    this.#random = new Random(scenario.seed ^ 0x5eed)
    for (const [index, host] of this.#hosts.entries()) {
      this.#plan((scenario.hosts[index]?.startMs ?? 0) * millisecond, () => this.#powerOn(host, index))
    }
    for (const fault of scenario.faults) {
      this.#plan(fault.fromMs * millisecond, () => this.#begin(fault))
      this.#plan(fault.untilMs * millisecond, () => this.#end(fault))
    }
  }

  /** One that lies crashed at its time starts when that is over. */
  #powerOn(host: Host, index: number): void {
    const down = [...this.#faults].some(
      (fault) => (fault.kind === 'crash' || fault.kind === 'engine-crash') && fault.host === index,
    )
    if (!down && !host.engine) host.start(this.#now)
  }

  run(): Outcome {
    const { faultsEndMs, intervalMs } = this.#scenario
    // A group may wait for two Master_Down_Intervals, and one more passes until a better router is done waiting.
    const settled = faultsEndMs + 4 * 4 * intervalMs
    this.#runUntil(settled * millisecond)
    const problems = this.#check()
    const quiet = this.#log.length
    this.#runUntil((settled + 20 * intervalMs) * millisecond)
    const late = this.#log.slice(quiet).map((line) => `not at rest: ${line}`)
    return { problems: [...this.#problems, ...problems, ...late, ...this.#check()], log: this.#log }
  }

  #check(): string[] {
    return Array.from({ length: this.#scenario.routers }, (_, router) => this.#checkRouter(router)).flat()
  }

  #checkRouter(router: number): string[] {
    const masters = this.#hosts.filter((host) => host.states()[router] === 'MASTER')
    const holders = this.#hosts.filter((host) => host.addresses.has(addressOf(router + 1)))
    const names = (hosts: readonly Host[]) => hosts.map((host) => host.name).join(', ') || 'nobody'
    const problems: string[] = []
    if (masters.length !== 1) problems.push(`VI_${router + 1} has as master ${names(masters)}`)
    if (names(holders) !== names(masters)) problems.push(`the address of VI_${router + 1} is at ${names(holders)}`)
    const grouped = this.#scenario.grouped && this.#hosts.filter((host) => new Set(host.states()).size > 1)
    if (grouped && grouped.length > 0) problems.push(`the group is apart at ${names(grouped)}`)
    return problems
  }

  #begin(fault: Fault): void {
    this.#faults.add(fault)
    this.#apply(fault, true)
  }

  /** Another of its kind may go on. */
  #end(fault: Fault): void {
    this.#faults.delete(fault)
    const goesOn = [...this.#faults].some(
      (other) => other.kind === fault.kind && 'host' in other && 'host' in fault && other.host === fault.host,
    )
    if (!goesOn) this.#apply(fault, false)
  }

  #apply(fault: Fault, begins: boolean): void {
    const host = 'host' in fault ? this.#hosts[fault.host] : undefined
    if (!host) return
    switch (fault.kind) {
      case 'crash':
        if (begins) host.crash()
        else this.#powerOn(host, fault.host)
        break
      case 'engine-crash':
        if (begins) host.loseEngine()
        else this.#powerOn(host, fault.host)
        break
      case 'reload':
        this.#whenAwake(host, () => this.#reload(host, begins ? fault.priority : undefined))
        break
      case 'pause':
        host.paused = begins
        if (!begins) this.#wake(host)
        break
      case 'link-down':
        this.#whenAwake(host, () => host.setLink(this.#now, !begins))
        break
      case 'tracker-bad':
        this.#whenAwake(host, () => host.setTracker(this.#now, !begins))
        break
      default:
        return
    }
  }

  /** A reload keeps every role: nothing that it makes an engine do is a transition. */
  #reload(host: Host, priority: number | undefined): void {
    this.#perform(host)
    const before = this.#log.length
    host.reload(this.#now, priority)
    this.#perform(host)
    this.#problems.push(...this.#log.slice(before).map((line) => `by a reload: ${line}`))
  }

  #whenAwake(host: Host, happen: () => void): void {
    this.#plan(this.#now, happen, host)
  }

  /** What waited in its sockets comes before its timers, as in the shell. */
  #wake(host: Host): void {
    const waiting = this.#held.filter((event) => event.host === host)
    this.#held = this.#held.filter((event) => event.host !== host)
    for (const event of waiting) event.happen()
  }

  #plan(at: number, happen: () => void, host?: Host): void {
    const event = { at, order: this.#planned++, happen, ...(host && { host }) }
    const after = this.#events.findLastIndex((other) => other.at <= at)
    this.#events.splice(after + 1, 0, event)
  }

  #runUntil(end: number): void {
    while (this.#step(end));
    this.#now = end
  }

  #step(end: number): boolean {
    const timers = this.#hosts.map((host) => (host.paused ? undefined : host.engine?.nextTimeout()))
    const next = Math.min(this.#events[0]?.at ?? Number.POSITIVE_INFINITY, ...timers.map((at) => at ?? Infinity))
    if (next > end) return false
    this.#now = Math.max(this.#now, next)
    while (this.#events[0] && this.#events[0].at <= this.#now) {
      const event = this.#events.shift()
      if (event?.host?.paused) this.#held.push(event)
      else event?.happen()
    }
    for (const host of this.#hosts) this.#serve(host)
    return true
  }

  #serve(host: Host): void {
    if (host.paused || !host.engine) return
    host.engine.handleTimeout(this.#now)
    this.#perform(host)
  }

  #perform(host: Host): void {
    for (let action = host.engine?.poll(); action; action = host.engine?.poll()) this.#act(host, action)
  }

  #act(host: Host, action: EngineAction): void {
    if (action.kind === 'send-advert' && action.bytes) this.#send(host, action.bytes)
    if (action.kind === 'submit') host.perform(action)
    if (action.kind !== 'transition') return
    const { name, from, to, reason } = action
    this.#log.push(`${this.#now / millisecond} ${host.name} ${name} ${from} -> ${to}: ${reason}`)
  }

  #send(from: Host, bytes: Uint8Array): void {
    for (const to of this.#hosts) {
      if (to === from || !from.linkUp || !to.linkUp || this.#isLost(from, to)) continue
      const deliver = () => to.linkUp && to.receive(this.#now, bytes, from.source)
      this.#plan(this.#now + this.#delay(), deliver, to)
    }
  }

  #isLost(from: Host, to: Host): boolean {
    return [...this.#faults].some((fault) => {
      if (fault.kind === 'loss') return this.#random.chance(fault.probability)
      return fault.kind === 'one-way' && this.#hosts[fault.from] === from && this.#hosts[fault.to] === to
    })
  }

  #delay(): number {
    const slow = [...this.#faults].map((fault) => (fault.kind === 'delay' ? fault.maxMs : 0))
    return hopMicros + Math.floor(this.#random.fraction() * Math.max(0, ...slow) * millisecond)
  }
}
