import type { Frame, Refusal } from './wire/index.ts'

/** A generic netlink family, whose number only the running kernel knows. */
export type GenericFamily = 'IPVS'

/** One request to the kernel, encoded but for the header fields that are the port's: sequence number, ACK, DUMP. */
export type Message =
  | { readonly kind: 'rtnetlink'; readonly type: number; readonly flags: number; readonly body: Uint8Array }
  | NetfilterMessage
  | { readonly kind: 'generic'; readonly family: GenericFamily; readonly flags: number; readonly body: Uint8Array }

export interface NetfilterMessage {
  readonly kind: 'netfilter'
  readonly type: number
  readonly flags: number
  readonly body: Uint8Array
  /** To the network namespace of IPVS, which may be another than that of the host. */
  readonly place?: 'ipvs'
}

/** What came back for one message: what it asked for, or why not. */
export interface Answer {
  readonly replies: readonly Frame[]
  readonly refusal?: Refusal
}

/** What a listener is told. */
export type News =
  | { readonly kind: 'frames'; readonly frames: readonly Frame[] }
  /** Some did not fit the receive buffer: what the listener knows may be out of date. */
  | { readonly kind: 'lost' }
  /** The socket failed by this code, and nothing more will come. */
  | { readonly kind: 'ended'; readonly code: string }

/** The kernel of one network namespace, and the IPVS of that or of another one. Its methods reject where the kernel could not be asked or did not answer. */
export interface KernelPort {
  /**
   * Does the messages in order, with an answer for each. A refused one does not hold up those behind it, but neighbours
   * for netfilter are one transaction: it is done as a whole or not at all.
   */
  exchange(messages: readonly Message[]): Promise<readonly Answer[]>
  /** Everything of a kind, whole: begins anew where the kernel says that it changed meanwhile. */
  dump(message: Message): Promise<Answer>
  /** Hears what happens to rtnetlink objects of these groups (RTNLGRP_*) from now on. */
  listen(groups: readonly number[], listener: (news: News) => void): Subscription
  close(): void
}

export interface Subscription {
  close(): void
}

/** A netlink socket of the operating system. `send` sends one datagram with any number of messages. */
export interface NetlinkSocket {
  send(bytes: Uint8Array): void
  close(): void
}

/** Opens a socket that passes on each datagram, or a failure to read: after ENOBUFS it goes on, otherwise it is closed. */
export type OpenNetlink = (
  protocol: number,
  onDatagram: (failure: { readonly code: string } | null, datagram: Uint8Array | null) => void,
  options: {
    readonly receiveBufferBytes: number
    readonly sendBufferBytes?: number
    readonly groups?: readonly number[]
  },
) => NetlinkSocket
