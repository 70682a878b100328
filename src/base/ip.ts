declare const ipBrand: unique symbol
/** An address in canonical text: dotted quad, or RFC 5952. Equal addresses are equal strings. */
export type Ip = string & { readonly [ipBrand]: true }
export type Family = 4 | 6

export interface Cidr {
  readonly address: Ip
  /** Prefix length in bits. */
  readonly prefix: number
}

export function familyOf(ip: Ip): Family {
  return ip.includes(':') ? 6 : 4
}

/** Of fe80::/10, which means another host on each interface. */
export function isLinkLocal(ip: Ip): boolean {
  return /^fe[89ab]/.test(ip)
}

/** Reads what keepalived takes for an address: four decimal parts without leading zeros, or IPv6 without a zone. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) return parseV4(text) && (text as Ip)
  const bytes = parseV6(text)
  return bytes && ipFromBytes(bytes)
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`; without a port the address alone. */
export function showEndpoint({ address, port }: { readonly address: Ip; readonly port?: number | undefined }): string {
  return port === undefined ? address : `${familyOf(address) === 6 ? `[${address}]` : address}:${port}`
}

/** The same with port 0 where there is none. */
export function endpointName({
  address,
  port = 0,
}: {
  readonly address: Ip
  readonly port?: number | undefined
}): string {
  return showEndpoint({ address, port })
}

/** 4 or 16 bytes, network order. */
export function ipBytes(ip: Ip): Uint8Array {
  const bytes = ip.includes(':') ? parseV6(ip) : parseV4(ip)
  if (!bytes) throw new TypeError(`not an address: ${ip}`)
  return bytes
}

export function ipFromBytes(bytes: Uint8Array): Ip {
  if (bytes.length === 4) return bytes.join('.') as Ip
  if (bytes.length !== 16) throw new TypeError(`an address has 4 or 16 bytes, not ${bytes.length}`)
  return printV6(bytes) as Ip
}

/** Numeric order of bytes, shorter (IPv4) first: the order VRRP breaks ties with. */
export function compareIp(a: Ip, b: Ip): number {
  const x = ipBytes(a)
  const y = ipBytes(b)
  if (x.length !== y.length) return x.length - y.length
  for (let i = 0; i < x.length; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const quad = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/

function parseV4(text: string): Uint8Array | undefined {
  const found = quad.exec(text)
  if (!found) return undefined
  const bytes = new Uint8Array(4)
  for (let i = 0; i < 4; i++) {
    const value = Number(found[i + 1])
    if (value > 255) return undefined
    bytes[i] = value
  }
  return bytes
}

function parseV6(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail]
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]))
}

/** The 16-bit groups of one side of `::`; only the last side may end in a dotted quad. */
function groupsOf(side: string, last: boolean): number[] | undefined {
  if (side === '') return []
  const groups: number[] = []
  const parts = side.split(':')
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part)
      if (!v4) return undefined
      groups.push(((v4[0] ?? 0) << 8) | (v4[1] ?? 0), ((v4[2] ?? 0) << 8) | (v4[3] ?? 0))
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

function printV6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${bytes.slice(12).join('.')}`
  }
  const [from, length] = longestZeros(groups)
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (length < 2) return hex(groups)
  return `${hex(groups.slice(0, from))}::${hex(groups.slice(from + length))}`
}

function longestZeros(groups: readonly number[]): [from: number, length: number] {
  let best: [number, number] = [0, 0]
  for (let from = 0; from < groups.length; from++) {
    let length = 0
    while (groups[from + length] === 0) length++
    if (length > best[1]) best = [from, length]
  }
  return best
}
