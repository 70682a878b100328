import { familyOf, type Ip, showEndpoint } from '../../base/index.ts'
import type { Message } from '../port.ts'
import {
  IP_VS_CONN_F_BYPASS,
  IP_VS_CONN_F_DROUTE,
  IP_VS_CONN_F_FWD_MASK,
  IP_VS_CONN_F_LOCALNODE,
  IP_VS_CONN_F_MASQ,
  IP_VS_CONN_F_TUNNEL,
  IPVS_CMD_DEL_DEST,
  IPVS_CMD_GET_DEST,
  IPVS_CMD_NEW_DEST,
  IPVS_CMD_SET_DEST,
} from '../wire/constants.ts'
import { type DestinationFields, decode, type Frame, ipvsMessage } from '../wire/index.ts'
import { type IpvsStats, statsOf } from './ipvs-stats.ts'
import { type Kind, settings } from './kind.ts'
import { familyNumber, ipvsRequest } from './request.ts'
import { type IpvsServiceId, serviceIdFields, serviceResource, showService } from './service.ts'

const methodNumbers = {
  masquerade: IP_VS_CONN_F_MASQ,
  /** The kernel's own choice for one of its addresses. */
  local: IP_VS_CONN_F_LOCALNODE,
  tunnel: IP_VS_CONN_F_TUNNEL,
  direct: IP_VS_CONN_F_DROUTE,
  bypass: IP_VS_CONN_F_BYPASS,
}
const methodNames = Object.keys(methodNumbers) as ForwardingMethod[]

export type ForwardingMethod = keyof typeof methodNumbers

export interface IpvsTunnel {
  /** IP_VS_CONN_F_TUNNEL_TYPE_*. */
  readonly type: number
  /** 0 but for GUE. */
  readonly port: number
  /** IP_VS_TUNNEL_ENCAP_FLAG_*. */
  readonly flags: number
}

/** A destination: one real server of a virtual service. */
export interface IpvsDestination {
  readonly service: IpvsServiceId
  readonly address: Ip
  readonly port: number
  readonly method: ForwardingMethod
  /** Only with the method `tunnel`. */
  readonly tunnel?: IpvsTunnel
  readonly weight: number
  /** Connections at which it gets no more, and below which it gets some again; 0 is no limit. */
  readonly upperThreshold: number
  readonly lowerThreshold: number
  /** What the kernel counts. Nothing that anybody can ask for. */
  readonly connections?: IpvsConnections
}

export interface IpvsConnections {
  readonly active: number
  readonly inactive: number
  readonly persistent: number
}

export const destinationKind: Kind<IpvsDestination> = {
  rank: 60,
  key: (destination) => `${showService(destination.service)} -> ${showEndpoint(destination)}`,
  same,
  origin: () => undefined,
  show: (destination) => ({
    title: showEndpoint(destination),
    settings: shownSettings(destination),
    path: `virtual_server.${showService(destination.service)}.real_server.${showEndpoint(destination)}`,
  }),
  provides: () => [],
  needs: ({ service }) => [serviceResource(service)],
  follows: () => [],
  create: (destination) => [change(IPVS_CMD_NEW_DEST, destination)],
  remove: (destination) => [change(IPVS_CMD_DEL_DEST, destination)],
  // All but service, address and port can be changed.
  canUpdate: () => true,
  update: (to) => [change(IPVS_CMD_SET_DEST, to)],
  upserts: false,
  leavesAlong: true,
}

/** The kernel forwards to itself whatever the method, and then may say so. */
function same(live: IpvsDestination, want: IpvsDestination): boolean {
  const method = live.method === 'local' ? want.method : live.method
  return settingsOf({ ...live, method }) === settingsOf(want)
}

function settingsOf({ method, tunnel, weight, upperThreshold, lowerThreshold }: IpvsDestination): string {
  const { type, port, flags } = tunnel ?? { type: 0, port: 0, flags: 0 }
  return [method, type, port, flags, weight, upperThreshold, lowerThreshold].join()
}

export function dumpDestinations(service: IpvsServiceId): Message {
  return ipvsRequest(IPVS_CMD_GET_DEST, { IPVS_CMD_ATTR_SERVICE: serviceIdFields(service) })
}

/** An answer to `dumpDestinations`, which does not repeat the service. */
export function decodeDestination(
  { body }: Frame,
  service: IpvsServiceId,
): { object: IpvsDestination; stats: IpvsStats } | undefined {
  const fields = decode(ipvsMessage, body).IPVS_CMD_ATTR_DEST
  const address = fields?.IPVS_DEST_ATTR_ADDR
  const method = methodNames.find(
    (name) => methodNumbers[name] === ((fields?.IPVS_DEST_ATTR_FWD_METHOD ?? 0) & IP_VS_CONN_F_FWD_MASK),
  )
  if (!fields || address === undefined || method === undefined) return undefined
  return {
    object: {
      service,
      address,
      port: fields.IPVS_DEST_ATTR_PORT ?? 0,
      method,
      ...(method === 'tunnel' && { tunnel: tunnelOf(fields) }),
      weight: fields.IPVS_DEST_ATTR_WEIGHT ?? 0,
      upperThreshold: fields.IPVS_DEST_ATTR_U_THRESH ?? 0,
      lowerThreshold: fields.IPVS_DEST_ATTR_L_THRESH ?? 0,
      connections: {
        active: fields.IPVS_DEST_ATTR_ACTIVE_CONNS ?? 0,
        inactive: fields.IPVS_DEST_ATTR_INACT_CONNS ?? 0,
        persistent: fields.IPVS_DEST_ATTR_PERSIST_CONNS ?? 0,
      },
    },
    stats: statsOf(fields.IPVS_DEST_ATTR_STATS64 ?? fields.IPVS_DEST_ATTR_STATS),
  }
}

function change(cmd: number, destination: IpvsDestination): Message {
  const { service, address, port, method, tunnel, weight, upperThreshold, lowerThreshold } = destination
  return ipvsRequest(cmd, {
    IPVS_CMD_ATTR_SERVICE: serviceIdFields(service),
    IPVS_CMD_ATTR_DEST: {
      IPVS_DEST_ATTR_ADDR_FAMILY: familyNumber(familyOf(address)),
      IPVS_DEST_ATTR_ADDR: address,
      IPVS_DEST_ATTR_PORT: port,
      IPVS_DEST_ATTR_FWD_METHOD: methodNumbers[method],
      IPVS_DEST_ATTR_WEIGHT: weight,
      IPVS_DEST_ATTR_TUN_TYPE: tunnel?.type,
      IPVS_DEST_ATTR_TUN_PORT: tunnel?.port,
      IPVS_DEST_ATTR_TUN_FLAGS: tunnel?.flags,
      IPVS_DEST_ATTR_U_THRESH: upperThreshold,
      IPVS_DEST_ATTR_L_THRESH: lowerThreshold,
    },
  })
}

function tunnelOf(fields: DestinationFields): IpvsTunnel {
  return {
    type: fields.IPVS_DEST_ATTR_TUN_TYPE ?? 0,
    port: fields.IPVS_DEST_ATTR_TUN_PORT ?? 0,
    flags: fields.IPVS_DEST_ATTR_TUN_FLAGS ?? 0,
  }
}

const methodKeywords: Readonly<Partial<Record<ForwardingMethod, string>>> = {
  masquerade: 'NAT',
  direct: 'DR',
  tunnel: 'TUN',
}
const tunnelNames = ['ipip', 'gue', 'gre']
const checksumNames = ['nocsum', 'csum', 'remcsum']

function shownSettings({ method, tunnel, weight, upperThreshold, lowerThreshold }: IpvsDestination) {
  return settings({
    lvs_method: methodKeywords[method] ?? method,
    tunnel: tunnel && showTunnel(tunnel),
    weight,
    uthreshold: upperThreshold || undefined,
    lthreshold: lowerThreshold || undefined,
  })
}

function showTunnel({ type, port, flags }: IpvsTunnel): string {
  return [tunnelNames[type], ...(port ? [`port ${port}`] : []), checksumNames[flags]].join(' ')
}
