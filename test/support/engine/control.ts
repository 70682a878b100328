import { connect, type Socket } from 'node:net'
import {
  askHello,
  askLoad,
  askShutdown,
  askStatus,
  type ControlRole,
  TellSplitter,
} from '../../../src/engine/control.ts'
import type { EngineTell } from '../../../src/engine/tells.ts'
import { until } from '../until.ts'

const within = 3000

/** A connection to a kac-engine that can also misbehave: it writes any bytes, and reads only when it is told to. */
export class Control {
  readonly tells: EngineTell[] = []
  closed = false
  readonly #socket: Socket
  readonly #splitter = new TellSplitter()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('close', () => {
      this.closed = true
    })
    socket.on('error', () => socket.destroy())
  }

  static async open(path: string): Promise<Control> {
    const socket = connect({ path })
    let failed: Error | undefined
    socket.once('error', (error) => {
      failed = error
    })
    await until(() => socket.readyState === 'open' || failed, { within, what: `connects to ${path}` })
    if (failed) throw failed
    return new Control(socket)
  }

  static async greet(path: string, role: ControlRole): Promise<Control> {
    const control = await Control.open(path)
    control.read()
    control.write(askHello(role))
    await control.hears('hello')
    return control
  }

  /** Starts to read. */
  read(): void {
    this.#socket.on('data', (bytes: Buffer) => this.tells.push(...this.#splitter.push(bytes)))
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  async close(): Promise<void> {
    this.#socket.destroy()
    await until(() => this.closed, { within })
  }

  heard<K extends EngineTell['kind']>(kind: K): Extract<EngineTell, { kind: K }>[] {
    return this.tells.filter((tell): tell is Extract<EngineTell, { kind: K }> => tell.kind === kind)
  }

  /** Waits for the `count`th message of a kind. */
  async hears<K extends EngineTell['kind']>(kind: K, count = 1): Promise<Extract<EngineTell, { kind: K }>> {
    const what = () => `${kind} number ${count} after ${JSON.stringify(this.tells)}`
    return until(() => this.heard(kind)[count - 1], { within, what })
  }

  async load(image: Uint8Array): Promise<Extract<EngineTell, { kind: 'loaded' }>> {
    this.write(askLoad(image))
    return this.hears('loaded', this.heard('loaded').length + 1)
  }

  async status(): Promise<Extract<EngineTell, { kind: 'status' }>> {
    this.write(askStatus())
    return this.hears('status', this.heard('status').length + 1)
  }

  async shutdown(): Promise<void> {
    this.write(askShutdown())
    await this.hears('finished')
  }

  /** The states that a router was told to have come to, in order. */
  states(router: string): string[] {
    return this.heard('transition').flatMap((tell) => (tell.router === router ? [tell.to] : []))
  }

  /** Waits until the router's last transition was to this state. */
  async reaches(router: string, state: string): Promise<void> {
    const what = () => `${router} becomes ${state}: ${JSON.stringify(this.tells)}`
    await until(() => this.states(router).at(-1) === state, { within, what })
  }
}
