import { getSystemErrorMessage } from 'node:util'
import { ipBytes, type Micros, micros } from '../../base/index.ts'
import type { Answer, Exchange, Peer } from '../../check/index.ts'
import { loadAddon } from '../addon.ts'

/** What native/binding/prober.h offers. */
interface NativeProber {
  start(
    id: number,
    kind: number,
    to: Uint8Array,
    port: number,
    timeout: number,
    payload: Uint8Array,
    answerMax: number,
    device: string,
    fwmark: number,
    from: Uint8Array,
    fromPort: number,
  ): boolean
  cancel(id: number): void
  close(): void
}

type NativeProberClass = new (
  onReports: (numbers: Float64Array, answers: readonly (Uint8Array | undefined)[]) => void,
) => NativeProber

/** In the order of ProbeKind. */
const kinds = ['connect', 'open', 'request', 'datagram', 'echo'] as const
/** In the order of ProbeOutcome. */
const outcomes = ['connected', 'answered', 'silent', 'timed out', 'refused', 'cut', 'too long', 'unable'] as const
const NUMBERS_EACH = 6
const NOTHING = new Uint8Array(0)

/** What the addon does by itself; `open` is a connection for somebody who goes on from there. */
export type NativeExchange =
  | Extract<Exchange, { kind: 'connect' | 'request' | 'datagram' | 'echo' }>
  | { readonly kind: 'open' }

/** `descriptor`: of a connection that was to be opened; it is the receiver's to close. */
export interface NativeAnswer extends Answer {
  readonly descriptor?: number
}

interface Attempt {
  readonly peer: Peer
  readonly exchange: NativeExchange
  readonly done: (answer: NativeAnswer) => void
}

/** Exchanges by the addon: thousands at a time, a few microseconds each. */
export class NativeProbes {
  private readonly prober: NativeProber
  private readonly running = new Map<number, Attempt>()
  private readonly queue = new Map<number, Attempt>()
  private last = 0

  constructor() {
    const { Prober } = loadAddon() as { Prober: NativeProberClass }
    this.prober = new Prober((numbers, answers) => this.report(numbers, answers))
  }

  /** The returned number is for `cancel`. */
  attempt(peer: Peer, exchange: NativeExchange, done: (answer: NativeAnswer) => void): number {
    const id = this.next()
    this.start(id, { peer, exchange, done })
    return id
  }

  cancel(id: number): void {
    if (this.running.delete(id)) this.prober.cancel(id)
    this.queue.delete(id)
  }

  close(): void {
    this.prober.close()
  }

  /** Identifiers are 32 bits; by the time they come round the old ones are long over. */
  private next(): number {
    this.last = (this.last + 1) >>> 0
    return this.last
  }

  private start(id: number, attempt: Attempt): void {
    const { peer, exchange } = attempt
    const started = this.prober.start(
      id,
      kinds.indexOf(exchange.kind),
      ipBytes(peer.address),
      exchange.kind === 'echo' ? 0 : peer.port,
      peer.timeout,
      payloadOf(exchange),
      'answerMax' in exchange ? exchange.answerMax : 65_535,
      peer.interface ?? '',
      peer.fwmark,
      peer.source === undefined ? NOTHING : ipBytes(peer.source),
      peer.sourcePort ?? 0,
    )
    if (started) this.running.set(id, attempt)
    else this.queue.set(id, attempt)
  }

  private report(numbers: Float64Array, answers: readonly (Uint8Array | undefined)[]): void {
    for (let at = 0; at < numbers.length; at += NUMBERS_EACH) {
      const [id = 0, outcome = 0, errno = 0, connected = 0, took = 0, descriptor = -1] = numbers.subarray(
        at,
        at + NUMBERS_EACH,
      )
      const attempt = this.running.get(id)
      this.running.delete(id)
      const answer = answerOf(outcome, errno, connected, took, answers[at / NUMBERS_EACH])
      attempt?.done(descriptor < 0 ? answer : { ...answer, descriptor })
    }
    for (const [id, attempt] of this.queue) {
      this.queue.delete(id)
      this.start(id, attempt)
      if (this.queue.has(id)) break
    }
  }
}

function payloadOf(exchange: NativeExchange): Uint8Array {
  switch (exchange.kind) {
    case 'connect':
    case 'open':
      return NOTHING
    case 'request':
      return exchange.request
    case 'datagram':
    case 'echo':
      return exchange.payload
  }
}

function answerOf(
  outcome: number,
  errno: number,
  connected: number,
  took: number,
  bytes: Uint8Array = NOTHING,
): Answer {
  return {
    outcome: outcomes[outcome] ?? 'unable',
    bytes,
    ...(errno !== 0 && { why: getSystemErrorMessage(-errno) }),
    ...(connected !== 0 && { connected: connected as Micros }),
    took: micros(took),
  }
}
