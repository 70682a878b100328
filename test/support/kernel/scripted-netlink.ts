import { KacError } from '../../../src/base/index.ts'
import type { Frame, OpenNetlink } from '../../../src/kernel/index.ts'
import { NLMSG_DONE, NLMSG_ERROR } from '../../../src/kernel/wire/constants.ts'
import { parseFrames, Writer, writeFrame } from '../../../src/kernel/wire/index.ts'

/** Marks a part of a dump (linux/netlink.h). */
export const NLM_F_MULTI = 2

/** One datagram to receive, as messages or as bytes, or a failure to. */
export type Said = readonly Frame[] | Uint8Array | { readonly code: string }
/** What the peer says to a datagram of these requests. */
export type Peer = (requests: readonly Frame[], turn: number) => readonly Said[]

/** The other end of netlink sockets: answers come as they would from the kernel, after `send` has returned. */
export class ScriptedNetlink {
  /** What was sent, one entry a datagram. */
  readonly sent: (readonly Frame[])[] = []
  readonly opened: { protocol: number; groups: readonly number[] }[] = []
  readonly #peer: Peer
  #receivers: ((said: Said) => void)[] = []

  constructor(peer: Peer) {
    this.#peer = peer
  }

  readonly open: OpenNetlink = (protocol, onDatagram, { groups = [] }) => {
    this.opened.push({ protocol, groups })
    const receive = (said: Said) => {
      if ('code' in said) onDatagram(said, null)
      else onDatagram(null, said instanceof Uint8Array ? said : bytesOf(said))
    }
    this.#receivers.push(receive)
    let open = true
    return {
      send: (bytes) => {
        if (!open) throw new KacError('EBADF', 'the socket is closed')
        const requests = parseFrames(bytes)
        this.sent.push(requests)
        const answers = this.#peer(requests, this.sent.length - 1)
        queueMicrotask(() => {
          if (open) answers.forEach(receive)
        })
      },
      close: () => {
        open = false
      },
    }
  }

  /** Something unasked for, to the socket opened last. */
  say(said: Said): void {
    this.#receivers.at(-1)?.(said)
  }
}

function bytesOf(frames: readonly Frame[]): Uint8Array {
  const out = new Writer()
  for (const frame of frames) writeFrame(out, frame)
  return out.finish()
}

/** An acknowledgement, or a refusal where `errno` is given. */
export function acknowledge({ seq }: Frame, errno = 0): Frame {
  const body = new Uint8Array(20)
  new DataView(body.buffer).setInt32(0, -errno, true)
  return { type: NLMSG_ERROR, flags: 0, seq, portId: 1, body }
}

export function part({ seq }: Frame, type: number, body: Uint8Array, flags = NLM_F_MULTI): Frame {
  return { type, flags, seq, portId: 1, body }
}

export function done({ seq }: Frame, flags = NLM_F_MULTI): Frame {
  return { type: NLMSG_DONE, flags, seq, portId: 1, body: new Uint8Array(4) }
}
