import { KacError, type Micros, seconds } from '../base/index.ts'
import { controlVersion, EngineClient, type EngineStatus, type EngineTell } from '../engine/index.ts'
import type { Clock, EnginePort, LogPort } from './ports.ts'

export interface EngineLinkOptions {
  readonly engine: EnginePort
  readonly clock: Clock
  readonly log: LogPort
  /** Take control from a daemon that has it. */
  readonly replace: boolean
  readonly onTell: (tell: EngineTell) => void
  /** Another daemon took control; this one must end without touching the engine. */
  readonly onDisplaced: () => void
}

const connectWithin = seconds(3)
const connectEvery = seconds(0.02)
const restartDelays: readonly Micros[] = [0, 0.1, 0.5, 1, 5].map(seconds)

/**
 * Keeps one kac-engine at work: attaches to the one that runs or starts one, and does so again with the last image
 * whenever the connection is lost.
 */
export class EngineLink {
  readonly #options: EngineLinkOptions
  #client: EngineClient | undefined
  #image: Uint8Array | undefined
  #stopping = false

  constructor(options: EngineLinkOptions) {
    this.#options = options
  }

  /** What the engine said of itself; undefined while it is away. */
  get hello() {
    return this.#client?.hello
  }

  /**
   * Attaches, starting an engine when none runs. Tells whether one was already running. Throws KacError
   * `engine-controlled` when another daemon has it, `engine-start` or `engine-version`.
   */
  async open(): Promise<{ found: boolean }> {
    const found = await this.#options.engine.connect()
    const stream = found ?? (await this.#start())
    const client = await EngineClient.attach(stream, this.#options.replace ? 'successor' : 'controller')
    const { hello } = client
    if (hello.controlVersion !== controlVersion) {
      client.close()
      throw new KacError(
        'engine-version',
        `the running engine (pid ${hello.pid}, ${hello.engineVersion}) speaks control version ${hello.controlVersion}, not ${controlVersion}`,
      )
    }
    if (!hello.granted) {
      client.close()
      throw new KacError('engine-controlled', `another kac daemon (pid ${hello.controllerPid}) runs this engine`)
    }
    this.#client = client
    client.onTell((tell) => this.#take(tell))
    client.onClose(() => void this.#lost(client))
    return { found: found !== undefined }
  }

  /** Puts an image in force, now and after every restart of the engine. Throws KacError `engine-refused`. */
  async load(image: Uint8Array): Promise<void> {
    await this.#client?.load(image)
    this.#image = image
  }

  async status(): Promise<EngineStatus | undefined> {
    return this.#client?.status()
  }

  /** Resigns every mastership and ends the engine. */
  async shutdown(): Promise<void> {
    this.#stopping = true
    await this.#client?.shutdown()
    this.#client?.close()
  }

  /** Leaves the engine at work and lets go of it. */
  release(): void {
    this.#stopping = true
    this.#client?.close()
  }

  async #start() {
    const { engine, clock } = this.#options
    await engine.start()
    const deadline = clock.now() + connectWithin
    for (;;) {
      const stream = await engine.connect()
      if (stream) return stream
      if (clock.now() >= deadline) throw new KacError('engine-start', 'kac-engine started but does not listen')
      await clock.sleep(connectEvery)
    }
  }

  #take(tell: EngineTell): void {
    if (tell.kind === 'displaced') {
      this.#stopping = true
      this.#options.onDisplaced()
    } else this.#options.onTell(tell)
  }

  async #lost(client: EngineClient): Promise<void> {
    if (this.#stopping || this.#client !== client) return
    const { log, clock } = this.#options
    this.#client = undefined
    log.error(`kac-engine (pid ${client.hello.pid}) is gone; starting it again`)
    for (let attempt = 0; !this.#stopping; attempt++) {
      await clock.sleep(restartDelays[Math.min(attempt, restartDelays.length - 1)] ?? seconds(5))
      try {
        const { found } = await this.open()
        if (this.#image) await this.load(this.#image)
        log.warn(`${found ? 'attached to' : 'started'} kac-engine (pid ${this.hello?.pid})`)
        return
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        log.error(error.message)
      }
    }
  }
}
