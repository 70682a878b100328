import { KacError } from '../../base/index.ts'
import { attributes } from './attributes.ts'
import { errnoNames, NLM_F_ACK_TLVS, NLM_F_CAPPED } from './constants.ts'
import { i32, type Type, text, u32 } from './types.ts'
import { aligned, littleEndian, Writer } from './writer.ts'

/** struct nlmsghdr. */
const headerSize = 16

/** One netlink message: its header's fields and what follows the header. */
export interface Frame {
  readonly type: number
  readonly flags: number
  readonly seq: number
  readonly portId: number
  readonly body: Uint8Array
}

/** What the kernel answered to a request that it refused. */
export interface Refusal {
  readonly errno: number
  /** The name of the number: `EEXIST`. */
  readonly code: string
  /** The number of the request. */
  readonly seq: number
  /** The kernel's own words (extended acknowledgement). */
  readonly text?: string
  /** Where in the request the attribute at fault starts. */
  readonly offset?: number
}

export function encode<T>(format: Type<T>, fields: Partial<T>): Uint8Array {
  const out = new Writer()
  // Structs write a missing field as zero and attribute sets leave it out, so that a part is as good as the whole.
  format.write(out, fields as T, {})
  return out.finish()
}

export function decode<T>(format: Type<T>, body: Uint8Array): T {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return format.read(view, 0, body.length, {}) ?? malformed(`a message of ${body.length} bytes`)
}

/** The messages of one datagram; their bodies are views of it. */
export function parseFrames(datagram: Uint8Array): Frame[] {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength)
  const frames: Frame[] = []
  for (let at = 0; at + headerSize <= datagram.length; ) {
    const length = view.getUint32(at, littleEndian)
    if (length < headerSize || at + length > datagram.length) malformed(`a message length of ${length} at ${at}`)
    frames.push({
      type: view.getUint16(at + 4, littleEndian),
      flags: view.getUint16(at + 6, littleEndian),
      seq: view.getUint32(at + 8, littleEndian),
      portId: view.getUint32(at + 12, littleEndian),
      body: datagram.subarray(at + headerSize, at + length),
    })
    at += aligned(length)
  }
  return frames
}

export function writeFrame(out: Writer, { type, flags, seq, portId, body }: Frame): void {
  const at = out.reserve(headerSize)
  out.view.setUint32(at, headerSize + body.length, littleEndian)
  out.view.setUint16(at + 4, type, littleEndian)
  out.view.setUint16(at + 6, flags, littleEndian)
  out.view.setUint32(at + 8, seq, littleEndian)
  out.view.setUint32(at + 12, portId, littleEndian)
  out.bytes(body)
  out.align()
}

const extendedAck = attributes({ NLMSGERR_ATTR_MSG: text, NLMSGERR_ATTR_OFFS: u32 })

/** Reads an NLMSG_ERROR, or the NLMSG_DONE that ends a dump: undefined for success. */
export function refusalOf(frame: Frame, kind: 'error' | 'done'): Refusal | undefined {
  const { body } = frame
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  if (body.length < i32.size) return undefined
  const errno = -view.getInt32(0, littleEndian)
  if (errno === 0) return undefined
  const start = kind === 'done' ? i32.size : endOfRequest(frame, view)
  const ack = frame.flags & NLM_F_ACK_TLVS ? extendedAck.read(view, start, body.length, {}) : undefined
  return {
    errno,
    code: errnoName(errno),
    seq: frame.seq,
    ...(ack?.NLMSGERR_ATTR_MSG !== undefined && { text: ack.NLMSGERR_ATTR_MSG }),
    ...(ack?.NLMSGERR_ATTR_OFFS !== undefined && { offset: ack.NLMSGERR_ATTR_OFFS }),
  }
}

/** Behind the error number stands the request: its header only where NLM_F_CAPPED says so, else all of it. */
function endOfRequest(frame: Frame, view: DataView): number {
  if (view.byteLength < i32.size + headerSize) return view.byteLength
  return i32.size + (frame.flags & NLM_F_CAPPED ? headerSize : aligned(view.getUint32(i32.size, littleEndian)))
}

export function errnoName(errno: number): string {
  return errnoNames[errno] ?? `E${errno}`
}

function malformed(what: string): never {
  throw new KacError('kernel/malformed', `the kernel sent ${what}, which is not netlink`)
}
