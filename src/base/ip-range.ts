import { compareIp, type Family, type Ip, ipBytes, ipFromBytes } from './ip.ts'

/** One address, a network, or all addresses up to `last`. */
export interface IpRange {
  readonly address: Ip
  readonly prefix?: number
  readonly last?: Ip
}

export function lastOfRange({ address, prefix, last }: IpRange): Ip {
  if (last !== undefined) return last
  if (prefix === undefined) return address
  return ipFromBytes(ipBytes(address).map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, prefix - 8 * i)))))
}

export function ipNumber(ip: Ip): bigint {
  return ipBytes(ip).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

export function ipFromNumber(number: bigint, family: Family): Ip {
  const bytes = new Uint8Array(family === 4 ? 4 : 16)
  for (let at = bytes.length - 1, rest = number; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn)
  return ipFromBytes(bytes)
}

/** How many addresses it has: IPv6 has more than numbers can tell apart. */
export function rangeSize(range: IpRange): bigint {
  return ipNumber(lastOfRange(range)) - ipNumber(range.address) + 1n
}

export function isInRange(ip: Ip, range: IpRange): boolean {
  return compareIp(ip, range.address) >= 0 && compareIp(ip, lastOfRange(range)) <= 0
}

/** Every address, upwards, across all its parts. */
export function* addressesOfRange(range: IpRange): Generator<Ip> {
  const end = lastOfRange(range)
  const bytes = ipBytes(range.address)
  for (;;) {
    const now = ipFromBytes(bytes)
    yield now
    if (now === end) return
    let at = bytes.length - 1
    while (bytes[at] === 255) bytes[at--] = 0
    bytes[at] = (bytes[at] ?? 0) + 1
  }
}
