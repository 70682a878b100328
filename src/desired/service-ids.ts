import { type Family, familyOf, type Ip, ipBytes, ipFromBytes } from '../base/index.ts'
import type { Config, VirtualServer } from '../bind/index.ts'
import type { IpvsServiceId } from '../kernel/index.ts'

type Range = Config['serverGroups'][number]['addresses'][number]

/** The virtual services that one virtual server is: one, or one for each address and each mark of its group. */
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
      const own = familyOfMarks(virtual, group.addresses)
      return [
        ...group.addresses.flatMap((range) =>
          [...addressesOf(range)].map((address) => byAddress(virtual, address, range.port)),
        ),
        ...group.marks.map(({ mark, family }): IpvsServiceId => {
          return { kind: 'fwmark', family: family === undefined ? own : family === 'inet6' ? 6 : 4, fwmark: mark }
        }),
      ]
    }
  }
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

/** Every address of a range, upwards, across all its parts. */
function* addressesOf({ address, prefix, last }: Range): Generator<Ip> {
  const end = last ?? (prefix === undefined ? address : lastOf(address, prefix))
  const bytes = ipBytes(address)
  for (;;) {
    const now = ipFromBytes(bytes)
    yield now
    if (now === end) return
    let at = bytes.length - 1
    while (bytes[at] === 255) bytes[at--] = 0
    bytes[at] = (bytes[at] ?? 0) + 1
  }
}

function lastOf(address: Ip, prefix: number): Ip {
  return ipFromBytes(ipBytes(address).map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, prefix - 8 * i)))))
}
