import { addressesOfRange, type Family, familyOf, type Ip, isInRange } from '../base/index.ts'
import type { Config, VirtualServer } from '../bind/index.ts'
import type { IpvsServiceId } from '../kernel/index.ts'

type Range = Config['serverGroups'][number]['addresses'][number]

/**
 * The virtual services that one virtual server is: one, or one for each address and each mark of its group, or that of
 * the mark which nftables give to all packets of the group.
 */
export function serviceIds(virtual: VirtualServer, { serverGroups }: Pick<Config, 'serverGroups'>): IpvsServiceId[] {
  const { service } = virtual
  switch (service.kind) {
    case 'address':
      return [byAddress(virtual, service.address, service.port)]
    case 'fwmark':
      return [{ kind: 'fwmark', family: virtual.family === 'inet6' ? 6 : 4, fwmark: service.mark }]
    case 'group': {
      const group = serverGroups.find(({ name }) => name === service.group)
      if (!group) return []
      if (service.mark !== undefined) return byMark(service.mark, group.addresses)
      const own = familyOfMarks(virtual, group.addresses)
      return [
        ...group.addresses.flatMap((range) =>
          [...addressesOfRange(range)].map((address) => byAddress(virtual, address, range.port)),
        ),
        ...group.marks.map(({ mark, family }): IpvsServiceId => {
          return { kind: 'fwmark', family: family === undefined ? own : family === 'inet6' ? 6 : 4, fwmark: mark }
        }),
      ]
    }
  }
}

/** Whether one of the addresses of a virtual server is among these; a mark that others give may be on any packet. */
export function isHeld(
  { service }: VirtualServer,
  { serverGroups }: Pick<Config, 'serverGroups'>,
  held: ReadonlySet<Ip>,
): boolean {
  if (service.kind !== 'group') return service.kind === 'fwmark' || held.has(service.address)
  const group = serverGroups.find(({ name }) => name === service.group)
  const isHere = (range: Range) => [...held].some((ip) => isInRange(ip, range))
  return group !== undefined && (group.marks.length > 0 || group.addresses.some(isHere))
}

/** One for each family that the group has. */
function byMark(fwmark: number, addresses: readonly Range[]): IpvsServiceId[] {
  const families = new Set(addresses.map(({ address }) => familyOf(address)))
  return [...families].sort().map((family) => ({ kind: 'fwmark', family, fwmark }))
}

function byAddress({ protocol }: VirtualServer, address: Ip, port = 0): IpvsServiceId {
  return { kind: 'address', protocol: protocol.toLowerCase() as Lowercase<typeof protocol>, address, port }
}

/** Of marks that do not say: that of the addresses beside them, else that of the servers, as far as these tell. */
function familyOfMarks({ family, realServers }: VirtualServer, [first]: readonly Range[]): Family {
  if (first) return familyOf(first.address)
  if (family !== undefined) return family === 'inet6' ? 6 : 4
  const server = realServers.find(({ forwarding }) => forwarding.method !== 'TUN')
  return server ? familyOf(server.address) : 4
}
