import { type Family, familyOf, type Ip, type PoolState, parseIp, type Span } from '../base/index.ts'
import type { Config, RealServer, VirtualServer } from '../bind/index.ts'
import {
  IP_VS_CONN_F_TUNNEL_TYPE_GRE,
  IP_VS_CONN_F_TUNNEL_TYPE_GUE,
  IP_VS_CONN_F_TUNNEL_TYPE_IPIP,
  IP_VS_SVC_F_ONEPACKET,
  IP_VS_SVC_F_PERSISTENT,
  IP_VS_SVC_F_SCHED1,
  IP_VS_SVC_F_SCHED2,
  IP_VS_SVC_F_SCHED3,
  IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
  IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM,
  IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM,
  type IpvsDestination,
  type IpvsService,
  type IpvsServiceId,
  type IpvsTunnel,
  kinds,
  maskGranularity,
  showService,
  type Wanted,
} from '../kernel/index.ts'
import { serviceIds } from './service-ids.ts'

/** What the configuration says of the table of IPVS. */
export interface WantedTable {
  readonly service: readonly Wanted<IpvsService>[]
  readonly destination: readonly Wanted<IpvsDestination>[]
}

/**
 * The virtual services of a configuration and their destinations while its pools, in its order, are as given. Of two
 * virtual servers that are the same service the first one says how it is, and it has the servers of both.
 */
export function services(config: Config, pools: readonly PoolState[]): WantedTable {
  const service = new Map<string, Wanted<IpvsService>>()
  const destination = new Map<string, Wanted<IpvsDestination>>()
  for (const [index, virtual] of config.virtualServers.entries()) {
    const members = membersOf(virtual, pools[index])
    const ids = serviceIds(virtual, config)
    const block = { block: `virtual_server.${nameOf(virtual, ids)}`, blockAt: virtual.at }
    for (const id of ids) {
      const because = { ...block, setting: 'service', at: virtual.at }
      const object = serviceOf(id, virtual)
      const key = kinds.service.key(object)
      if (!service.has(key)) service.set(key, { object, present: true, because })
      for (const { server, weight, setting, at } of members) {
        const object = destinationOf(id, server, weight)
        const key = kinds.destination.key(object)
        if (!destination.has(key)) destination.set(key, { object, present: true, because: { ...block, setting, at } })
      }
    }
  }
  return { service: [...service.values()], destination: [...destination.values()] }
}

/** As plans name it behind `virtual_server.`: a group that is many services has a name of its own. */
function nameOf({ service }: VirtualServer, ids: readonly IpvsServiceId[]): string {
  return service.kind === 'group' ? `group ${service.group}` : ids.map(showService).join()
}

/** What is to be known of a server to make it a destination. */
type Server = Pick<RealServer, 'address' | 'port' | 'forwarding' | 'upperThreshold' | 'lowerThreshold'>

interface Member {
  readonly server: Server
  readonly weight: number
  readonly setting: string
  readonly at: Span
}

/**
 * Who is in the table: while the sorry server stands in, only those that stay there with weight 0. A sorry server that is
 * a real server too is in it once, as the one of them that is needed.
 */
function membersOf(virtual: VirtualServer, pool: PoolState | undefined): Member[] {
  const isSorry = pool?.sorry ?? false
  const real = virtual.realServers.flatMap((server, index): Member[] => {
    const { alive, weight } = pool?.servers[index] ?? { alive: false, weight: 0 }
    const serves = alive && !isSorry
    if (!serves && !server.inhibitOnFailure) return []
    return [{ server, weight: serves ? weight : 0, setting: 'real_server', at: server.at }]
  })
  const { sorryServer, sorryInhibit, sorryForwarding = virtual.forwarding, spans, at } = virtual
  if (!sorryServer || !(isSorry || sorryInhibit)) return real
  const server = { ...sorryServer, forwarding: sorryForwarding, upperThreshold: 0, lowerThreshold: 0 }
  const sorry = { server, weight: isSorry ? 1 : 0, setting: 'sorry_server', at: spans.sorryServer ?? at }
  return isSorry ? [sorry, ...real] : [...real, sorry]
}

function serviceOf(id: IpvsServiceId, virtual: VirtualServer): IpvsService {
  const { scheduler, persistence, persistenceEngine } = virtual
  return {
    id,
    scheduler,
    flags: flagsOf(virtual),
    persistenceTimeout: persistence === undefined ? 0 : Math.trunc(persistence / 1e6),
    granularity: granularityOf(virtual, id.kind === 'fwmark' ? id.family : familyOf(id.address)),
    ...(persistenceEngine !== undefined && { persistenceEngine }),
  }
}

function flagsOf(virtual: VirtualServer): number {
  return [
    virtual.persistence !== undefined && IP_VS_SVC_F_PERSISTENT,
    virtual.onePacket && IP_VS_SVC_F_ONEPACKET,
    (virtual.flag1 || virtual.shFallback || virtual.mhFallback) && IP_VS_SVC_F_SCHED1,
    (virtual.flag2 || virtual.shPort || virtual.mhPort) && IP_VS_SVC_F_SCHED2,
    virtual.flag3 && IP_VS_SVC_F_SCHED3,
  ].reduce<number>((flags, flag) => flags | (flag || 0), 0)
}

/** A mask of the one family says nothing of the other, which a group may have as well. */
function granularityOf({ persistenceMask: mask }: VirtualServer, family: Family): number | Ip {
  const ip = mask?.includes('.') ? parseIp(mask) : undefined
  if (family === 6) return mask === undefined || ip ? 128 : Number(mask)
  return ip ? maskGranularity(ip) : 32
}

/** What each real server of a virtual server is behind one of its services, by key, in their order. */
export function destinationKeys(virtual: VirtualServer, id: IpvsServiceId): string[] {
  return virtual.realServers.map((server) => kinds.destination.key(destinationOf(id, server, server.weight)))
}

/** Only masquerading changes a port; other servers get the packets of the service as they are. */
function destinationOf(service: IpvsServiceId, server: Server, weight: number): IpvsDestination {
  const { address, port = 0, forwarding, upperThreshold, lowerThreshold } = server
  const own = service.kind === 'fwmark' ? 0 : service.port
  const common = { service, address, weight, upperThreshold, lowerThreshold }
  switch (forwarding.method) {
    case 'NAT':
      return { ...common, port, method: 'masquerade' }
    case 'DR':
      return { ...common, port: own, method: 'direct' }
    case 'TUN':
      return { ...common, port: own, method: 'tunnel', tunnel: tunnelOf(forwarding) }
  }
}

const tunnelTypes = {
  ipip: IP_VS_CONN_F_TUNNEL_TYPE_IPIP,
  gue: IP_VS_CONN_F_TUNNEL_TYPE_GUE,
  gre: IP_VS_CONN_F_TUNNEL_TYPE_GRE,
}
const checksumFlags = {
  nocsum: IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM,
  csum: IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
  remcsum: IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM,
}

function tunnelOf({ type = 'ipip', port = 0, checksum = 'nocsum' }: RealServer['forwarding']): IpvsTunnel {
  return { type: tunnelTypes[type], port, flags: checksumFlags[checksum] }
}
