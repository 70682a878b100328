import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { until } from '../until.ts'
import { type Advert, type Announcement, type BfdPacket, decode, type Frame } from './packet.ts'
import { PcapReader } from './pcap.ts'

/** A running capture. What has been seen so far is there at once, decoded, with the kernel's times. */
export class Capture {
  readonly frames: Frame[] = []
  readonly #tcpdump: ChildProcessByStdio<null, Readable, Readable>
  readonly #closed: Promise<unknown>
  #said = ''

  private constructor(namespace: string, dev: string, filter: string) {
    // The buffer holds as many frames as fit with the full snapshot length, which is 32 when nothing is said.
    const buffer = ['-B', '65536', '-s', '2048']
    const listen = ['tcpdump', '-i', dev, '-w', '-', '-U', '--immediate-mode', ...buffer, filter]
    this.#tcpdump = spawn('ip', ['netns', 'exec', namespace, ...listen], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#closed = once(this.#tcpdump, 'close')
    const reader = new PcapReader()
    this.#tcpdump.stdout.on('data', (piece: Buffer) => {
      for (const { at, bytes } of reader.read(piece)) this.frames.push(decode(at, bytes))
    })
    this.#tcpdump.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text
    })
  }

  /** Returns when it is listening: nothing sent from then on is missed. */
  static async start(namespace: string, dev: string, filter: string): Promise<Capture> {
    const capture = new Capture(namespace, dev, filter)
    const tcpdump = capture.#tcpdump
    const ready = () => capture.#said.includes('listening on') || tcpdump.exitCode !== null
    await until(ready, { within: 5000, what: 'tcpdump listens' })
    if (tcpdump.exitCode !== null) throw new Error(capture.#said)
    return capture
  }

  /** The VRRP adverts so far, of one virtual router where it is named. */
  adverts(vrid?: number): Advert[] {
    const adverts = this.frames.filter((frame) => frame.kind === 'advert')
    return vrid === undefined ? adverts : adverts.filter((advert) => advert.vrid === vrid)
  }

  /** The BFD packets so far, of one sender where it is named. */
  bfd(source?: string): BfdPacket[] {
    const packets = this.frames.filter((frame) => frame.kind === 'bfd')
    return source === undefined ? packets : packets.filter((packet) => packet.source === source)
  }

  /** Gratuitous ARP and unsolicited neighbour advertisements so far, of one address where it is named. */
  announcements(address?: string): Announcement[] {
    const all = this.frames.filter((frame) => frame.kind === 'announcement')
    return address === undefined ? all : all.filter((announcement) => announcement.address === address)
  }

  /** Ends the capture; what was on its way is still read. Throws when the kernel dropped a frame. */
  async stop(): Promise<void> {
    this.#tcpdump.kill('SIGTERM')
    await this.#closed
    if (!/^0 packets dropped by kernel$/m.test(this.#said)) throw new Error(`capture not complete: ${this.#said}`)
  }
}
