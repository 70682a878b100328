import { ipFromBytes, macFromBytes } from '../../../src/base/index.ts'

/** What every frame tells. Times are microseconds since 1970. */
interface Seen {
  readonly at: number
  /** Hardware addresses. */
  readonly from: string
  readonly to: string
  readonly bytes: Uint8Array
}

/** A VRRP advertisement, read by the RFCs and not by kac's own codec. */
export interface Advert extends Seen {
  readonly kind: 'advert'
  readonly source: string
  readonly destination: string
  readonly ttl: number
  readonly version: number
  readonly vrid: number
  readonly priority: number
  readonly intervalMs: number
  readonly auth: 'none' | 'pass' | 'ah'
  readonly password?: string
  readonly addresses: readonly string[]
  /** The key of an `auth_hmac` trailer. */
  readonly signedBy?: number
  /**
   * Which sum is zero: of the packet alone, or with the pseudo-header in front (RFC 9568 section 5.2.8); `of the group`:
   * that of a unicast packet with the multicast group in it, as keepalived did once.
   */
  readonly checksum: 'plain' | 'pseudo-header' | 'pseudo-header of the group' | 'wrong'
}

/** A gratuitous ARP or an unsolicited neighbour advertisement: `address` is at `mac`. */
export interface Announcement extends Seen {
  readonly kind: 'announcement'
  readonly form: 'arp-request' | 'arp-reply' | 'na'
  readonly address: string
  readonly mac: string
}

/** A BFD control packet, read by the RFC and not by kac's own codec. */
export interface BfdPacket extends Seen {
  readonly kind: 'bfd'
  readonly source: string
  readonly destination: string
  readonly ttl: number
  readonly ports: readonly [source: number, destination: number]
  readonly state: 'AdminDown' | 'Down' | 'Init' | 'Up'
  readonly diagnostic: number
  readonly poll: boolean
  readonly final: boolean
  readonly multiplier: number
  readonly discriminators: readonly [mine: number, yours: number]
  readonly minTransmitMs: number
  readonly minReceiveMs: number
}

export interface OtherFrame extends Seen {
  readonly kind: 'other'
}

export type Frame = Advert | Announcement | BfdPacket | OtherFrame

const vrrp = 112
const vrrpGroup = Uint8Array.of(224, 0, 0, 18)
const authenticationHeader = 51
const icmp6 = 58
const udp = 17
const bfdPorts = [3784, 4784]
const neighbourAdvertisement = 136
/** What `auth_hmac` puts behind an advert. */
const trailerSize = 28

/** An IP packet without its header. */
interface Datagram {
  readonly protocol: number
  readonly ttl: number
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly body: Buffer
  readonly auth?: 'ah'
}

export function decode(at: number, bytes: Uint8Array): Frame {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seen = { at, from: macFromBytes(frame.subarray(6, 12)), to: macFromBytes(frame.subarray(0, 6)), bytes }
  const other: OtherFrame = { kind: 'other', ...seen }
  const payload = frame.subarray(14)
  switch (frame.readUInt16BE(12)) {
    case 0x0806:
      return arp(payload, seen) ?? other
    case 0x0800:
      return ip(ipv4(payload), seen) ?? other
    case 0x86dd:
      return ip(ipv6(payload), seen) ?? other
    default:
      return other
  }
}

function arp(packet: Buffer, seen: Seen): Announcement | undefined {
  const sender = packet.subarray(14, 18)
  if (!sender.equals(packet.subarray(24, 28))) return undefined
  const form = packet.readUInt16BE(6) === 1 ? 'arp-request' : 'arp-reply'
  return {
    kind: 'announcement',
    ...seen,
    form,
    address: ipFromBytes(sender),
    mac: macFromBytes(packet.subarray(8, 14)),
  }
}

function ipv4(packet: Buffer): Datagram {
  const header = (packet.readUInt8(0) & 15) * 4
  const datagram = {
    protocol: packet.readUInt8(9),
    ttl: packet.readUInt8(8),
    source: packet.subarray(12, 16),
    destination: packet.subarray(16, 20),
    body: packet.subarray(header, packet.readUInt16BE(2)),
  }
  if (datagram.protocol !== authenticationHeader) return datagram
  const { body } = datagram
  return { ...datagram, protocol: body.readUInt8(0), body: body.subarray((body.readUInt8(1) + 2) * 4), auth: 'ah' }
}

function ipv6(packet: Buffer): Datagram {
  return {
    protocol: packet.readUInt8(6),
    ttl: packet.readUInt8(7),
    source: packet.subarray(8, 24),
    destination: packet.subarray(24, 40),
    body: packet.subarray(40, 40 + packet.readUInt16BE(4)),
  }
}

function ip(datagram: Datagram, seen: Seen): Frame | undefined {
  if (datagram.protocol === vrrp && datagram.body.length >= 8) return advert(datagram, seen)
  if (datagram.protocol === icmp6 && datagram.body.readUInt8(0) === neighbourAdvertisement) return na(datagram, seen)
  if (datagram.protocol === udp && bfdPorts.includes(datagram.body.readUInt16BE(2))) return bfd(datagram, seen)
  return undefined
}

const bfdStates = ['AdminDown', 'Down', 'Init', 'Up'] as const

function bfd({ body, source, destination, ttl }: Datagram, seen: Seen): BfdPacket {
  const flags = body.readUInt8(9)
  return {
    kind: 'bfd',
    ...seen,
    source: ipFromBytes(source),
    destination: ipFromBytes(destination),
    ttl,
    ports: [body.readUInt16BE(0), body.readUInt16BE(2)],
    state: bfdStates[flags >> 6] ?? 'Down',
    diagnostic: body.readUInt8(8) & 31,
    poll: (flags & 0x20) !== 0,
    final: (flags & 0x10) !== 0,
    multiplier: body.readUInt8(10),
    discriminators: [body.readUInt32BE(12), body.readUInt32BE(16)],
    minTransmitMs: body.readUInt32BE(20) / 1000,
    minReceiveMs: body.readUInt32BE(24) / 1000,
  }
}

function na({ body }: Datagram, seen: Seen): Announcement | undefined {
  const solicited = (body.readUInt8(4) & 0x40) !== 0
  const hasLinkAddress = body.length >= 32 && body.readUInt8(24) === 2
  if (solicited || !hasLinkAddress) return undefined
  const address = ipFromBytes(body.subarray(8, 24))
  return { kind: 'announcement', ...seen, form: 'na', address, mac: macFromBytes(body.subarray(26, 32)) }
}

function advert(datagram: Datagram, seen: Seen): Advert {
  const { body, source, destination, ttl } = datagram
  const version = body.readUInt8(0) >> 4
  const size = source.length
  const addressesEnd = 8 + body.readUInt8(3) * size
  const addresses = Array.from({ length: body.readUInt8(3) }, (_, i) => body.subarray(8 + i * size, 8 + (i + 1) * size))
  const pass = version === 2 && body.readUInt8(4) === 1
  const end = addressesEnd + (version === 2 && size === 4 ? 8 : 0)
  const signed = body.length === end + trailerSize
  // The checksum of IPv4 does not cover the trailer.
  const summed = signed && size === 4 ? { ...datagram, body: body.subarray(0, end) } : datagram
  return {
    kind: 'advert',
    ...seen,
    source: ipFromBytes(source),
    destination: ipFromBytes(destination),
    ttl,
    version,
    vrid: body.readUInt8(1),
    priority: body.readUInt8(2),
    intervalMs: version === 2 ? body.readUInt8(5) * 1000 : (body.readUInt16BE(4) & 0xfff) * 10,
    auth: datagram.auth ?? (pass ? 'pass' : 'none'),
    ...(pass && { password: body.toString('latin1', addressesEnd, addressesEnd + 8).replace(/\0+$/, '') }),
    addresses: addresses.filter((address) => address.length === size).map(ipFromBytes),
    ...(signed && { signedBy: body.readUInt8(end + 1) }),
    checksum: checksum(summed),
  }
}

function checksum({ source, destination, body }: Datagram): Advert['checksum'] {
  if (foldedSum(body) === 0xffff) return 'plain'
  // IPv4 (RFC 793) and IPv6 (RFC 8200 section 8.1) pseudo-headers add up the same: addresses, length, protocol.
  const length = Buffer.alloc(4)
  length.writeUInt16BE(body.length, 0)
  length.writeUInt16BE(vrrp, 2)
  const holds = (to: Uint8Array) => foldedSum(Buffer.concat([source, to, length, body])) === 0xffff
  if (holds(destination)) return 'pseudo-header'
  return holds(vrrpGroup) ? 'pseudo-header of the group' : 'wrong'
}

/** The one's complement sum of RFC 1071. */
function foldedSum(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}
