import { type Micros, micros, type RouterState } from '../base/index.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import type {
  EngineHello,
  EngineLateness,
  EngineObjectFailed,
  EngineRouterStatus,
  EngineSessionStatus,
  EngineStatus,
  EngineTell,
  EngineTransition,
  SessionState,
} from './tells.ts'

/** The messages of kac-engine's control socket, as native/core/control.h defines them. */
export const controlVersion = 1

export type ControlRole = 'observer' | 'controller' | 'successor'

const states: readonly RouterState[] = ['INIT', 'BACKUP', 'MASTER', 'FAULT']

const sessionStates: readonly SessionState[] = ['AdminDown', 'Down', 'Init', 'Up']

const ask = { hello: 1, shutdown: 2, upgrade: 3, load: 10, status: 11, tracker: 12 } as const
const roleCode: Record<ControlRole, number> = { observer: 0, controller: 1, successor: 2 }

export function askHello(role: ControlRole): Uint8Array {
  return frame(ask.hello, new ByteWriter().u16(controlVersion).u8(roleCode[role]))
}

export function askShutdown(): Uint8Array {
  return frame(ask.shutdown, new ByteWriter())
}

/** Without an image the one in force stays. */
export function askUpgrade(program: string, image: Uint8Array = new Uint8Array()): Uint8Array {
  return frame(ask.upgrade, new ByteWriter().text(program).bytes(image))
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
  5: (input) => ({ kind: 'stays', why: input.text() }),
  10: (input) => ({ kind: 'loaded', taken: input.bool(), error: input.text() }),
  11: readStatus,
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
  18: (input) => ({
    kind: 'stranger',
    realTime: time(input),
    interfaceIndex: input.u32(),
    virtualRouterId: input.u8(),
    source: input.ip(),
  }),
  19: (input) => ({
    kind: 'lower-priority',
    realTime: time(input),
    router: input.text(),
    priority: input.u8(),
    source: input.ip(),
  }),
  20: (input) => ({
    kind: 'session',
    realTime: time(input),
    session: input.text(),
    from: sessionState(input),
    to: sessionState(input),
    reason: input.text(),
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

function readStatus(input: ByteReader): EngineStatus {
  const head = { now: time(input), realTime: time(input), routers: input.list(() => readRouter(input)) }
  input.list(() => [input.text(), input.i64()])
  // An engine that is older than this says no more.
  if (input.left === 0) return { kind: 'status', ...head, strangers: [], sessions: [] }
  const strangers = input.list(() => ({
    interfaceIndex: input.u32(),
    virtualRouterId: input.u8(),
    source: input.ip(),
    adverts: input.i64(),
    lastHeard: time(input),
  }))
  const lateness = readLateness(input)
  const sessions = input.left === 0 ? [] : input.list(() => readSession(input))
  return { kind: 'status', ...head, strangers, lateness, sessions }
}

function readSession(input: ByteReader): EngineSessionStatus {
  const head = {
    name: input.text(),
    neighbor: input.ip(),
    state: sessionState(input),
    neighborState: sessionState(input),
    reason: input.text(),
    neighborReason: input.text(),
    pathGood: input.bool(),
    since: time(input),
    transmitInterval: time(input),
    detectionTime: time(input),
  }
  const lastHeard = time(input)
  return {
    ...head,
    ...(lastHeard > 0 && { lastHeard }),
    discriminator: input.u32(),
    neighborDiscriminator: input.u32(),
    received: input.i64(),
    sent: input.i64(),
    wentUp: input.i64(),
    wentDown: input.i64(),
  }
}

function readLateness(input: ByteReader): EngineLateness {
  const counts = input.list(() => {
    const upTo = time(input)
    const wakeUps = input.i64()
    return upTo < 0 ? { wakeUps } : { upTo, wakeUps }
  })
  return { counts, sum: time(input), max: time(input) }
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

function sessionState(input: ByteReader): SessionState {
  return sessionStates[input.u8()] ?? 'Down'
}

function state(input: ByteReader): RouterState {
  return states[input.u8()] ?? 'INIT'
}
