import { KacError, type PoolState } from '../base/index.ts'
import type { Config, VirtualServer } from '../bind/index.ts'
import { assumedUp, serviceIds, services, type WantedTable } from '../desired/index.ts'
import {
  emptyState,
  type IpvsDestination,
  type IpvsService,
  KernelError,
  type KernelState,
  kinds,
  linkNames,
  ownTable,
  readState,
  showService,
  wantedOf,
} from '../kernel/index.ts'
import { diff, order, type Step, stepMessages } from '../plan/index.ts'
import { type MadeServices, madeServices } from './made-services.ts'
import type { DaemonPorts } from './ports.ts'

type Ports = Pick<DaemonPorts, 'kernel' | 'memory' | 'modules'>

/** What the table has, or is to have. */
type Table = Pick<KernelState, 'service' | 'destination'>

const ipvsModule = 'ip_vs'
const shownFailures = 3

/**
 * The part of the kernel's IPVS table that is this host's configuration: what is the same is not touched, what other
 * programs made is left alone. Its methods throw KacError where the kernel refuses; what it did not refuse is done then.
 */
export class ServiceTable {
  readonly #ports: Ports
  readonly #made: MadeServices
  /** What was laid last, by service; undefined when it is not known for sure. */
  #laid: ReadonlyMap<string, Table> | undefined
  /** Virtual servers that have a service in common with others, by their places. */
  #sharing: ReadonlyMap<number, ReadonlySet<number>> = new Map()
  #flushed = false

  constructor(ports: Ports) {
    this.#ports = ports
    this.#made = madeServices(ports.memory)
  }

  /**
   * What it says of each virtual server of a configuration: who is in it is alive. Undefined for one that it does not
   * have. Checks go on from there.
   */
  async found(config: Config): Promise<readonly (PoolState | undefined)[]> {
    const there = byService(await this.#read())
    return config.virtualServers.map((virtual) => {
      const first = serviceIds(virtual, config).find((id) => there.has(showService(id)))
      const live = first && there.get(showService(first))
      return live && foundIn(live.destination, virtual, config)
    })
  }

  /** All that is in it now, with what the kernel counts. */
  async destinations(): Promise<readonly IpvsDestination[]> {
    return (await this.#read()).destination
  }

  /** Makes it what the configuration and its pools want, and takes away what was laid before and is not wanted. */
  async put(config: Config, pools: readonly PoolState[]): Promise<void> {
    if (config.virtualServers.length > 0) await this.#ports.modules.load(ipvsModule)
    const live = await this.#read()
    const want = services(config, pools)
    const wanted = new Set(want.service.map(({ object }) => kinds.service.key(object)))
    const made = await this.#made.recall()
    const flush = config.global.lvsFlush && !this.#flushed
    await this.#made.remember(new Set([...made, ...wanted]))
    this.#laid = undefined
    await this.#change(live, want, (key) => flush || made.has(key) || wanted.has(key))
    await this.#made.remember(wanted)
    this.#laid = byService(plain(want))
    this.#sharing = sharing(config)
    this.#flushed = true
  }

  /** The same after something became of the real servers of these virtual servers, by their places; asks for nothing. */
  async follow(config: Config, pools: readonly PoolState[], changed: ReadonlySet<number>): Promise<void> {
    if (!this.#laid) return this.put(config, pools)
    const some = new Set([...changed].flatMap((index) => [index, ...(this.#sharing.get(index) ?? [])]))
    const want = services(
      { ...config, virtualServers: config.virtualServers.filter((_, index) => some.has(index)) },
      pools.filter((_, index) => some.has(index)),
    )
    const parts = byService(plain(want))
    const laid = this.#laid
    const live = tables([...parts.keys()].flatMap((key) => laid.get(key) ?? []))
    this.#laid = undefined
    await this.#change(live, want, () => true)
    this.#laid = new Map([...laid, ...parts])
  }

  /** Takes away what is ours, as lvs_flush_on_stop wants it. */
  async clear({ global }: Config): Promise<void> {
    const made = await this.#made.recall()
    const live = await this.#read()
    const all = global.lvsFlushOnStop === 'all'
    await this.#change(live, { service: [], destination: [] }, (key) => all || made.has(key))
    await this.#made.remember([])
    this.#laid = undefined
  }

  async #read(): Promise<Table> {
    return readState(this.#ports.kernel, { only: ['service', 'destination'] })
  }

  async #change(live: Table, want: WantedTable, isOurs: (key: string) => boolean): Promise<void> {
    const state = { ...emptyState, ...live }
    const known = ownTable(state, (service) => isOurs(kinds.service.key(service)))
    const { changes } = diff(state, { ...wantedOf(emptyState), ...want }, { protocol: 0, known })
    await this.#carryOut(order(changes).map(({ step }) => step))
  }

  /** All in one exchange. A service that is refused is refused its destinations too, which need not be said. */
  async #carryOut(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return
    const links = linkNames([])
    const answers = await this.#ports.kernel.exchange(steps.flatMap((step) => stepMessages(step, links)))
    const failures = steps.flatMap((step, index) => {
      const refusal = answers[index]?.refusal
      if (!refusal || isDone(step, refusal.code) || refusal.code === noSuchService) return []
      return [new KernelError({ op: step.action, kind: step.kind, key: keyOf(step) }, refusal)]
    })
    if (failures.length === 0) return
    const more = failures.length > shownFailures ? `, and ${failures.length - shownFailures} more` : ''
    const shown = failures.slice(0, shownFailures).map(({ message }) => message)
    throw new KacError('services', `${shown.join('; ')}${more}`)
  }
}

/** Of a destination whose service is not there. */
const noSuchService = 'ESRCH'

/** What was to be taken away has gone by itself. */
function isDone({ action }: Step, code: string): boolean {
  return action === 'remove' && code === 'ENOENT'
}

function keyOf(step: Step): string {
  const object = step.action === 'update' ? step.after : step.object
  return kinds[step.kind].key(object as never)
}

function plain({ service, destination }: WantedTable): Table {
  return { service: service.map(({ object }) => object), destination: destination.map(({ object }) => object) }
}

function byService({ service, destination }: Table): Map<string, Table> {
  const found = new Map<string, { service: IpvsService[]; destination: IpvsDestination[] }>()
  for (const each of service) found.set(kinds.service.key(each), { service: [each], destination: [] })
  for (const each of destination) found.get(showService(each.service))?.destination.push(each)
  return found
}

function tables(parts: readonly Table[]): Table {
  return { service: parts.flatMap(({ service }) => service), destination: parts.flatMap((part) => part.destination) }
}

/** Which virtual servers are the same service in part: it has the servers of all of them. */
function sharing(config: Config): Map<number, Set<number>> {
  const users = Map.groupBy(
    config.virtualServers.flatMap((virtual, index) =>
      serviceIds(virtual, config).map((id) => ({ key: showService(id), index })),
    ),
    ({ key }) => key,
  )
  const found = new Map<number, Set<number>>()
  for (const each of users.values()) {
    const indexes = each.map(({ index }) => index)
    if (indexes.length < 2) continue
    for (const index of indexes) found.set(index, new Set([...(found.get(index) ?? []), ...indexes]))
  }
  return found
}

/** One service of a virtual server stands for all. */
function foundIn(destinations: readonly IpvsDestination[], virtual: VirtualServer, config: Config): PoolState {
  const alone = { ...config, virtualServers: [virtual] }
  const asked = services(alone, assumedUp(alone)).destination.map(({ object }) => kinds.destination.key(object))
  const live = new Map(destinations.map((each) => [kinds.destination.key(each), each]))
  const servers = virtual.realServers.map(({ weight, inhibitOnFailure }, index) => {
    const there = live.get(asked[index] ?? '')
    const alive = there !== undefined && (there.weight > 0 || weight === 0 || !inhibitOnFailure)
    return { alive, weight: there?.weight ?? weight }
  })
  const up = virtual.quorum === 0 || servers.some(({ alive }) => alive)
  return { up, sorry: !up && virtual.sorryServer !== undefined, servers }
}
