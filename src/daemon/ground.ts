import { KacError } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import {
  deviceSysctls,
  ownLinks,
  routeOrigins,
  type Standing,
  type Sysctl,
  standing,
  sysctls,
  wantedBy,
} from '../desired/index.ts'
import {
  emptyState,
  isRemoval,
  KernelError,
  type KernelState,
  kinds,
  type Links,
  linkNames,
  objectId,
  ownProtocol,
  routingGroups,
  type Scope,
  stateOf,
  wantedOf,
} from '../kernel/index.ts'
import { diff, order, type Step, stepMessages } from '../plan/index.ts'
import type { DaemonPorts } from './ports.ts'
import { recallValue } from './recall-value.ts'

const name = 'ground'

/** What was laid, and what was there instead: written down before it is done, so that a crash loses nothing. */
interface Laid {
  readonly objects: readonly LaidObject[]
  /** What settings were, by path. */
  readonly sysctls: Readonly<Record<string, string>>
}

type LaidObject = { [C in Standing as C['kind']]: Pick<C, 'kind' | 'object'> }[Standing['kind']]
type Ports = Pick<DaemonPorts, 'kernel' | 'facts' | 'sysctls' | 'memory' | 'log'>

/**
 * What is there whatever the roles: addresses, routes and rules of this host, and settings of the kernel. It outlives a
 * crash of the daemon, is put back when somebody takes it, and goes when the host is run no more.
 */
export class Ground {
  readonly #ports: Ports
  readonly #onLost: () => void
  #laid: Laid | undefined
  #listening: { close(): void } | undefined
  readonly #said = new Set<string>()

  constructor(ports: Ports, onLost: () => void) {
    this.#ports = ports
    this.#onLost = onLost
  }

  /** Before an image that rests on it. A repair leaves alone what is not tracked. */
  async lay(config: Config, { repair }: { readonly repair: boolean }): Promise<void> {
    if (!repair) this.#said.clear()
    const before = await this.#read(config)
    const missing = standing(config, hostOf(before)).filter((each) => each.kind === 'link' && !has(before, each))
    // A link that is up has an address of its own at once, so settings come first.
    if (missing.length > 0) await this.#put(missing.map(down), before, config)
    const live = missing.length > 0 ? await this.#read(config) : before
    for (const setting of deviceSysctls(config)) await this.#attempt(() => this.#set(setting))
    for (const setting of await this.#wantedSysctls(config, live)) await this.#tune(setting)
    const wanted = standing(config, hostOf(live)).filter(({ noTrack }) => !(repair && noTrack))
    await this.#put(wanted, live, config)
    if (wanted.some(({ kind }) => kind === 'route' || kind === 'rule')) this.#listen()
  }

  /** After an image that no longer rests on the rest; without a configuration, at the end. */
  async clear(config?: Config): Promise<void> {
    const { objects, sysctls: before } = await this.#recall()
    const live = await this.#ports.facts.state({ routesOf: new Set(objects.flatMap(originOf)) })
    const kept = new Set(config ? standing(config, hostOf(live)).map(idOf) : [])
    const going = objects.filter((each) => !kept.has(idOf(each)))
    const scope: Scope = { protocol: ownProtocol, known: new Set(going.map(idOf)) }
    const { changes } = diff(only(live, going), wantedOf(emptyState), scope)
    await this.#carryOut(
      order(changes).map(({ step }) => step),
      live,
    )
    const tuned = new Set((config ? await this.#wantedSysctls(config, live) : []).map(pathOf))
    const restored = Object.entries(before).filter(([path]) => !tuned.has(path))
    for (const [path, value] of restored) await this.#attempt(() => this.#ports.sysctls.write(path.split('/'), value))
    if (going.length + restored.length === 0) return
    await this.#remember({
      objects: objects.filter((each) => kept.has(idOf(each))),
      sysctls: Object.fromEntries(Object.entries(before).filter(([path]) => tuned.has(path))),
    })
  }

  /** Hears of nothing any more. */
  close(): void {
    this.#listening?.close()
  }

  /** Puts on what is not there, and says what is there and is not ours. */
  async #put(wanted: readonly Standing[], live: KernelState, config: Config): Promise<void> {
    const { objects } = await this.#recall()
    const known = new Set([...objects.map(idOf), ...ownLinks(config, live.link)])
    const { changes, foreign } = diff(only(live, wanted), wantedBy(wanted, { present: true }), {
      protocol: ownProtocol,
      known,
    })
    for (const { id } of foreign) this.#say(`${id} is there already and is somebody else's: it is left alone`)
    const others = new Set(foreign.map(({ id }) => id))
    const laid = new Set(objects.map(idOf))
    const more = wanted.filter((each) => !laid.has(idOf(each)) && !others.has(idOf(each)))
    if (more.length > 0) await this.#remember({ objects: [...objects, ...more.map(bare)] })
    await this.#carryOut(
      order(changes).map(({ step }) => step),
      live,
    )
  }

  async #wantedSysctls(config: Config, { link }: KernelState): Promise<Sysctl[]> {
    const { sysctls: before } = await this.#recall()
    const filter = before[filterPath.join('/')] ?? this.#ports.sysctls.read(filterPath) ?? '0'
    return sysctls(config, { interfaces: link.map(({ name }) => name), filter })
  }

  /** Writes down what it was first. */
  async #tune(setting: Sysctl): Promise<void> {
    const { sysctls: before } = await this.#recall()
    const now = this.#ports.sysctls.read(setting.path)
    if (now === undefined || isSet(now, setting)) return
    if (!Object.hasOwn(before, pathOf(setting)))
      await this.#remember({ sysctls: { ...before, [pathOf(setting)]: now } })
    await this.#attempt(() => this.#set(setting))
  }

  #set({ path, value }: Sysctl): void {
    if (this.#ports.sysctls.read(path) !== value) this.#ports.sysctls.write(path, value)
  }

  #read(config: Config): Promise<KernelState> {
    return this.#ports.facts.state({ routesOf: routeOrigins(config) })
  }

  async #carryOut(steps: readonly Step[], { link }: KernelState): Promise<void> {
    for (const step of steps) await this.#attempt(() => this.#carryOutOne(step, linkNames(link)))
    if (steps.length > 0) this.#ports.facts.changed()
  }

  async #carryOutOne(step: Step, links: Links): Promise<void> {
    const { action: op, kind } = step
    const answers = await this.#ports.kernel.exchange(stepMessages(step, links))
    for (const { refusal } of answers) {
      const key = kinds[kind].key((op === 'update' ? step.after : step.object) as never)
      if (refusal) throw new KernelError({ op, kind, key }, refusal)
    }
  }

  #listen(): void {
    this.#listening ??= this.#ports.kernel.listen(routingGroups, (news) => {
      const isLoss = news.kind === 'lost' || (news.kind === 'frames' && news.frames.some(isRemoval))
      if (isLoss) this.#onLost()
    })
  }

  async #recall(): Promise<Laid> {
    if (this.#laid) return this.#laid
    await this.#attempt(async () => {
      this.#laid = (await recallValue(this.#ports.memory, name)) as Laid | undefined
    })
    this.#laid ??= { objects: [], sysctls: {} }
    return this.#laid
  }

  async #remember(part: Partial<Laid>): Promise<void> {
    const laid = { ...(await this.#recall()), ...part }
    this.#laid = laid
    await this.#attempt(() => this.#ports.memory.remember(name, JSON.stringify(laid)))
  }

  /** The routers run without it. What is tried again and again is said once. */
  async #attempt(task: () => Promise<void> | void): Promise<void> {
    try {
      await task()
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#say(error.message)
    }
  }

  #say(message: string): void {
    if (!this.#said.has(message)) this.#ports.log.error(message)
    this.#said.add(message)
  }
}

const filterPath = ['ipv4', 'conf', 'all', 'rp_filter']

function isSet(now: string, { value, atLeast }: Sysctl): boolean {
  return now === value || (atLeast === true && Number(now) > Number(value))
}

function hostOf({ link: links, address: addresses }: KernelState) {
  return { links, addresses }
}

function has(state: KernelState, { kind, object }: LaidObject): boolean {
  return state[kind].some((each) => objectId(kind, each) === objectId(kind, object))
}

function down(each: Standing): Standing {
  return each.kind === 'link' ? { ...each, object: { ...each.object, flags: 0 } } : each
}

function bare({ kind, object }: LaidObject): LaidObject {
  return { kind, object } as LaidObject
}

function idOf({ kind, object }: LaidObject): string {
  return objectId(kind, object)
}

function originOf({ kind, object }: LaidObject): number[] {
  return kind === 'route' ? [object.protocol] : []
}

function pathOf({ path }: Sysctl): string {
  return path.join('/')
}

/** Of the state, these objects. */
function only(state: KernelState, objects: readonly LaidObject[]): KernelState {
  const ids = new Set(objects.map(idOf))
  return stateOf((kind) => state[kind].filter((object) => ids.has(objectId(kind, object))))
}
