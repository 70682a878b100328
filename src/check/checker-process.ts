import { bug, micros } from '../base/index.ts'
import { exchange, FileTracker, type NumberFilePort } from '../track/index.ts'
import type { CheckerSettings, FromChecker, PoolReport, ToChecker } from './messages.ts'
import type { Pool, RunningCheck } from './pool.ts'
import { type CheckPorts, CheckRunner, type Concluded } from './runner.ts'
import { checkName, type PoolSpec } from './spec.ts'
import { placesOf, Unsent } from './unsent.ts'

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
  #edition = 0
  /** Of each pool its place in the configuration. */
  #places: ReadonlyMap<Pool, number> = new Map()
  /** Many attempts end at one moment: what they bring goes in one message. */
  readonly #unsent = new Unsent(() => this.#ports.soon(() => this.#flush()))

  constructor(ports: CheckerPorts) {
    this.#ports = ports
    this.#runner = new CheckRunner(ports, (news) => this.#concluded(news))
  }

  receive(message: ToChecker): void {
    switch (message.kind) {
      case 'configure':
        this.#configure(message)
        break
      case 'session':
        this.#sessions.set(message.name, message.up)
        this.#runner.tell('bfd', message.name, message.up ? 1 : 0)
        break
      case 'suspend':
        this.#runner.suspend(message.pool, message.suspended)
        break
      case 'report':
        this.#send({ kind: 'report', pools: this.#runner.pools.map((pool) => this.#report(pool)) })
    }
  }

  close(): void {
    this.#runner.close()
    for (const file of this.#files.values()) file.close()
  }

  /** In the order of the configuration. */
  get specs(): readonly PoolSpec[] {
    return this.#runner.pools.map(({ spec }) => spec)
  }

  #configure({ edition, pools, settings, found, begun = false, suspended }: Configure): void {
    this.#flush()
    this.#edition = edition
    const before = this.specs
    const specs = pools.map((each) => (typeof each === 'number' ? (before[each] ?? bug('no such pool')) : each))
    this.#watch(settings, specs)
    const numberIn = (file: string) => this.#files.get(file)?.observation.value ?? 0
    const news = this.#runner.adopt(specs, { ...(found && { found }), numberIn })
    this.#places = placesOf(this.#runner.pools)
    if (!begun) for (const each of news) this.#unsent.note(each)
    const absent = new Set(suspended)
    for (const [pool, place] of this.#places) pool.suspended = absent.has(place)
    for (const [name, { observation }] of this.#files) this.#runner.tell('file', name, observation.value ?? 0)
    for (const [name, up] of this.#sessions) this.#runner.tell('bfd', name, up ? 1 : 0)
    const states = this.#runner.pools.map(({ state }) => state)
    this.#send({ kind: 'configured', pools: states, news: this.#unsent.take(this.#places) })
  }

  /** Follows the files that checks look at. What they say at once is for those that are begun after that. */
  #watch({ trackFiles }: CheckerSettings, specs: readonly PoolSpec[]): void {
    let isBegun = false
    const checks = specs.flatMap(({ servers }) => servers.flatMap((server) => server.checks))
    const wanted = new Set(checks.flatMap((check) => (check.kind === 'file' ? [check.file] : [])))
    const files = trackFiles.filter(({ name }) => wanted.has(name))
    this.#files = exchange(
      this.#files,
      files,
      (file) =>
        new FileTracker(file, this.#ports, ({ name, value = 0 }) => {
          if (isBegun) this.#runner.tell('file', name, value)
        }),
    )
    isBegun = true
  }

  #concluded({ attempt, attempted, ...news }: Concluded): void {
    const { spec: check } = attempt
    const { result } = attempted
    const wanted = 'logAllFailures' in check && check.logAllFailures
    const silent = !news.events.some(({ kind }) => kind === 'server' || kind === 'check')
    this.#unsent.note(news)
    if (!wanted || !silent || result.kind !== 'failure') return
    const { index: server } = attempt.server.spec
    this.#unsent.add(attempt.pool, { kind: 'attempt', server, check: checkName(check), why: result.why })
  }

  #flush(): void {
    const news = this.#unsent.take(this.#places)
    if (news.length > 0) this.#send({ kind: 'news', news })
  }

  #send(message: Unstamped): void {
    this.#ports.send({ ...message, edition: this.#edition })
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
    return { check: checkName(spec), up: checker.up, ...(latest && { last: latest }), attempts, failures }
  }
}

type Configure = Extract<ToChecker, { readonly kind: 'configure' }>

/** `Omit` alone would make one of the kinds. */
type Unstamped<Message = FromChecker> = Message extends FromChecker ? Omit<Message, 'edition'> : never
