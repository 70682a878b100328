import { type ChildProcess, fork } from 'node:child_process'
import type { FromChecker, ToChecker } from '../../../src/check/index.ts'
import { until } from '../until.ts'

const program = new URL('../../../dist/bundle/main.js', import.meta.url).pathname

/** The process that checks, as the daemon starts it. */
export class ForkedChecker {
  readonly #child: ChildProcess
  readonly heard: FromChecker[] = []

  /** `entrance`: arguments of nsenter, where it is to run on a host of a laboratory. */
  constructor(entrance?: readonly string[]) {
    const inside = entrance && { execPath: 'nsenter', execArgv: [...entrance, process.execPath] }
    this.#child = fork(program, ['checker'], { serialization: 'advanced', ...inside })
    this.#child.on('message', (message: FromChecker) => this.heard.push(message))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  tell(message: ToChecker): void {
    this.#child.send(message)
  }

  /** The next message of this kind. */
  hears(kind: FromChecker['kind']): Promise<FromChecker> {
    const from = this.heard.length
    const found = () => this.heard.slice(from).find((message) => message.kind === kind)
    return until(found, { within: 20_000, what: `it says ${kind}` })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    await ended
  }
}
