import { familyOf, type Ip, ipBytes, ipFromBytes } from '../base/index.ts'
import type { VirtualAddress } from '../bind/index.ts'
import { type Address, addressFlags, ownProtocol } from '../kernel/index.ts'

/** A virtual address, or one of this host. */
type AddressLine = Omit<VirtualAddress, 'useVmac' | 'spans'>

/** The kernel object that an address line asks for. */
export function addressOf(line: AddressLine): Address {
  const { address, prefix, dev, peer } = line
  return {
    address,
    prefix,
    dev,
    flags: addressFlags(line),
    preferredLifetime: line.preferredLifetime ?? 'forever',
    protocol: ownProtocol,
    ...(peer !== undefined && { peer }),
    ...(familyOf(address) === 4 && ipv4Part(line)),
  }
}

/** What IPv6 does not have. */
function ipv4Part({ address, prefix, dev, label, scope, broadcast }: AddressLine) {
  return {
    scope,
    ...(broadcast !== undefined && { broadcast: broadcastOf(broadcast, address, prefix) }),
    // The kernel gives an address without a label the name of its interface as one.
    ...(label !== undefined && label !== dev && { label }),
  }
}

function broadcastOf(broadcast: Ip | '+' | '-', address: Ip, prefix: number): Ip {
  if (broadcast !== '+' && broadcast !== '-') return broadcast
  const bytes = ipBytes(address).map((byte, i) => {
    const hostBits = 0xff >> Math.min(Math.max(prefix - 8 * i, 0), 8)
    return broadcast === '+' ? byte | hostBits : byte & ~hostBits
  })
  return ipFromBytes(bytes)
}
