import { type Ip, ipBytes, ipFromBytes } from '../base/index.ts'

const utf8 = new TextEncoder()
const text = new TextDecoder()

/** Little-endian writer of the encodings that native/core/image/image.h names. Grows as needed. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  u8(value: number): this {
    const at = this.#reserve(1)
    this.#view.setUint8(at, value)
    return this
  }

  bool(value: boolean): this {
    return this.u8(value ? 1 : 0)
  }

  u16(value: number): this {
    const at = this.#reserve(2)
    this.#view.setUint16(at, value, true)
    return this
  }

  u32(value: number): this {
    const at = this.#reserve(4)
    this.#view.setUint32(at, value, true)
    return this
  }

  i64(value: number): this {
    const at = this.#reserve(8)
    this.#view.setBigInt64(at, BigInt(value), true)
    return this
  }

  raw(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.length)
    this.#bytes.set(bytes, at)
    return this
  }

  bytes(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes)
  }

  /** At most 65,535 bytes of UTF-8. */
  text(value: string): this {
    const bytes = utf8.encode(value)
    return this.u16(bytes.length).raw(bytes)
  }

  ip(address: Ip): this {
    const bytes = ipBytes(address)
    return this.u8(bytes.length === 4 ? 4 : 6).raw(bytes)
  }

  list<T>(entries: readonly T[], write: (entry: T, index: number) => void): this {
    this.u32(entries.length)
    entries.forEach(write)
    return this
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** May replace both the bytes and their view: to be called before either is named. */
  #reserve(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }
}

/** Reads what ByteWriter and the engine write. Throws RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  bool(): boolean {
    return this.u8() !== 0
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  /** Exact up to 2^53, which is 285 years in microseconds. */
  i64(): number {
    return Number(this.#view.getBigInt64(this.#take(8), true))
  }

  raw(length: number): Uint8Array {
    const at = this.#take(length)
    return this.#bytes.subarray(at, at + length)
  }

  bytes(): Uint8Array {
    return this.raw(this.u32())
  }

  text(): string {
    return text.decode(this.raw(this.u16()))
  }

  ip(): Ip {
    return ipFromBytes(this.raw(this.u8() === 4 ? 4 : 16))
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read)
  }

  #take(size: number): number {
    const at = this.#at
    if (at + size > this.#bytes.length) throw new RangeError(`message ends at byte ${this.#bytes.length}`)
    this.#at = at + size
    return at
  }
}
