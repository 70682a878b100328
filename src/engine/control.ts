import { type Ip, type Micros, micros, type RouterState } from '../base/index.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

/** The messages of kac-engine's control socket, as native/core/control.h defines them. */
export const controlVersion = 1

export type ControlRole = 'observer' | 'controller' | 'successor'

const states: readonly RouterState[] = ['INIT', 'BACKUP', 'MASTER', 'FAULT']

export interface EngineHello {
  readonly kind: 'hello'
  readonly controlVersion: number
  readonly imageVersion: number
  readonly pid: number
  readonly engineVersion: string
  /** Whether this connection controls the engine; an observer never does. */
  readonly granted: boolean
  /** Process that has control instead; 0: none. */
  readonly controllerPid: number
  readonly imageDigest: string
}

export interface EngineRouterStatus {
  readonly name: string
  readonly state: RouterState
  readonly since: Micros
  readonly reason: string
  readonly basePriority: number
  readonly effectivePriority: number
  /** Sender of the last accepted advert, or the own source while Master. */
  readonly master?: Ip
  readonly masterPriority: number
  /** Absent: no advert was accepted yet. */
  readonly lastAdvert?: Micros
  readonly advertInterval: Micros
  readonly masterAdvertInterval: Micros
  readonly skew: Micros
  readonly masterDownInterval: Micros
  readonly masterDownAt?: Micros
  readonly objectsFailed: number
  readonly counters: Readonly<Record<string, number>>
}

/** Instants are of the engine's monotonic clock; `now` is that clock when the status was taken. */
export interface EngineStatus {
  readonly kind: 'status'
  readonly now: Micros
  readonly realTime: Micros
  readonly routers: readonly EngineRouterStatus[]
}

export interface EngineTransition {
  readonly kind: 'transition'
  readonly realTime: Micros
  readonly router: string
  readonly from: RouterState
  readonly to: RouterState
  readonly reason: string
  readonly effectivePriority: number
}

/** Trackers changed the priority of a router that has a role. */
export interface EnginePriority {
  readonly kind: 'priority'
  readonly realTime: Micros
  readonly router: string
  readonly state: RouterState
  readonly effectivePriority: number
}

export interface EngineRejected {
  readonly kind: 'rejected'
  readonly realTime: Micros
  readonly router: string
  readonly reject: string
  readonly source: Ip
}

export interface EngineObjectFailed {
  readonly kind: 'object-failed'
  readonly realTime: Micros
  readonly router: string
  readonly object: string
  readonly op: 'add' | 'remove'
  readonly errno: number
}

export type EngineTell =
  | EngineHello
  | EngineStatus
  | EngineTransition
  | EnginePriority
  | EngineRejected
  | EngineObjectFailed
  | { readonly kind: 'finished' }
  | { readonly kind: 'displaced'; readonly byPid: number }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'log'
      readonly realTime: Micros
      readonly severity: 'error' | 'warning' | 'info'
      readonly line: string
    }
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'loaded'; readonly taken: boolean; readonly error: string }

const ask = { hello: 1, shutdown: 2, load: 10, status: 11, tracker: 12 } as const
const roleCode: Record<ControlRole, number> = { observer: 0, controller: 1, successor: 2 }

export function askHello(role: ControlRole): Uint8Array {
  return frame(ask.hello, new ByteWriter().u16(controlVersion).u8(roleCode[role]))
}

export function askShutdown(): Uint8Array {
  return frame(ask.shutdown, new ByteWriter())
}

export function askLoad(image: Uint8Array): Uint8Array {
  return frame(ask.load, new ByteWriter().bytes(image))
}

/** No value: not known any more. */
export function askTracker(id: string, value: number | undefined): Uint8Array {
  return frame(
    ask.tracker,
    new ByteWriter()
      .text(id)
      .bool(value !== undefined)
      .u32((value ?? 0) >>> 0),
  )
}

export function askStatus(): Uint8Array {
  return frame(ask.status, new ByteWriter())
}

function frame(type: number, body: ByteWriter): Uint8Array {
  const bytes = body.finish()
  return new ByteWriter()
    .u32(4 + bytes.length)
    .u16(type)
    .u16(0)
    .raw(bytes)
    .finish()
}

/** Cuts a byte stream into messages, whatever the pieces it arrives in. */
export class TellSplitter {
  #rest: Uint8Array = new Uint8Array()

  push(piece: Uint8Array): EngineTell[] {
    const bytes = concat(this.#rest, piece)
    const tells: EngineTell[] = []
    let at = 0
    while (bytes.length - at >= 4) {
      const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true)
      if (bytes.length - at - 4 < length) break
      const tell = readTell(bytes.subarray(at + 4, at + 4 + length))
      if (tell) tells.push(tell)
      at += 4 + length
    }
    this.#rest = bytes.slice(at)
    return tells
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}

/** A message of a type this version does not know is left out: a newer engine may say more. */
function readTell(bytes: Uint8Array): EngineTell | undefined {
  const input = new ByteReader(bytes)
  const type = input.u16()
  input.u16()
  return readers[type]?.(input)
}

const readers: Readonly<Record<number, (input: ByteReader) => EngineTell>> = {
  1: readHello,
  2: () => ({ kind: 'finished' }),
  3: (input) => ({ kind: 'displaced', byPid: input.u32() }),
  4: (input) => ({ kind: 'refused', why: input.text() }),
  10: (input) => ({ kind: 'loaded', taken: input.bool(), error: input.text() }),
  11: (input) => ({
    kind: 'status',
    now: time(input),
    realTime: time(input),
    routers: input.list(() => readRouter(input)),
  }),
  12: readTransition,
  13: (input) => ({
    kind: 'rejected',
    realTime: time(input),
    router: input.text(),
    reject: input.text(),
    source: input.ip(),
  }),
  14: readObjectFailed,
  15: (input) => ({
    kind: 'log',
    realTime: time(input),
    severity: severities[input.u8()] ?? 'error',
    line: input.text(),
  }),
  17: (input) => ({
    kind: 'priority',
    realTime: time(input),
    router: input.text(),
    state: state(input),
    effectivePriority: input.u8(),
  }),
  16: (input) => ({ kind: 'lost', events: input.i64() }),
}

const severities = ['error', 'warning', 'info'] as const

function readHello(input: ByteReader): EngineHello {
  return {
    kind: 'hello',
    controlVersion: input.u16(),
    imageVersion: input.u16(),
    pid: input.u32(),
    engineVersion: input.text(),
    granted: input.bool(),
    controllerPid: input.u32(),
    imageDigest: Array.from(input.raw(8), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  }
}

function readRouter(input: ByteReader): EngineRouterStatus {
  const head = {
    name: input.text(),
    state: state(input),
    since: time(input),
    reason: input.text(),
    basePriority: input.u8(),
    effectivePriority: input.u8(),
  }
  const masterKnown = input.bool()
  const master = input.ip()
  const masterPriority = input.u8()
  const lastAdvert = time(input)
  const intervals = {
    advertInterval: time(input),
    masterAdvertInterval: time(input),
    skew: time(input),
    masterDownInterval: time(input),
  }
  const hasDeadline = input.bool()
  const masterDownAt = time(input)
  return {
    ...head,
    ...(masterKnown && { master }),
    masterPriority,
    ...(lastAdvert > 0 && { lastAdvert }),
    ...intervals,
    ...(hasDeadline && { masterDownAt }),
    objectsFailed: input.u32(),
    counters: Object.fromEntries(input.list(() => [input.text(), time(input)])),
  }
}

function readTransition(input: ByteReader): EngineTransition {
  return {
    kind: 'transition',
    realTime: time(input),
    router: input.text(),
    from: state(input),
    to: state(input),
    reason: input.text(),
    effectivePriority: input.u8(),
  }
}

function readObjectFailed(input: ByteReader): EngineObjectFailed {
  return {
    kind: 'object-failed',
    realTime: time(input),
    router: input.text(),
    object: input.text(),
    op: input.bool() ? 'add' : 'remove',
    errno: input.u32(),
  }
}

function time(input: ByteReader): Micros {
  return micros(input.i64())
}

function state(input: ByteReader): RouterState {
  return states[input.u8()] ?? 'INIT'
}
