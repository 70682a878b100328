import { KacError, type Micros } from '../base/index.ts'
import {
  askHello,
  askLoad,
  askShutdown,
  askStatus,
  askTracker,
  askUpgrade,
  type ControlRole,
  TellSplitter,
} from './control.ts'
import type { EngineHello, EngineStatus, EngineTell } from './tells.ts'

/** A connected byte stream. */
export interface ByteStream {
  write(bytes: Uint8Array): void
  close(): void
  onData(listener: (bytes: Uint8Array) => void): void
  /** Called once, however the stream ended. */
  onClose(listener: () => void): void
}

/** How long an engine may take to answer, and who counts the time. */
export interface Patience {
  readonly within: Micros
  /** Runs `then` once after the duration; the returned function cancels it. */
  after(duration: Micros, then: () => void): () => void
}

type Awaited = 'hello' | 'loaded' | 'status' | 'finished' | 'stays'
type AnswerOf<K extends Awaited> = Extract<EngineTell, { kind: K }>

interface Waiting {
  readonly kind: Awaited
  readonly resolve: (tell: EngineTell) => void
  readonly reject: (error: KacError) => void
}

/**
 * One connection to a kac-engine. Answers come in the order of the questions of their kind; everything else that the
 * engine says goes to `onTell`. When the connection ends, every open question fails with code `engine-gone`; one that is
 * not answered in time, as by a frozen engine, with `engine-silent`.
 */
export class EngineClient {
  readonly hello: EngineHello
  readonly #stream: ByteStream
  readonly #wire: Wire

  private constructor(stream: ByteStream, wire: Wire, hello: EngineHello) {
    this.#stream = stream
    this.#wire = wire
    this.hello = hello
  }

  static async attach(stream: ByteStream, role: ControlRole, patience: Patience): Promise<EngineClient> {
    const wire = new Wire(stream, patience)
    try {
      return new EngineClient(stream, wire, await wire.ask('hello', askHello(role)))
    } catch (error) {
      stream.close()
      throw error
    }
  }

  /** What was told before there was a listener is told to it now. */
  onTell(listener: (tell: EngineTell) => void): void {
    this.#wire.listen(listener)
  }

  onClose(listener: () => void): void {
    this.#wire.onClose = listener
  }

  /** Throws `engine-refused` when the engine does not take the image; the one before stays in force. */
  async load(image: Uint8Array): Promise<void> {
    const answer = await this.#wire.ask('loaded', askLoad(image))
    if (!answer.taken) throw new KacError('engine-refused', `kac-engine refused its image: ${answer.error}`)
  }

  /**
   * Has another program take everything over, with this image or the one in force. Resolves when this connection has
   * ended: who connects again finds the program, or the engine that was there when it could not go on. Throws
   * `engine-stays` when it cannot take over.
   */
  async upgrade(program: string, options: { readonly image?: Uint8Array; readonly within: Micros }): Promise<void> {
    const asked = this.#wire.ask('stays', askUpgrade(program, options.image), options.within)
    const stays = await asked.catch((error: unknown) => {
      if (error instanceof KacError && error.code === 'engine-gone') return undefined
      throw error
    })
    if (stays) throw new KacError('engine-stays', stays.why)
  }

  /** The engine keeps the value until another is told, also when this connection ends. */
  tracker(id: string, value: number | undefined): void {
    this.#stream.write(askTracker(id, value))
  }

  /** `within` instead of what the engine is usually given. */
  status(within?: Micros): Promise<EngineStatus> {
    return this.#wire.ask('status', askStatus(), within)
  }

  /** Resolves when every mastership is resigned and every address taken off. */
  async shutdown(within?: Micros): Promise<void> {
    await this.#wire.ask('finished', askShutdown(), within)
  }

  close(): void {
    this.#stream.close()
  }
}

class Wire {
  onClose: () => void = () => {}
  readonly #stream: ByteStream
  readonly #patience: Patience
  readonly #splitter = new TellSplitter()
  #waiting: Waiting[] = []
  /** Until there is a listener: the engine may speak before its greeting was read. */
  #unheard: EngineTell[] = []
  #listener: (tell: EngineTell) => void = (tell) => void this.#unheard.push(tell)
  #closed = false

  constructor(stream: ByteStream, patience: Patience) {
    this.#stream = stream
    this.#patience = patience
    stream.onData((bytes) => {
      for (const tell of this.#splitter.push(bytes)) this.#take(tell)
    })
    stream.onClose(() => this.#end())
  }

  ask<K extends Awaited>(kind: K, bytes: Uint8Array, within = this.#patience.within): Promise<AnswerOf<K>> {
    const { promise, resolve, reject } = Promise.withResolvers<AnswerOf<K>>()
    if (this.#closed) {
      reject(gone())
      return promise
    }
    // A late answer is still taken by who asked, so that the next one is not taken for it.
    this.#waiting.push({ kind, resolve: (tell) => resolve(tell as AnswerOf<K>), reject })
    this.#stream.write(bytes)
    const cancel = this.#patience.after(within, () => reject(silent()))
    return promise.finally(cancel)
  }

  #take(tell: EngineTell): void {
    const index = this.#waiting.findIndex((waiting) => waiting.kind === tell.kind)
    const [waiting] = index === -1 ? [] : this.#waiting.splice(index, 1)
    if (waiting) waiting.resolve(tell)
    else this.#listener(tell)
  }

  listen(listener: (tell: EngineTell) => void): void {
    this.#listener = listener
    for (const tell of this.#unheard.splice(0)) listener(tell)
  }

  #end(): void {
    this.#closed = true
    for (const waiting of this.#waiting) waiting.reject(gone())
    this.#waiting = []
    this.onClose()
  }
}

function silent(): KacError {
  return new KacError('engine-silent', 'kac-engine does not answer')
}

function gone(): KacError {
  return new KacError('engine-gone', 'the connection to kac-engine ended')
}
