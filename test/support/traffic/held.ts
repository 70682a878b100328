import { type Host, type Running, until } from '../lab/index.ts'

const program = new URL('holding.ts', import.meta.url).pathname

/** Connections from a host that stay, and go on talking. */
export class Held {
  readonly #running: Running
  readonly #count: number

  private constructor(running: Running, count: number) {
    this.#running = running
    this.#count = count
  }

  /** Returns when all are open and have been answered. */
  static async open(host: Host, address: string, count: number): Promise<Held> {
    const held = new Held(host.spawn(process.execPath, [program, address, `${count}`]), count)
    await held.echo()
    return held
  }

  /** Who is at the other end of each. */
  get servers(): string[] {
    return this.#last().map(([, server = '']) => server)
  }

  /** What became of each: how often it was answered, or how it ended. */
  get states(): string[] {
    return this.#last().map(([, , ...state]) => state.join(' '))
  }

  /** Waits until those with these servers, or all of them, have been answered three times more. */
  async echo(servers?: readonly string[]): Promise<void> {
    const before = this.#last()
    const hasMore = (number: number) => {
      const [, server = '', state] = this.#last()[number] ?? []
      if (servers && !servers.includes(server)) return true
      return Number(state) >= Number(before[number]?.[2] ?? 0) + 3
    }
    const all = Array.from({ length: this.#count }, (_, number) => number)
    await until(() => all.every(hasMore), { within: 20_000, every: 50, what: () => this.states.join(', ') })
  }

  /** Says the last words and returns how each ended. */
  async finish(): Promise<string[]> {
    this.#running.signal('SIGUSR2')
    await this.#running.exited
    return this.states
  }

  /** The last line of each, in words. */
  #last(): string[][] {
    const last: string[][] = []
    for (const line of this.#running.stdout.split('\n').slice(0, -1)) {
      const words = line.split(' ')
      last[Number(words[0])] = words
    }
    return last
  }
}
