import { type Ip, ipBytes, type Mac, macBytes } from '../base/index.ts'

const broadcast = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
const allNodesMac = Uint8Array.of(0x33, 0x33, 0, 0, 0, 1)
const allNodes = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)

/**
 * The frames that tell a link who has an address now: a gratuitous ARP request (RFC 5227 section 3, sender and target
 * address equal) or an unsolicited neighbour advertisement (RFC 4861 section 7.2.6).
 */
export function announcer(from: { mac: Mac; router: boolean }): (address: Ip) => Uint8Array {
  const mac = macBytes(from.mac)
  const arp = gratuitousArp(mac)
  return (address) => {
    const octets = ipBytes(address)
    return octets.length === 4 ? arp(octets) : unsolicitedNa(mac, octets, from.router)
  }
}

function gratuitousArp(mac: Uint8Array): (address: Uint8Array) => Uint8Array {
  // hardware Ethernet, protocol IPv4, lengths 6 and 4, operation request
  const header = [0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1]
  const anywhere = [0, 0, 0, 0]
  const all = Uint8Array.of(...broadcast, ...mac, ...header, ...mac, ...anywhere, ...broadcast, ...anywhere)
  const [sender, target] = [28, 38]
  return (address) => {
    const frame = all.slice()
    frame.set(address, sender)
    frame.set(address, target)
    return frame
  }
}

const icmpv6 = 58

function unsolicitedNa(mac: Uint8Array, address: Uint8Array, router: boolean): Uint8Array {
  const flags = (router ? 0x80 : 0) | 0x20 // R, O
  const targetLinkLayerAddress = [2, 1, ...mac]
  const message = Uint8Array.of(136, 0, 0, 0, flags, 0, 0, 0, ...address, ...targetLinkLayerAddress)
  const checksum = internetChecksum([...address, ...allNodes, 0, 0, 0, message.length, 0, 0, 0, icmpv6, ...message])
  message[2] = checksum >> 8
  message[3] = checksum & 0xff
  const header = [0x60, 0, 0, 0, 0, message.length, icmpv6, 255]
  return Uint8Array.of(...allNodesMac, ...mac, 0x86, 0xdd, ...header, ...address, ...allNodes, ...message)
}

/** RFC 1071, over an even number of bytes. */
function internetChecksum(bytes: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
