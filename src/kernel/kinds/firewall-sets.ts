import { familyOf, type Ip, ipBytes, ipFromBytes } from '../../base/index.ts'

/** The sets of the firewall: of how many bytes of address, and whether of names of interfaces, their keys are. */
export const firewallSets = {
  /** Addresses of routers that are Master and accept no packets. */
  vips: { address: 4, dev: false },
  vips6: { address: 16, dev: false },
  vips6_link_local: { address: 16, dev: true },
  /** Our macvlans; those of them whose router is Master; and what these answer for in IPv6. */
  vmacs: { address: 0, dev: true },
  masters: { address: 0, dev: true },
  announced: { address: 16, dev: true },
} as const

export type SetName = keyof typeof firewallSets
export const setNames = Object.keys(firewallSets) as readonly SetName[]

export interface SetKey {
  readonly address?: Ip
  readonly dev?: string
}

/** IFNAMSIZ. */
const nameSize = 16
/** As nft calls them, so that it can show the elements: ipv4_addr, ipv6_addr, ifname. */
const addressTypes = { 0: undefined, 4: 7, 16: 8 }
const nameType = 41
/** The types of a concatenation follow each other, six bits each. */
const typeBits = 6

export function setKeyType(set: SetName): { readonly type: number; readonly size: number } {
  const { address, dev } = firewallSets[set]
  const types = [addressTypes[address], dev ? nameType : undefined].filter((type) => type !== undefined)
  return {
    type: types.reduce((sum, type) => (sum << typeBits) | type, 0),
    size: address + (dev ? nameSize : 0),
  }
}

/** Whether names of interfaces are all that its keys are. */
export function isOfNames(set: SetName): boolean {
  const { address, dev } = firewallSets[set]
  return address === 0 && dev
}

export function setKeyBytes({ address, dev }: SetKey): Uint8Array {
  const name = new Uint8Array(dev === undefined ? 0 : nameSize)
  name.set(new TextEncoder().encode(dev))
  return Uint8Array.of(...(address === undefined ? [] : ipBytes(address)), ...name)
}

export function setKeyOf(set: SetName, bytes: Uint8Array): SetKey {
  const { address, dev } = firewallSets[set]
  const [name = ''] = new TextDecoder().decode(bytes.subarray(address)).split('\0')
  return { ...(address > 0 && { address: ipFromBytes(bytes.subarray(0, address)) }), ...(dev && { dev: name }) }
}

/** The set that keeps packets from an address. */
export function refusingSet({
  address,
  dev,
}: {
  readonly address: Ip
  readonly dev: string
}): { set: SetName } & SetKey {
  if (familyOf(address) === 4) return { set: 'vips', address }
  return /^fe[89ab]/.test(address) ? { set: 'vips6_link_local', address, dev } : { set: 'vips6', address }
}
