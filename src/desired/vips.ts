import { familyOf, type Span } from '../base/index.ts'
import type { VirtualAddress, VrrpInstance } from '../bind/index.ts'
import { type Address, type Announcement, IFF_NOARP, type Wanted } from '../kernel/index.ts'
import { addressOf } from './address.ts'
import type { RuntimeState } from './runtime.ts'

/** An address that goes with the Master role. */
export interface Carried {
  readonly address: Address
  /** Its loss is no fault of the router. */
  readonly noTrack: boolean
  readonly setting: 'virtual_ipaddress' | 'virtual_ipaddress_excluded'
  readonly at: Span
}

/** In the order in which they are put on. */
export function carriedBy({ virtualAddresses, excludedAddresses }: VrrpInstance): Carried[] {
  const carry = (setting: Carried['setting']) => (line: VirtualAddress) => ({
    address: addressOf(line),
    noTrack: line.noTrack,
    setting,
    at: line.at,
  })
  return [
    ...virtualAddresses.map(carry('virtual_ipaddress')),
    ...excludedAddresses.map(carry('virtual_ipaddress_excluded')),
  ]
}

/** The addresses of one instance: there while it is Master, else not. */
export function vips(instance: VrrpInstance, { routers, links }: RuntimeState): Wanted<Address>[] {
  const present = routers.get(instance.name)?.state === 'MASTER'
  const silent = new Set(links.filter((link) => link.flags & IFF_NOARP).map((link) => link.name))
  return carriedBy(instance).map(({ address, setting, at }) => ({
    object: address,
    present,
    because: { block: `vrrp_instance.${instance.name}`, blockAt: instance.at, setting, at },
    ...(present && !silent.has(address.dev) && { announcement: announcementOf(address, instance) }),
  }))
}

function announcementOf(address: Address, instance: VrrpInstance): Announcement {
  const { garpMasterRepeat: count, garpMasterDelay: after } = instance
  return {
    kind: familyOf(address.address) === 4 ? 'gratuitous ARP' : 'unsolicited NA',
    now: count,
    ...(after > 0 && { again: { count, after } }),
  }
}
