import { bug } from '../../base/index.ts'

/** Netlink is in the byte order of the machine. */
export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Messages and attributes start at multiples of four bytes (NLMSG_ALIGNTO, NLA_ALIGNTO). */
export function aligned(length: number): number {
  return (length + 3) & ~3
}

/** Bytes that grow while they are written. */
export class Writer {
  #bytes = new Uint8Array(128)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Valid until the next `reserve`. */
  get view(): DataView {
    return this.#view
  }

  /** Adds that many zero bytes and gives the offset of the first. */
  reserve(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) this.#grow()
    return at
  }

  bytes(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length)
    this.#bytes.set(bytes, at)
  }

  align(): void {
    this.reserve(aligned(this.#length) - this.#length)
  }

  /** What was written; the writer is of no further use. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** Fills in a 16-bit length once it is known. */
export function patchLength(out: Writer, at: number, length: number): void {
  if (length > 0xffff) bug(`an attribute of ${length} bytes`)
  out.view.setUint16(at, length, littleEndian)
}
