import type { Micros } from '../../base/index.ts'
import type { ProbeResult } from '../probe.ts'
import type { CheckSpec } from '../spec.ts'

/** What the network, or the system, is asked to do for one attempt. */
export type Exchange =
  /** A TCP connection is enough. */
  | { readonly kind: 'connect' }
  /** TCP, or TLS over it: send, then read to the end. */
  | {
      readonly kind: 'request'
      readonly request: Uint8Array
      /** Bytes of an answer that are looked at. */
      readonly answerMax: number
      readonly tls?: TlsOptions
    }
  /** UDP: send, then wait for an answer or an ICMP error. */
  | { readonly kind: 'datagram'; readonly payload: Uint8Array; readonly answerMax: number }
  /** ICMP or ICMPv6 echo. */
  | { readonly kind: 'echo'; readonly payload: Uint8Array }
  /** Line by line: what to say after each line that begins as expected. */
  | { readonly kind: 'dialogue'; readonly turns: readonly Turn[] }
  | { readonly kind: 'program' }
  /** Nothing to try: something else tells what is the case. */
  | { readonly kind: 'told' }

export interface TlsOptions {
  /** Name for SNI. */
  readonly serverName?: string
  /** Send a close_notify before the connection is closed. */
  readonly closeNotify: boolean
}

export interface Turn {
  /** The first answer line has to match. */
  readonly expect: RegExp
  readonly say: string
}

/** How the exchange ended. */
export interface Answer {
  readonly outcome:
    | 'connected'
    /** The whole answer, to its end. */
    | 'answered'
    /** Sent, and the end of an answer did not come in time. */
    | 'silent'
    /** No connection in time. */
    | 'timed out'
    | 'refused'
    /** Broken off after the connection. */
    | 'cut'
    /** Longer than `answerMax`, up to which it is here. */
    | 'too long'
    /** No attempt could be made. */
    | 'unable'
  readonly bytes: Uint8Array
  /** Why: in words, or the name of an errno. */
  readonly why?: string
  /** Of a program. */
  readonly status?: number
  /** From the start to the connection, where there is one, and to the end. */
  readonly connected?: Micros
  readonly took: Micros
}

/** Carries exchanges out. */
export interface ProbePort {
  open(): ProbeSession
}

/** Whom an attempt asks, from where, and how long it waits at each step. */
export type Peer = Pick<
  Extract<CheckSpec, { kind: 'tcp' }>,
  'address' | 'port' | 'timeout' | 'fwmark' | 'interface' | 'source' | 'sourcePort'
>

/** Attempts that end together. */
export interface ProbeSession {
  /** Calls `done` once, later, unless the session is closed first. */
  attempt(check: CheckSpec | Peer, exchange: Exchange, done: (answer: Answer) => void): void
  /** Gives up what is under way. */
  close(): void
}

/** One sort of check: what an attempt asks for, and what an answer means. */
export interface Kind<C extends CheckSpec = CheckSpec> {
  exchange(check: C, step: number): Exchange
  judge(check: C, answer: Answer, step: number): ProbeResult
}

export const success: ProbeResult = { kind: 'success' }

export function failure(why: string): ProbeResult {
  return { kind: 'failure', why }
}

/** What any answer but a good one means, whatever was asked. */
export function ended({ outcome, why }: Answer): ProbeResult {
  const reason = why === undefined ? '' : ` (${why})`
  switch (outcome) {
    case 'unable':
      return { kind: 'unable', why: why ?? 'no attempt could be made' }
    case 'timed out':
      return failure('no connection in time')
    case 'silent':
      return failure('no answer in time')
    case 'refused':
      return failure(`refused${reason}`)
    case 'cut':
      return failure(`broken off${reason}`)
    case 'too long':
      return failure('the answer is too long')
    case 'connected':
    case 'answered':
      return success
  }
}
