import type { Config } from '../bind/index.ts'
import { boundsOf } from './bounds.ts'
import { Checks } from './checks.ts'
import type { EngineAction, NativeEngine } from './engine.ts'
import { Host } from './host.ts'
import { Random } from './random.ts'
import type { Happening, Scenario } from './scenario.ts'
import { Timeline } from './timeline.ts'

export interface Transition {
  /** Microseconds since the scenario began. */
  readonly at: number
  readonly host: string
  readonly router: string
  readonly from: string
  readonly to: string
  readonly reason: string
}

export interface Outcome {
  /** What did not hold; empty when all is well. */
  readonly problems: readonly string[]
  readonly transitions: readonly Transition[]
}

export interface SimulateOptions {
  readonly newEngine: () => NativeEngine
  /** The configuration in a text. */
  readonly configOf: (text: string) => Config
}

/** Runs a scenario to its end and says what did not hold. */
export function simulate(scenario: Scenario, options: SimulateOptions): Outcome {
  return new World(scenario, options).run()
}

const hopMicros = 50

/** Routers whose priority is higher in the second configuration, and those that move with one. */
function raisedBy(before: Config, { vrrpInstances, syncGroups }: Config): ReadonlySet<string> {
  const priorities = new Map(before.vrrpInstances.map(({ name, priority }) => [name, priority]))
  const raised = vrrpInstances.filter(({ name, priority }) => priority > (priorities.get(name) ?? priority))
  const names = raised.map(({ name }) => name)
  const groups = syncGroups.filter(({ members }) => members.some((member) => names.includes(member)))
  return new Set([...names, ...groups.flatMap(({ members }) => members)])
}

class World {
  readonly #scenario: Scenario
  readonly #timeline = new Timeline()
  readonly #hosts: ReadonlyMap<string, Host>
  readonly #configs: ReadonlyMap<string, Config>
  readonly #random: Random
  readonly #transitions: Transition[] = []
  readonly #checks: Checks
  /** `to from`: nothing of the one reaches the other. */
  readonly #deaf = new Set<string>()
  #loss = 0
  #delay = 0

  constructor(scenario: Scenario, { newEngine, configOf }: SimulateOptions) {
    this.#scenario = scenario
    this.#random = new Random(scenario.seed ^ 0x5eed)
    this.#configs = new Map([...scenario.configurations].map(([name, text]) => [name, configOf(text)]))
    const started = new Set(scenario.happenings.flatMap((each) => (each.kind === 'start' ? [each.host] : [])))
    const hosts = [...this.#configs].filter(([name]) => started.has(name))
    this.#hosts = new Map(
      hosts.map(([name, config], at) => [name, new Host(name, at + 1, config, this.#timeline, newEngine)]),
    )
    const last = Math.max(0, ...scenario.happenings.map(({ at }) => at))
    const onTheWay = Math.max(0, ...scenario.happenings.map((each) => (each.kind === 'delay' ? each.most : 0)))
    this.#checks = new Checks([...this.#hosts.values()], boundsOf([...this.#configs.values()]), last + onTheWay)
    for (const at of this.#checks.moments) this.#timeline.plan(at, () => {})
    for (const happening of scenario.happenings) this.#timeline.plan(happening.at, () => this.#happen(happening))
  }

  run(): Outcome {
    while (this.#step());
    return { problems: this.#checks.problems, transitions: this.#transitions }
  }

  #step(): boolean {
    const hosts = [...this.#hosts.values()]
    const next = Math.min(this.#timeline.next, ...hosts.map((host) => host.nextTimeout))
    if (next > (this.#scenario.end ?? this.#checks.end)) return false
    this.#timeline.now = Math.max(this.#timeline.now, next)
    this.#timeline.happenDue()
    for (const host of hosts) this.#serve(host)
    this.#checks.look(this.#timeline.now, this.#allHear)
    return true
  }

  get #allHear(): boolean {
    return this.#deaf.size === 0 && this.#loss === 0
  }

  #happen(happening: Happening): void {
    if (happening.kind === 'loss') this.#loss = happening.probability
    else if (happening.kind === 'delay') this.#delay = happening.most
    else {
      const host = this.#hosts.get(happening.host)
      if (host) this.#happenOn(host, happening)
    }
  }

  #happenOn(host: Host, happening: Extract<Happening, { host: string }>): void {
    switch (happening.kind) {
      case 'start':
        host.start()
        break
      case 'stop':
        host.stop()
        break
      case 'kill':
        host.kill()
        break
      case 'crash':
        host.kill()
        host.kernel.forget()
        break
      case 'pause':
        host.pause()
        break
      case 'resume':
        host.resume()
        break
      case 'plug':
      case 'unplug':
        host.setLink(happening.dev, happening.kind === 'plug')
        break
      case 'file':
        host.programs.write(happening.path, happening.content)
        break
      case 'script':
        host.programs.behave(happening.name, happening.ending, happening.takes)
        break
      case 'reload':
        this.#reload(host, happening.to)
        break
      case 'delete':
        host.deleteAddress(happening.address)
        break
      case 'deaf':
        this.#deaf.add(`${host.name} ${happening.other}`)
        break
      case 'hears':
        this.#deaf.delete(`${host.name} ${happening.other}`)
        break
    }
  }

  /** A reload keeps every role; only one whose priority it raises may come to its turn at once. */
  #reload(host: Host, to: string): void {
    const config = this.#configs.get(to)
    if (!config) return
    this.#serve(host)
    const before = this.#transitions.length
    const raised = raisedBy(host.config, config)
    host.reload(config)
    this.#serve(host)
    for (const transition of this.#transitions.slice(before)) {
      if (transition.from === 'BACKUP' && raised.has(transition.router)) continue
      this.#complain('by a reload', transition)
    }
  }

  #serve(host: Host): void {
    host.serve((action) => this.#act(host, action))
  }

  #act(host: Host, action: EngineAction): void {
    if (action.kind === 'send-advert') this.#send(host, action)
    if (action.kind !== 'transition') return
    const { name: router = '', from = '', to = '', reason = '' } = action
    const transition = { at: this.#timeline.now, host: host.name, router, from, to, reason }
    this.#transitions.push(transition)
    if (transition.at > this.#checks.settledAt && this.#allHear) this.#complain('not at rest', transition)
  }

  #complain(why: string, { at, host, router, from, to }: Transition): void {
    this.#checks.add(`${why}: ${host} ${router} ${from} -> ${to}`, at)
  }

  #send(from: Host, action: EngineAction): void {
    const dev = from.sendingInterface(action)
    const { bytes, source, destination, ttl = 255 } = action
    if (dev === undefined || !bytes || !source || !destination) return
    for (const to of this.#hosts.values()) {
      if (to === from || this.#deaf.has(`${to.name} ${from.name}`) || this.#random.chance(this.#loss)) continue
      const onTheWay = hopMicros + Math.floor(this.#random.fraction() * this.#delay)
      this.#timeline.after(onTheWay, () => to.receive(dev, { bytes, source, destination, ttl }))
    }
  }
}
