import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from '../until.ts'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** A process that a test started: what it said so far, signals to it, how it ended. */
export class Running {
  readonly pid: number
  readonly exited: Promise<Exit>
  #stdout = ''
  #stderr = ''
  #output = ''
  #exit: Exit | undefined
  readonly #child: ChildProcess

  /** In a session of its own, so that Ctrl-C at the terminal reaches the test run first, which then cleans up. */
  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...options.env }
    const child = spawn(command, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#output += text
    })
    this.#child = child
    this.pid = child.pid ?? 0
    this.exited = once(child, 'close').then(([code, signal]) => {
      this.#exit = { code, signal }
      return this.#exit
    })
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Both streams, in the order in which they arrived. */
  get output(): string {
    return this.#output
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  /** Waits until it has said this: what a program says comes later than what it does. */
  async says(text: string | RegExp): Promise<void> {
    const said = () => (typeof text === 'string' ? this.#output.includes(text) : text.test(this.#output))
    await until(() => said() || this.#exit, { within: 15_000, what: () => `${text} in: ${this.#output}` })
    if (!said()) throw new Error(`it ended without saying ${text}: ${this.#output}`)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Sends the signal and waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.signal(signal)
    return this.exited
  }
}
