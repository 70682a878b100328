import { bug, type Ip, ipBytes, ipFromBytes, type Mac, macBytes, macFromBytes } from '../../base/index.ts'
import { littleEndian, type Writer } from './writer.ts'

/** Attributes of one set by their kernel names, as they are read or written. */
export type Fields = Readonly<Record<string, unknown>>

/** How a value lies in bytes. One description serves both directions. */
export interface Type<T> {
  /** The value in the bytes from `start` to `end`; undefined when they do not hold one. */
  read(from: DataView, start: number, end: number, siblings: Fields): T | undefined
  write(out: Writer, value: T, siblings: Fields): void
  /** Holds attributes, and is marked so (NLA_F_NESTED). */
  readonly nested?: boolean
  /** The sibling attribute that says how this one is read. */
  readonly chosenBy?: string
}

/** A type whose values all take `size` bytes, so that it can be a field of a struct. */
export interface Fixed<T> extends Type<T> {
  readonly size: number
}

export type ValueOf<T> = T extends Type<infer V> ? V : never

function fixed<T>(
  size: number,
  get: (from: DataView, at: number) => T,
  set: (to: DataView, at: number, value: T) => void,
): Fixed<T> {
  return {
    size,
    read: (from, start, end) => (end - start === size ? get(from, start) : undefined),
    write: (out, value) => {
      const at = out.reserve(size)
      set(out.view, at, value)
    },
  }
}

function within(value: number, low: number, high: number): number {
  if (value < low || value > high) bug(`${value} does not fit its netlink field (${low} to ${high})`)
  return value
}

const unsigned16 = (value: number) => within(value, 0, 0xffff)
const unsigned32 = (value: number) => within(value, 0, 0xffffffff)

export const u8 = fixed(
  1,
  (from, at) => from.getUint8(at),
  (to, at, value) => to.setUint8(at, within(value, 0, 0xff)),
)
export const u16 = fixed(
  2,
  (from, at) => from.getUint16(at, littleEndian),
  (to, at, value) => to.setUint16(at, unsigned16(value), littleEndian),
)
export const u32 = fixed(
  4,
  (from, at) => from.getUint32(at, littleEndian),
  (to, at, value) => to.setUint32(at, unsigned32(value), littleEndian),
)
export const i32 = fixed(
  4,
  (from, at) => from.getInt32(at, littleEndian),
  (to, at, value) => to.setInt32(at, within(value, -0x80000000, 0x7fffffff), littleEndian),
)
export const u64 = fixed(
  8,
  (from, at) => from.getBigUint64(at, littleEndian),
  (to, at, value) => to.setBigUint64(at, value, littleEndian),
)
export const be16 = fixed(
  2,
  (from, at) => from.getUint16(at),
  (to, at, value) => to.setUint16(at, unsigned16(value)),
)
export const be32 = fixed(
  4,
  (from, at) => from.getUint32(at),
  (to, at, value) => to.setUint32(at, unsigned32(value)),
)
export const be64 = fixed(
  8,
  (from, at) => from.getBigUint64(at),
  (to, at, value) => to.setBigUint64(at, value),
)

function bytesAt(from: DataView, start: number, end: number): Uint8Array {
  return new Uint8Array(from.buffer, from.byteOffset + start, end - start)
}

export const bytes: Type<Uint8Array> = {
  read: bytesAt,
  write: (out, value) => out.bytes(value),
}

/** An address of 4 or 16 bytes. */
export const ip: Type<Ip> = {
  read: (from, start, end) =>
    end - start === 4 || end - start === 16 ? ipFromBytes(bytesAt(from, start, end)) : undefined,
  write: (out, value) => out.bytes(ipBytes(value)),
}

/** An IPv4 address at the front of 16 bytes (`union nf_inet_addr`). */
export const ip4In16: Type<Ip> = {
  read: (from, start, end) => (end - start === 16 ? ipFromBytes(bytesAt(from, start, start + 4)) : undefined),
  write: (out, value) => {
    out.bytes(ipBytes(value))
    out.reserve(12)
  },
}

/** A link-layer address: six bytes on Ethernet, other lengths elsewhere. */
export const mac: Type<Mac> = {
  read: (from, start, end) => macFromBytes(bytesAt(from, start, end)),
  write: (out, value) => out.bytes(macBytes(value)),
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Text up to its first NUL; written with one. */
export const text: Type<string> = {
  read: (from, start, end) => {
    let stop = start
    let value = ''
    for (; stop < end; stop++) {
      const byte = from.getUint8(stop)
      if (byte === 0) return value
      if (byte > 0x7f) break
      value += String.fromCharCode(byte)
    }
    if (stop === end) return value
    return decoder.decode(bytesAt(from, start, end)).split('\0', 1)[0]
  },
  write: (out, value) => {
    out.bytes(encoder.encode(value))
    out.reserve(1)
  },
}

type StructValue<F> = { readonly [K in keyof F]: ValueOf<F[K]> }

/** A C struct. A field left out when writing is zero. */
export function struct<const F extends Readonly<Record<string, Fixed<unknown>>>>(fields: F): Fixed<StructValue<F>> {
  const entries = Object.entries(fields)
  const size = entries.reduce((sum, [, field]) => sum + field.size, 0)
  return {
    size,
    read: (from, start, end, siblings) => {
      if (end - start !== size) return undefined
      const value: Record<string, unknown> = {}
      let at = start
      for (const [name, field] of entries) {
        value[name] = field.read(from, at, at + field.size, siblings)
        at += field.size
      }
      return value as StructValue<F>
    },
    write: (out, value, siblings) => {
      for (const [name, field] of entries) {
        const given = value[name]
        if (given === undefined) out.reserve(field.size)
        else field.write(out, given, siblings)
      }
    },
  }
}

/** A field followed by bytes that mean nothing, `size` in all. */
export function padded<T>(field: Fixed<T>, size: number): Fixed<T> {
  return {
    size,
    read: (from, start, _end, siblings) => field.read(from, start, start + field.size, siblings),
    write: (out, value, siblings) => {
      field.write(out, value, siblings)
      out.reserve(size - field.size)
    },
  }
}
