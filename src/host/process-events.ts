/** The process connector of the kernel: linux/connector.h, linux/cn_proc.h. Host byte order, which is little-endian here. */
export const NETLINK_CONNECTOR = 11
export const CN_IDX_PROC = 1
const CN_VAL_PROC = 1
const NLMSG_DONE = 3
const PROC_CN_MCAST_LISTEN = 1
const netlinkHeader = 16
const connectorHeader = 20
const eventHeader = 16
const what = { none: 0, fork: 1, exec: 2, comm: 0x200, exit: 0x80000000 } as const

export type ProcessEvent =
  /** The kernel will tell events from now on. */
  | { readonly kind: 'listening' }
  | { readonly kind: 'forked'; readonly parent: number; readonly pid: number }
  /** It has another name or other arguments. */
  | { readonly kind: 'changed'; readonly pid: number }
  | { readonly kind: 'ended'; readonly pid: number }

/** Asks for events to be told to the group that this socket is in. */
export function listenRequest(portId: number): Uint8Array {
  const bytes = new Uint8Array(netlinkHeader + connectorHeader + 4)
  const out = new DataView(bytes.buffer)
  out.setUint32(0, bytes.length, true)
  out.setUint16(4, NLMSG_DONE, true)
  out.setUint32(12, portId, true)
  out.setUint32(netlinkHeader, CN_IDX_PROC, true)
  out.setUint32(netlinkHeader + 4, CN_VAL_PROC, true)
  out.setUint16(netlinkHeader + 16, 4, true)
  out.setUint32(netlinkHeader + connectorHeader, PROC_CN_MCAST_LISTEN, true)
  return bytes
}

/** What one datagram of the connector says; what threads do is left out. */
export function readProcessEvents(bytes: Uint8Array): ProcessEvent[] {
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const events: ProcessEvent[] = []
  for (let at = 0; at + netlinkHeader <= bytes.length; ) {
    const length = input.getUint32(at, true)
    if (length < netlinkHeader || at + length > bytes.length) break
    const body = at + netlinkHeader + connectorHeader
    if (body + eventHeader + 4 <= at + length) {
      const fields = new DataView(bytes.buffer, bytes.byteOffset + body, at + length - body)
      const event = readEvent(fields)
      if (event) events.push(event)
    }
    at += (length + 3) & ~3
  }
  return events
}

function readEvent(fields: DataView): ProcessEvent | undefined {
  const numbers = Math.floor((fields.byteLength - eventHeader) / 4)
  const number = (index: number) => (index < numbers ? fields.getUint32(eventHeader + 4 * index, true) : 0)
  switch (fields.getUint32(0, true)) {
    case what.none:
      return number(0) === 0 ? { kind: 'listening' } : undefined
    case what.fork:
      return number(2) === number(3) ? { kind: 'forked', parent: number(1), pid: number(3) } : undefined
    case what.exec:
    case what.comm:
      return number(0) === number(1) ? { kind: 'changed', pid: number(1) } : undefined
    case what.exit:
      return number(0) === number(1) ? { kind: 'ended', pid: number(1) } : undefined
    default:
      return undefined
  }
}
