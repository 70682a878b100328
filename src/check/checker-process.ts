import { micros, type PoolState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { exchange, FileTracker, type NumberFilePort } from '../track/index.ts'
import type { FromChecker, PoolReport, PoolUpdate, ServiceEvent, ToChecker } from './messages.ts'
import type { Pool, PoolEvent, RunningCheck } from './pool.ts'
import type { PoolNews } from './rounds.ts'
import { type CheckPorts, CheckRunner, type Concluded } from './runner.ts'
import { checkName } from './spec.ts'

export interface CheckerPorts extends CheckPorts {
  readonly files: NumberFilePort
  readonly send: (message: FromChecker) => void
  /** Runs `then` once, when what happens at this moment is over. */
  readonly soon: (then: () => void) => void
}

/** The process that checks: does what the daemon says, and tells it what becomes of servers. */
export class CheckerProcess {
  readonly #ports: CheckerPorts
  readonly #runner: CheckRunner
  #files = new Map<string, FileTracker>()
  /** Sessions of BFD that were told of. */
  readonly #sessions = new Map<string, boolean>()
  /** What waits to be told, by pool. */
  #unsent = new Map<Pool, Unsent>()

  constructor(ports: CheckerPorts) {
    this.#ports = ports
    this.#runner = new CheckRunner(ports, (news) => this.#concluded(news))
  }

  receive(message: ToChecker): void {
    switch (message.kind) {
      case 'configure':
        this.#configure(message.config, message.found)
        break
      case 'session':
        this.#sessions.set(message.name, message.up)
        this.#runner.tell('bfd', message.name, message.up ? 1 : 0)
        break
      case 'suspend':
        this.#runner.suspend(message.pool, message.suspended)
        break
      case 'report':
        this.#ports.send({ kind: 'report', pools: this.#runner.pools.map((pool) => this.#report(pool)) })
    }
  }

  close(): void {
    this.#runner.close()
    for (const file of this.#files.values()) file.close()
  }

  #configure(config: Config, found: readonly (PoolState | undefined)[] | undefined): void {
    this.#flush()
    for (const news of this.#runner.adopt(config, found)) this.#note(news)
    const told = (name: string, value = 0) => this.#runner.tell('file', name, value)
    const wanted = new Set(
      config.virtualServers.flatMap(({ realServers }) =>
        realServers.flatMap(({ checks }) => checks.flatMap((check) => (check.kind === 'file' ? [check.file] : []))),
      ),
    )
    const files = config.trackFiles.filter(({ name }) => wanted.has(name))
    this.#files = exchange(
      this.#files,
      files,
      (file) => new FileTracker(file, this.#ports, ({ name, value }) => told(name, value)),
    )
    for (const [name, { observation }] of this.#files) told(name, observation.value)
    for (const [name, up] of this.#sessions) this.#runner.tell('bfd', name, up ? 1 : 0)
    const news = this.#take()
    this.#ports.send({ kind: 'configured', pools: this.#runner.pools.map(({ state }) => state), news })
  }

  #concluded({ attempt, attempted, ...news }: Concluded): void {
    const { check } = attempt.spec
    const { result } = attempted
    const wanted = 'logAllFailures' in check && check.logAllFailures
    const silent = !news.events.some(({ kind }) => kind === 'server' || kind === 'check')
    this.#note(news)
    if (!wanted || !silent || result.kind !== 'failure') return
    const { index: server } = attempt.server.spec
    this.#unsentOf(attempt.pool).events.push({ kind: 'attempt', server, check: checkName(check), why: result.why })
  }

  /** Many attempts end at one moment: what they bring goes in one message. */
  #note({ pool, events }: PoolNews): void {
    if (events.length === 0) return
    const unsent = this.#unsentOf(pool)
    for (const event of events) {
      if (event.kind !== 'quorum') unsent.servers.add(event.server.index)
      unsent.events.push(plain(event))
    }
  }

  #unsentOf(pool: Pool): Unsent {
    if (this.#unsent.size === 0) this.#ports.soon(() => this.#flush())
    const known = this.#unsent.get(pool)
    if (known) return known
    const fresh: Unsent = { servers: new Set(), events: [] }
    this.#unsent.set(pool, fresh)
    return fresh
  }

  #flush(): void {
    const news = this.#take()
    if (news.length > 0) this.#ports.send({ kind: 'news', news })
  }

  #take(): PoolUpdate[] {
    const unsent = this.#unsent
    this.#unsent = new Map()
    return [...unsent].map(([pool, { servers, events }]) => {
      const { up, sorry, spec } = pool
      const changed = [...servers].flatMap((server) => {
        const it = pool.servers[server]
        return it ? [{ server, state: { alive: it.alive, weight: it.weight } }] : []
      })
      return { pool: spec.index, up, sorry, servers: changed, events }
    })
  }

  #report(pool: Pool): PoolReport {
    return {
      up: pool.up,
      sorry: pool.sorry,
      suspended: pool.suspended,
      servers: pool.servers.map(({ alive, weight, checks }) => ({
        alive,
        weight,
        checks: checks.map((check) => this.#reportCheck(check)),
      })),
    }
  }

  #reportCheck({ spec, checker, last, attempts, failures }: RunningCheck) {
    const { clock } = this.#ports
    const latest = last && {
      result: last.result,
      ago: micros(clock.now() - last.at),
      ...(last.took !== undefined && { took: last.took }),
    }
    return { check: checkName(spec.check), up: checker.up, ...(latest && { last: latest }), attempts, failures }
  }
}

interface Unsent {
  readonly servers: Set<number>
  readonly events: ServiceEvent[]
}

function plain(event: PoolEvent): ServiceEvent {
  if (event.kind === 'quorum') return event
  const { server, ...rest } = event
  if (rest.kind !== 'server') return { ...rest, server: server.index }
  const { check, ...said } = rest
  return { ...said, server: server.index, check: checkName(check.check) }
}
