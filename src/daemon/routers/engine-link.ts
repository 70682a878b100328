import { KacError, type Micros, seconds } from '../../base/index.ts'
import {
  type ByteStream,
  controlVersion,
  EngineClient,
  type EngineStatus,
  type EngineTell,
  imageVersion,
} from '../../engine/index.ts'
import type { Clock, EnginePort, LogPort } from '../ports.ts'

export interface EngineLinkOptions {
  readonly engine: EnginePort
  readonly clock: Clock
  readonly log: LogPort
  /** Take control from a daemon that has it. */
  readonly replace: boolean
  readonly onTell: (tell: EngineTell) => void
  /** The engine was gone and one is there again, which has no image of this daemon. */
  readonly onReattached: () => void
  /** Another program goes on with what the engine did: what it was told meanwhile may be lost. */
  readonly onRenewed: () => void
  /** Another daemon took control; this one must end without touching the engine. */
  readonly onDisplaced: () => void
}

const connectWithin = seconds(3)
const connectEvery = seconds(0.02)
const answersWithin = seconds(5)
const recoversWithin = seconds(3)
/** Another program is asked whether it can take over, and does it. */
const renewedWithin = seconds(10)
/** Somebody waits for the status, and less long than this daemon would. */
const tellsWithin = seconds(1)
/** Once somebody waits for the end there is no sense in trying for ever. */
const stoppingAttempts = 3
const restartDelays: readonly Micros[] = [0, 0.1, 0.5, 1, 5].map(seconds)

/** Keeps one kac-engine at work: attaches to the one that runs or starts one, and again whenever it is lost. */
export class EngineLink {
  readonly #options: EngineLinkOptions
  #client: EngineClient | undefined
  #replace: boolean
  #recovering: Promise<void> = Promise.resolve()
  #stopping = false
  /** Nothing is wanted of the engine any more, whether it goes on or has ended. */
  #released = false
  /** Its connection is to end, and that means nothing. */
  #renewing: EngineClient | undefined
  /** The program that was to take over last: it is asked again only when it has changed. */
  #tried: string | undefined

  constructor(options: EngineLinkOptions) {
    this.#options = options
    this.#replace = options.replace
  }

  /** What the engine said of itself; undefined while it is away. */
  get hello() {
    return this.#client?.hello
  }

  /**
   * Attaches, starting an engine when none runs. Tells whether one was already running. Throws KacError
   * `engine-controlled` when another daemon has it, `engine-elsewhere` when one runs that cannot be reached here,
   * `engine-start`, `engine-silent` or `engine-version`.
   */
  async open(): Promise<{ found: boolean }> {
    const found = await this.#options.engine.connect()
    const first = await this.#greet(found ?? (await this.#start()))
    const client = speaksAlike(first) ? first : await this.#renewed(first)
    try {
      refuseOther(client)
    } catch (error) {
      client.close()
      throw error
    }
    this.#adopt(client)
    if (found && hasImage(client)) await this.renew()
    return { found: found !== undefined }
  }

  /** Waits for an engine that is being started again, but not for one that cannot be started. */
  async ready(): Promise<void> {
    if (!this.#client) await Promise.race([this.#recovering, this.#options.clock.sleep(recoversWithin)])
  }

  /**
   * Puts an image in force. Tells whether an engine took it over that could not read the one before, and may have left
   * something of it. Throws KacError `engine-refused`, or `engine-gone` while there is no engine.
   */
  async load(image: Uint8Array): Promise<{ renewed: boolean }> {
    const renewed = this.#client?.hello.imageVersion !== imageVersion && (await this.renew(image))
    if (!this.#client) throw new KacError('engine-gone', 'kac-engine is being started again')
    await this.#client.load(image)
    return { renewed }
  }

  /**
   * Has the engine of this installation take over from another that runs, which goes on if that cannot be. Without an
   * image only where both read the same form of it.
   */
  async renew(image?: Uint8Array): Promise<boolean> {
    const client = this.#client
    if (!client) return false
    try {
      const next = await this.#renewed(client, image)
      if (next === client) return false
      this.#adopt(next)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#recovering = this.#lost(client)
      return false
    }
    this.#options.onRenewed()
    return true
  }

  /** The engine keeps the value. Lost while there is no engine: a new one is told all of them. */
  tracker(id: string, value: number | undefined): void {
    this.#client?.tracker(id, value)
  }

  /** Undefined while there is no engine. */
  async status(): Promise<EngineStatus | 'silent' | undefined> {
    try {
      return await this.#client?.status(tellsWithin)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      return error.code === 'engine-silent' ? 'silent' : undefined
    }
  }

  /** For a stop: waits until a lost engine is there again, which has to take off what its predecessor left. */
  recovered(): Promise<void> {
    this.#stopping = true
    return this.#recovering
  }

  /**
   * Resigns every mastership and ends the engine. Throws KacError when it could not be told; `engine-gone` when it ended
   * before it said that it had: `recovered` waits for another, which takes off what is left.
   */
  async shutdown(within: Micros = answersWithin): Promise<void> {
    if (!this.#client) throw new KacError('engine-gone', 'there is no engine to resign: addresses may be left')
    await this.#client.shutdown(within)
    this.#released = true
  }

  /** Leaves the engine at work and lets go of it. */
  release(): void {
    this.#released = true
    this.#client?.close()
  }

  #greet(stream: ByteStream): Promise<EngineClient> {
    const { clock } = this.#options
    const patience = { within: answersWithin, after: clock.after }
    return EngineClient.attach(stream, this.#replace ? 'successor' : 'controller', patience)
  }

  #adopt(client: EngineClient): void {
    this.#client = client
    // Only once: whoever took over from this daemon later is not to be robbed when the engine is lost.
    this.#replace = false
    client.onTell((tell) => this.#take(tell))
    client.onClose(() => {
      this.#recovering = this.#lost(client)
    })
  }

  /** The connection to whoever goes on. Throws KacError when nobody does. */
  async #renewed(client: EngineClient, image?: Uint8Array): Promise<EngineClient> {
    const { engine, log } = this.#options
    const { granted, pid, engineVersion } = client.hello
    const next = granted ? engine.successor(pid) : undefined
    const readable = image !== undefined || client.hello.imageVersion === imageVersion
    if (!next || next.id === this.#tried || !readable) return client
    this.#tried = next.id
    this.#renewing = client
    try {
      await client.upgrade(next.path, { ...(image && { image }), within: renewedWithin })
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      log.error(`kac-engine ${engineVersion} (pid ${pid}) goes on: ${error.message}`)
      return client
    } finally {
      this.#renewing = undefined
    }
    const successor = await this.#greet(await this.#connect(() => undefined))
    // One that had to go back to what it was says why itself.
    if (!engine.successor(pid)) log.info(`kac-engine ${successor.hello.engineVersion} took over from ${engineVersion}`)
    return successor
  }

  async #start(): Promise<ByteStream> {
    const started = await this.#options.engine.start()
    return this.#connect(() => started.ended)
  }

  /** To an engine that will listen soon, unless it has ended. */
  async #connect(ended: () => KacError | undefined): Promise<ByteStream> {
    const { engine, clock } = this.#options
    const deadline = clock.now() + connectWithin
    for (;;) {
      const stream = await engine.connect()
      if (stream) return stream
      const error = ended()
      if (error) throw error
      if (clock.now() >= deadline) throw new KacError('engine-start', 'kac-engine started but does not listen')
      await clock.sleep(connectEvery)
    }
  }

  #take(tell: EngineTell): void {
    if (tell.kind === 'displaced') this.#displaced()
    else this.#options.onTell(tell)
  }

  #displaced(): void {
    this.#released = true
    this.#options.onDisplaced()
  }

  async #lost(client: EngineClient): Promise<void> {
    if (this.#client !== client || this.#renewing === client) return
    this.#client = undefined
    if (this.#released) return
    const { log, clock } = this.#options
    log.error(`kac-engine (pid ${client.hello.pid}) is gone; starting it again`)
    for (let attempt = 0; attempt < stoppingAttempts || !this.#stopping; attempt++) {
      await clock.sleep(restartDelays[Math.min(attempt, restartDelays.length - 1)] ?? seconds(5))
      if (this.#released) return
      try {
        const { found } = await this.open()
        log.warn(`${found ? 'attached to' : 'started'} kac-engine (pid ${this.hello?.pid})`)
        return this.#options.onReattached()
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        // Whoever was faster is in charge of this host now.
        if (error.code === 'engine-controlled') return this.#displaced()
        log.error(error.message)
      }
    }
  }
}

function hasImage({ hello }: EngineClient): boolean {
  return !/^0*$/.test(hello.imageDigest)
}

function speaksAlike({ hello }: EngineClient): boolean {
  return hello.controlVersion === controlVersion
}

function refuseOther(client: EngineClient): void {
  const { hello } = client
  if (!speaksAlike(client)) {
    throw new KacError(
      'engine-version',
      `the running engine (pid ${hello.pid}, ${hello.engineVersion}) speaks control version ${hello.controlVersion}, not ${controlVersion}`,
    )
  }
  if (!hello.granted) {
    throw new KacError('engine-controlled', `another kac daemon (pid ${hello.controllerPid}) runs this engine`)
  }
}
