import { type Family, familyOf, ipBytes, parseIp } from '../base/index.ts'
import type { RealServer, VirtualServer } from '../bind/index.ts'
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
} from '../kernel/index.ts'

/** What is to be known of a server to make it a destination. */
export type Server = Pick<RealServer, 'address' | 'port' | 'forwarding' | 'upperThreshold' | 'lowerThreshold'>

/** The sorry server as a destination; it has no limits. */
export function sorryOf({ sorryServer, sorryForwarding, forwarding }: VirtualServer): Server | undefined {
  return (
    sorryServer && { ...sorryServer, forwarding: sorryForwarding ?? forwarding, upperThreshold: 0, lowerThreshold: 0 }
  )
}

/** The service of a virtual server by one of its addresses or marks. */
export function serviceOf(id: IpvsServiceId, virtual: VirtualServer): IpvsService {
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
function granularityOf({ persistenceMask: mask }: VirtualServer, family: Family): number {
  const ip = mask?.includes('.') ? parseIp(mask) : undefined
  if (family === 6) return mask === undefined || ip ? 128 : Number(mask)
  return ip ? ipBytes(ip).reduce((bits, byte) => bits + byte.toString(2).replaceAll('0', '').length, 0) : 32
}

/** Only masquerading changes a port; other servers get the packets of the service as they are. */
export function destinationOf(service: IpvsServiceId, server: Server, weight: number): IpvsDestination {
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
