/** One captured frame. */
export interface RawFrame {
  /** Microseconds since 1970. */
  readonly at: number
  readonly bytes: Uint8Array
}

const fileHeader = 24
const frameHeader = 16
const microsecondMagic = 0xa1b2c3d4

/** Takes a pcap stream (little endian, microseconds) in pieces and gives whole frames. */
export class PcapReader {
  #rest = Buffer.alloc(0)
  #started = false

  read(piece: Buffer): RawFrame[] {
    this.#rest = Buffer.concat([this.#rest, piece])
    if (!this.#started && !this.#start()) return []
    const frames: RawFrame[] = []
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame)
    return frames
  }

  #start(): boolean {
    if (this.#rest.length < fileHeader) return false
    if (this.#rest.readUInt32LE(0) !== microsecondMagic) throw new Error('not a pcap stream with microseconds')
    this.#rest = this.#rest.subarray(fileHeader)
    this.#started = true
    return true
  }

  #next(): RawFrame | undefined {
    const head = this.#rest
    if (head.length < frameHeader) return undefined
    const end = frameHeader + head.readUInt32LE(8)
    if (head.length < end) return undefined
    this.#rest = head.subarray(end)
    return { at: head.readUInt32LE(0) * 1_000_000 + head.readUInt32LE(4), bytes: head.subarray(frameHeader, end) }
  }
}
