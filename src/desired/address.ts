import { type Family, familyOf, type Ip, ipBytes, ipFromBytes } from '../base/index.ts'
import type { VirtualAddress } from '../bind/index.ts'
import { type Address, addressFlags, ownProtocol } from '../kernel/index.ts'

/** The kernel object that an address line asks for. */
export function addressOf(line: VirtualAddress): Address {
  const { address, peer, dev, home, nodad, mngtmpaddr, noprefixroute, autojoin } = line
  const family = familyOf(address)
  const host = family === 4 ? 32 : 128
  const prefix = peer === undefined ? line.prefix : host
  return {
    address,
    prefix,
    dev,
    flags: addressFlags({ home, nodad: family === 6 && nodad, mngtmpaddr, noprefixroute, autojoin }),
    preferredLifetime: preferredLifetime(line, prefix, family),
    protocol: ownProtocol,
    ...(peer !== undefined && { peer }),
    ...(family === 4 && ipv4Part(line, prefix)),
  }
}

function preferredLifetime({ preferredLifetime: given }: VirtualAddress, prefix: number, family: Family) {
  if (family === 4) return 'forever'
  // A /128 is there to be reached, not to be chosen as a source: it is deprecated from the start.
  return given ?? (prefix === 128 ? 0 : 'forever')
}

/** What IPv6 does not have; the kernel gives it its scope. */
function ipv4Part({ address, peer, dev, label, scope, broadcast }: VirtualAddress, prefix: number) {
  const sent = peer === undefined ? broadcastOf(broadcast, address, prefix) : undefined
  return {
    scope,
    ...(sent !== undefined && { broadcast: sent }),
    // An address without a label gets the interface's name as one.
    ...(label !== undefined && label !== dev && { label }),
  }
}

function broadcastOf(broadcast: VirtualAddress['broadcast'], address: Ip, prefix: number): Ip | undefined {
  if (broadcast !== '+' && broadcast !== '-') return broadcast
  if (prefix > 30) return undefined
  const hostBits = 0xffffffff >>> prefix
  return ipFromBytes(
    ipBytes(address).map((byte, i) => {
      const mask = (hostBits >>> (24 - 8 * i)) & 0xff
      return broadcast === '+' ? byte | mask : byte & ~mask
    }),
  )
}
