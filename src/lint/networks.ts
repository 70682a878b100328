import { type Cidr, familyOf, type Ip, ipBytes, ipFromBytes, parseIp } from '../base/index.ts'

/** `ADDRESS/PREFIX`, with the prefix there. */
export function parseNetwork(text: string): Cidr | undefined {
  const [written = '', prefix = '', ...more] = text.split('/')
  const address = parseIp(written)
  if (!address || more.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bitsOf(address)) return undefined
  return { address, prefix: Number(prefix) }
}

export function bitsOf(address: Ip): number {
  return familyOf(address) === 4 ? 32 : 128
}

/** The network that an address with a prefix is in, as text. */
export function showNetwork({ address, prefix }: Cidr): string {
  const bytes = ipBytes(address).map((byte, index) => {
    const bits = Math.max(0, Math.min(8, prefix - 8 * index))
    return byte & (0xff << (8 - bits))
  })
  return `${ipFromBytes(bytes)}/${prefix}`
}

export function contains({ address, prefix }: Cidr, other: Ip): boolean {
  return (
    familyOf(address) === familyOf(other) &&
    showNetwork({ address, prefix }) === showNetwork({ address: other, prefix })
  )
}
