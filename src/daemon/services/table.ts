import { KacError, type Micros, type PoolState } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { markings, poolsIn, serviceIds, services, type WantedTable } from '../../desired/index.ts'
import {
  emptyState,
  type IpvsDestination,
  type IpvsService,
  type IpvsTable,
  KernelError,
  kinds,
  linkNames,
  type Marking,
  ownProtocol,
  ownTable,
  readBehind,
  readMarkings,
  readTable,
  readTableState,
  showService,
  type TableState,
  type Wanted,
  wantedOf,
} from '../../kernel/index.ts'
import { diff, order, type Step, stepMessages } from '../../plan/index.ts'
import type { DrainingStatus } from '../../status/index.ts'
import type { DaemonPorts } from '../ports.ts'
import { Draining } from './draining.ts'
import { asBefore, keeping } from './leaving.ts'
import { type MadeServices, madeServices } from './made-services.ts'

type Ports = Pick<DaemonPorts, 'kernel' | 'memory' | 'modules' | 'clock' | 'log'>

/** What the table has, or is to have. */
type Table = Pick<TableState, 'service' | 'destination'>

/** The same of all of it: without markings there are to be none. */
type Want = WantedTable & { readonly marking?: readonly Wanted<Marking>[] }

const ipvsModule = 'ip_vs'
const shownFailures = 3

/**
 * The part of the kernel's IPVS table that is this host's configuration: what is the same is not touched, what other
 * programs made is left alone. Its methods throw KacError where the kernel refuses; what it did not refuse is done then.
 */
export class ServiceTable {
  readonly #ports: Ports
  readonly #made: MadeServices
  readonly #draining: Draining
  /** What was laid last, by service; undefined when it is not known for sure. */
  #laid: ReadonlyMap<string, Table> | undefined
  /** Virtual servers that have a service in common with others, by their places. */
  #sharing: ReadonlyMap<number, ReadonlySet<number>> = new Map()
  #flushed = false

  constructor(ports: Ports) {
    this.#ports = ports
    this.#made = madeServices(ports.memory)
    this.#draining = new Draining(ports)
  }

  /**
   * What it says of each virtual server of a configuration: who is in it is alive. Undefined for one that it does not
   * have. Checks go on from there.
   */
  async found(config: Config): Promise<readonly (PoolState | undefined)[]> {
    const table = this.#laid ? tables([...this.#laid.values()]) : await this.#whole()
    return poolsIn(asBefore(table, await this.#draining.recall()), config)
  }

  /** Whether something in it is ours. */
  async hasOurs(): Promise<boolean> {
    return (await this.#made.recall()).all.size > 0
  }

  /** All that is in it now, with what the kernel counts, and what of it is to go when its connections have. */
  async report(): Promise<{ readonly counted: IpvsTable; readonly draining: readonly DrainingStatus[] }> {
    const counted = await readTable(this.#ports.kernel)
    const draining = await this.#draining.report(counted.destinations.map(({ object }) => object))
    return { counted, draining }
  }

  /**
   * Makes it what the configuration and its pools want, and takes away what was laid before and is not wanted; with `drain`
   * destinations go only when their connections have, or after that time. What differs from what was laid last does not
   * wait until all is read.
   */
  async put(config: Config, pools: readonly PoolState[], drain?: Micros): Promise<void> {
    if (config.virtualServers.length > 0) await this.#ports.modules.load(ipvsModule)
    const asked = services(config, pools)
    const { all: made, begun } = await this.#made.recall()
    const ours = new Set([...made, ...keysOf(asked)])
    await this.#made.remember(ours, new Set([...ours].filter((key) => begun.has(key) || !made.has(key))))
    await this.#advance(asked, { all: drain === undefined })
    const live = await this.#read()
    const kept = keeping(asked, await this.#draining.settle(live, asked, { ours, within: drain }))
    const want = { ...kept, marking: markings(config) }
    const wanted = keysOf(want)
    const flush = config.global.lvsFlush && !this.#flushed
    this.#flushed = true
    await this.#change(live, want, (key) => flush || made.has(key) || wanted.has(key))
    await this.#made.remember(wanted)
    this.#laid = byService(plain(want))
    this.#sharing = sharing(config)
  }

  /** Marks packets as the configuration wants it, and the rest as it is. */
  async mark(config: Config): Promise<void> {
    const live = { service: [], destination: [], marking: await readMarkings(this.#ports.kernel) }
    await this.#change(live, { service: [], destination: [], marking: markings(config) }, () => false)
  }

  /**
   * The same after something became of the real servers of these virtual servers, by their places. Asks for nothing, unless
   * the kernel refuses: somebody else has changed the table.
   */
  async follow(config: Config, pools: readonly PoolState[], changed: ReadonlySet<number>): Promise<void> {
    if (!this.#laid) return this.put(config, pools)
    const some = new Set([...changed].flatMap((index) => [index, ...(this.#sharing.get(index) ?? [])]))
    const asked = services(
      { ...config, virtualServers: config.virtualServers.filter((_, index) => some.has(index)) },
      pools.filter((_, index) => some.has(index)),
    )
    const want = keeping(asked, await this.#draining.among(asked))
    const parts = byService(plain(want))
    const laid = this.#laid
    const live = tables([...parts.keys()].flatMap((key) => laid.get(key) ?? []))
    this.#laid = undefined
    const refused = await this.#carryOut(stepsTo({ ...live, marking: [] }, want, () => true).steps)
    if (refused.length > 0) return this.put(config, pools)
    this.#laid = new Map([...laid, ...parts])
  }

  /** Whether somebody waits for connections to end. Takes away who has waited enough. */
  async drain(config: Config, pools: readonly PoolState[]): Promise<boolean> {
    const leaving = await this.#draining.recall()
    const services = new Map(leaving.map(({ service }) => [kinds.service.key(service), service.id]))
    if (await this.#draining.isOver(await readBehind(this.#ports.kernel, services.values())))
      await this.put(config, pools)
    return (await this.#draining.recall()).length > 0
  }

  /** Takes away what is ours, as lvs_flush_on_stop wants it. */
  async clear({ global }: Config): Promise<void> {
    const { all: made } = await this.#made.recall()
    const live = await this.#read()
    const all = global.lvsFlushOnStop === 'all'
    await this.#change(live, { service: [], destination: [] }, (key) => all || made.has(key))
    await this.#made.remember([])
    await this.#draining.clear()
    this.#laid = undefined
  }

  /** What is in it but for services that whoever laid them may not have come to the end of. */
  async #whole(): Promise<Table> {
    const { begun } = await this.#made.recall()
    const { service, destination } = await this.#read()
    return { service: service.filter((each) => !begun.has(kinds.service.key(each))), destination }
  }

  #read(): Promise<TableState> {
    return readTableState(this.#ports.kernel)
  }

  /** Of what is known to be laid. Services that go do so when nothing is marked for them any more. `all`: servers go too. */
  async #advance(asked: WantedTable, { all }: { readonly all: boolean }): Promise<void> {
    const laid = this.#laid
    this.#laid = undefined
    if (!laid) return
    const want = keeping(asked, await this.#draining.recall())
    const parts = byService(plain(want))
    const differs = (key: string) => JSON.stringify(laid.get(key)) !== JSON.stringify(parts.get(key))
    const keys = new Set([...parts.keys()].filter(differs))
    const live = tables([...keys].flatMap((key) => laid.get(key) ?? []))
    const { steps } = stepsTo({ ...live, marking: [] }, among(want, keys), () => true)
    await this.#carryOut(all ? steps : steps.filter(({ action }) => action !== 'remove'))
  }

  async #change(live: TableState, want: Want, isOurs: (key: string) => boolean): Promise<void> {
    const { steps, taken } = stepsTo(live, want, isOurs)
    // A service that is refused is refused its destinations too, which need not be said.
    const failures = (await this.#carryOut(steps)).filter(({ code }) => code !== noSuchService)
    if (failures.length > 0) throw new KacError('services', showFailures(failures))
    if (taken)
      throw new KacError('services', `${taken.id} is there already and is somebody else's: no packet is marked`)
  }

  /** All in one exchange; returns what the kernel refused. */
  async #carryOut(steps: readonly Step[]): Promise<KernelError[]> {
    if (steps.length === 0) return []
    const links = linkNames([])
    const messages = steps.map((step) => stepMessages(step, links))
    const answers = await this.#ports.kernel.exchange(messages.flat())
    let at = 0
    return steps.flatMap((step, index) => {
      const own = answers.slice(at, at + (messages[index]?.length ?? 0))
      at += own.length
      const refusal = own.find((answer) => answer.refusal)?.refusal
      if (!refusal || isDone(step, refusal.code)) return []
      return [new KernelError({ op: step.action, kind: step.kind, key: keyOf(step) }, refusal)]
    })
  }
}

function stepsTo(live: TableState, want: Want, isOurs: (key: string) => boolean) {
  const state = { ...emptyState, ...live }
  const known = ownTable(state, (service) => isOurs(kinds.service.key(service)))
  const { changes, foreign } = diff(state, { ...wantedOf(emptyState), ...want }, { protocol: ownProtocol, known })
  const taken = foreign.find(({ kind, wanted }) => kind === 'marking' && wanted)
  return { steps: order(changes).map(({ step }) => step), taken }
}

function showFailures(failures: readonly KernelError[]): string {
  const more = failures.length > shownFailures ? `, and ${failures.length - shownFailures} more` : ''
  return `${failures
    .slice(0, shownFailures)
    .map(({ message }) => message)
    .join('; ')}${more}`
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

function keysOf({ service }: WantedTable): ReadonlySet<string> {
  return new Set(service.map(({ object }) => kinds.service.key(object)))
}

/** The part of it that is these services. */
function among({ service, destination }: WantedTable, keys: ReadonlySet<string>): WantedTable {
  return {
    service: service.filter(({ object }) => keys.has(kinds.service.key(object))),
    destination: destination.filter(({ object }) => keys.has(showService(object.service))),
  }
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
