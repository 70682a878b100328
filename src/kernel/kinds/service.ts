import { type Family, familyOf, type Ip, ipBytes, ipFromBytes, showEndpoint } from '../../base/index.ts'
import type { Message } from '../port.ts'
import {
  AF_INET6,
  IP_VS_SVC_F_HASHED,
  IP_VS_SVC_F_ONEPACKET,
  IP_VS_SVC_F_PERSISTENT,
  IP_VS_SVC_F_SCHED1,
  IP_VS_SVC_F_SCHED2,
  IP_VS_SVC_F_SCHED3,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPVS_CMD_DEL_SERVICE,
  IPVS_CMD_GET_SERVICE,
  IPVS_CMD_NEW_SERVICE,
  IPVS_CMD_SET_SERVICE,
} from '../wire/constants.ts'
import { decode, type Frame, ipvsMessage, type ServiceFields } from '../wire/index.ts'
import { type IpvsStats, statsOf } from './ipvs-stats.ts'
import { given, type Kind, settings } from './kind.ts'
import { familyNumber, ipvsRequest } from './request.ts'

export const protocolNumbers = { tcp: IPPROTO_TCP, udp: IPPROTO_UDP, sctp: IPPROTO_SCTP }
export type IpvsProtocol = keyof typeof protocolNumbers

/** What tells one virtual service from another. */
export type IpvsServiceId =
  | { readonly kind: 'address'; readonly protocol: IpvsProtocol; readonly address: Ip; readonly port: number }
  | { readonly kind: 'fwmark'; readonly family: Family; readonly fwmark: number }

/** A virtual service: what the kernel balances, and how. */
export interface IpvsService {
  readonly id: IpvsServiceId
  readonly scheduler: string
  /** IP_VS_SVC_F_* that are set by us. */
  readonly flags: number
  /** Seconds; without IP_VS_SVC_F_PERSISTENT 0. */
  readonly persistenceTimeout: number
  /** How much of a client's address persistence looks at: 32 or 128 is all. A mask of IPv4 that has holes is one. */
  readonly granularity: number | Ip
  readonly persistenceEngine?: string
}

export const serviceKind: Kind<IpvsService> = {
  rank: 50,
  key: ({ id }) => showService(id),
  same: (live, want) => JSON.stringify(serviceFields(live)) === JSON.stringify(serviceFields(want)),
  origin: () => undefined,
  show: (service) => ({
    title: showService(service.id),
    settings: shownSettings(service),
    path: `virtual_server.${showService(service.id)}`,
  }),
  provides: ({ id }) => [serviceResource(id)],
  needs: () => [],
  follows: () => [],
  create: (service) => [ipvsRequest(IPVS_CMD_NEW_SERVICE, { IPVS_CMD_ATTR_SERVICE: serviceFields(service) })],
  remove: ({ id }) => [ipvsRequest(IPVS_CMD_DEL_SERVICE, { IPVS_CMD_ATTR_SERVICE: serviceIdFields(id) })],
  // All but what identifies it can be changed.
  canUpdate: () => true,
  update: (to) => [ipvsRequest(IPVS_CMD_SET_SERVICE, { IPVS_CMD_ATTR_SERVICE: serviceFields(to) })],
  upserts: false,
  showsForeign: true,
}

export const dumpServices: Message = ipvsRequest(IPVS_CMD_GET_SERVICE, {})

/** `192.0.2.1:80/tcp`, `fwmark 7 inet6`. */
export function showService(id: IpvsServiceId): string {
  if (id.kind === 'address') return `${showEndpoint(id)}/${id.protocol}`
  return `fwmark ${id.fwmark}${id.family === 6 ? ' inet6' : ''}`
}

/** What a service is to its destinations. */
export function serviceResource(id: IpvsServiceId): string {
  return `virtual service ${showService(id)}`
}

/** An answer to `dumpServices`. */
export function decodeService({ body }: Frame): { object: IpvsService; stats: IpvsStats } | undefined {
  const fields = decode(ipvsMessage, body).IPVS_CMD_ATTR_SERVICE
  const id = fields && idOf(fields)
  if (!id) return undefined
  return {
    object: {
      id,
      scheduler: fields.IPVS_SVC_ATTR_SCHED_NAME ?? '',
      flags: (fields.IPVS_SVC_ATTR_FLAGS?.flags ?? 0) & ~IP_VS_SVC_F_HASHED,
      persistenceTimeout: fields.IPVS_SVC_ATTR_TIMEOUT ?? 0,
      granularity: maskGranularity(fields.IPVS_SVC_ATTR_NETMASK ?? 0),
      ...given({ persistenceEngine: fields.IPVS_SVC_ATTR_PE_NAME }),
    },
    stats: statsOf(fields.IPVS_SVC_ATTR_STATS64 ?? fields.IPVS_SVC_ATTR_STATS),
  }
}

export function serviceIdFields(id: IpvsServiceId): ServiceFields {
  if (id.kind === 'fwmark') return { IPVS_SVC_ATTR_AF: familyNumber(id.family), IPVS_SVC_ATTR_FWMARK: id.fwmark }
  return {
    IPVS_SVC_ATTR_AF: familyNumber(familyOf(id.address)),
    IPVS_SVC_ATTR_PROTOCOL: protocolNumbers[id.protocol],
    IPVS_SVC_ATTR_ADDR: id.address,
    IPVS_SVC_ATTR_PORT: id.port,
  }
}

function serviceFields(service: IpvsService): ServiceFields {
  const { id, scheduler, flags, persistenceTimeout, granularity, persistenceEngine } = service
  const family = id.kind === 'fwmark' ? id.family : familyOf(id.address)
  return {
    ...serviceIdFields(id),
    IPVS_SVC_ATTR_SCHED_NAME: scheduler,
    IPVS_SVC_ATTR_PE_NAME: persistenceEngine,
    IPVS_SVC_ATTR_FLAGS: { flags, mask: 0xffffffff },
    IPVS_SVC_ATTR_TIMEOUT: persistenceTimeout,
    IPVS_SVC_ATTR_NETMASK: family === 4 && typeof granularity === 'number' ? maskOf(granularity) : granularity,
  }
}

const flagNames: readonly (readonly [number, string])[] = [
  [IP_VS_SVC_F_ONEPACKET, 'ops'],
  [IP_VS_SVC_F_SCHED1, 'flag-1'],
  [IP_VS_SVC_F_SCHED2, 'flag-2'],
  [IP_VS_SVC_F_SCHED3, 'flag-3'],
]

function shownSettings({ id, scheduler, flags, persistenceTimeout, granularity, persistenceEngine }: IpvsService) {
  const whole = (id.kind === 'fwmark' ? id.family : familyOf(id.address)) === 4 ? 32 : 128
  return settings({
    lb_algo: scheduler,
    flags: flagNames.flatMap(([flag, name]) => (flags & flag ? [name] : [])).join(' '),
    persistence_timeout: flags & IP_VS_SVC_F_PERSISTENT ? persistenceTimeout : undefined,
    persistence_granularity:
      granularity === whole ? undefined : typeof granularity === 'number' ? `/${granularity}` : granularity,
    persistence_engine: persistenceEngine,
  })
}

function idOf(fields: ServiceFields): IpvsServiceId | undefined {
  const { IPVS_SVC_ATTR_FWMARK: fwmark, IPVS_SVC_ATTR_ADDR: address, IPVS_SVC_ATTR_PORT: port } = fields
  if (fwmark !== undefined) return { kind: 'fwmark', family: fields.IPVS_SVC_ATTR_AF === AF_INET6 ? 6 : 4, fwmark }
  const names = Object.keys(protocolNumbers) as IpvsProtocol[]
  const protocol = names.find((name) => protocolNumbers[name] === fields.IPVS_SVC_ATTR_PROTOCOL)
  if (protocol === undefined || address === undefined || port === undefined) return undefined
  return { kind: 'address', protocol, address, port }
}

function maskOf(prefix: number): Ip {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0
  return ipFromBytes(Uint8Array.of(mask >>> 24, mask >>> 16, mask >>> 8, mask))
}

/** Of a mask the length of its prefix, unless it has holes. */
export function maskGranularity(mask: Ip | number): number | Ip {
  if (typeof mask === 'number') return mask
  const length = ipBytes(mask).reduce((bits, byte) => bits + Math.clz32(~(byte << 24)), 0)
  return maskOf(length) === mask ? length : mask
}
