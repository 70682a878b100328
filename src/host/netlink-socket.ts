import { KacError } from '../base/index.ts'
import { loadAddon } from './addon.ts'

/** A failure to read. ENOBUFS: messages were lost and reading goes on; any other: the socket is closed. */
export interface NetlinkFailure {
  readonly errno: number
  readonly code: string
}

/** Called with a failure, or with one datagram of the kernel: a sequence of whole netlink messages. */
export type OnNetlinkMessage = (error: NetlinkFailure | null, data: Uint8Array | null) => void

export interface NetlinkSocketOptions {
  readonly receiveBufferBytes?: number
  /** The longest datagram that can be sent. */
  readonly sendBufferBytes?: number
  /** Multicast groups by number (RTNLGRP_...). */
  readonly groups?: readonly number[]
  /** Where another network namespace is mounted, whose socket it is to be. */
  readonly networkNamespace?: string
}

/** Non-blocking, with extended acknowledgements and strict dump requests. Every method but `close` throws once closed. */
export interface NetlinkSocket {
  /** What the kernel writes into nlmsg_pid of answers to this socket. */
  readonly portId: number
  send(bytes: Uint8Array): void
  join(group: number): void
  close(): void
  /** As of a timer: whether the socket keeps the process alive, which at first it does. */
  ref(): void
  unref(): void
}

type NetlinkSocketClass = new (
  protocol: number,
  onMessage: OnNetlinkMessage,
  options?: NetlinkSocketOptions,
) => NetlinkSocket

/** Throws KacError with the errno name as code, and so do the methods of what it returns. */
export function openNetlinkSocket(
  protocol: number,
  onMessage: OnNetlinkMessage,
  options?: NetlinkSocketOptions,
): NetlinkSocket {
  const { NetlinkSocket } = loadAddon() as { NetlinkSocket: NetlinkSocketClass }
  const socket = attempt(() => new NetlinkSocket(protocol, onMessage, options))
  return {
    get portId() {
      return attempt(() => socket.portId)
    },
    send: (bytes) => attempt(() => socket.send(bytes)),
    join: (group) => attempt(() => socket.join(group)),
    close: () => socket.close(),
    ref: () => attempt(() => socket.ref()),
    unref: () => attempt(() => socket.unref()),
  }
}

function attempt<T>(call: () => T): T {
  try {
    return call()
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    throw new KacError(String(cause.code), `netlink socket: ${cause.message}`, { cause })
  }
}
