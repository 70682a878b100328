import type { Host, Running } from '../lab/index.ts'

/** What the program tells of a connection. */
export type Told = { readonly kind: 'begun'; readonly number: number } | Visit

/** A connection that is over. */
export interface Visit {
  readonly kind: 'ended'
  readonly number: number
  /** Who answered, if somebody did. */
  readonly server?: string
  /** Who answered with how many bytes, or what failed. */
  readonly outcome: string
}

interface VisitorsOptions {
  /** Milliseconds from the beginning of one connection to that of the next. */
  readonly every: number
  readonly count?: number
  /** What each sends and wants back. */
  readonly bytes: number
}

const program = new URL('visiting.ts', import.meta.url).pathname

/** Short connections from a host, which begin at a steady rate and send and receive. */
export class Visitors {
  readonly #running: Running

  constructor(host: Host, address: string, { every, count = Number.MAX_SAFE_INTEGER, bytes }: VisitorsOptions) {
    this.#running = host.spawn(process.execPath, [program, address, `${every}`, `${count}`, `${bytes}`])
  }

  /** How many have begun. */
  get begun(): number {
    return this.#told().filter(({ kind }) => kind === 'begun').length
  }

  /** Those that are over, but for so many that began first. */
  ended(from = 0): Visit[] {
    return this.#told().flatMap((told) => (told.kind === 'ended' && told.number >= from ? [told] : []))
  }

  /** Begins none any more and waits for the end of all. */
  async stop(): Promise<void> {
    this.#running.signal('SIGUSR2')
    await this.over()
  }

  /** Waits until all that were wanted are over. */
  async over(): Promise<void> {
    const { code } = await this.#running.exited
    if (code !== 0) throw new Error(this.#running.output)
  }

  #told(): Told[] {
    const whole = this.#running.stdout.split('\n').slice(0, -1)
    return whole.map((line) => JSON.parse(line))
  }
}

/** The outcome of so many connections. */
export async function visit(host: Host, address: string, count: number, bytes: number): Promise<string[]> {
  const visitors = new Visitors(host, address, { every: 20, count, bytes })
  await visitors.over()
  return visitors.ended().map(({ outcome }) => outcome)
}
