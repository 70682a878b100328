import { IPVS_CMD_GET_CONFIG, IPVS_CMD_SET_CONFIG } from '../wire/constants.ts'
import { decode, type Frame, ipvsMessage } from '../wire/index.ts'
import { type Kind, settings } from './kind.ts'
import { ipvsRequest } from './request.ts'

const attributeNames = {
  tcp: 'IPVS_CMD_ATTR_TIMEOUT_TCP',
  tcpfin: 'IPVS_CMD_ATTR_TIMEOUT_TCP_FIN',
  udp: 'IPVS_CMD_ATTR_TIMEOUT_UDP',
} as const

/** How long IPVS remembers idle connections of a sort. The kernel has one for each sort, always. */
export interface IpvsTimeout {
  readonly sort: keyof typeof attributeNames
  readonly seconds: number
}

export const ipvsTimeoutKind: Kind<IpvsTimeout> = {
  rank: 46,
  key: ({ sort }) => sort,
  same: (live, want) => live.seconds === want.seconds,
  origin: () => undefined,
  show: ({ sort, seconds }) => ({ title: sort, settings: settings({ seconds }) }),
  provides: () => [],
  needs: () => [],
  follows: () => [],
  create: (timeout) => [ask(timeout)],
  // It can only be another one.
  remove: () => [],
  canUpdate: () => true,
  update: (to) => [ask(to)],
  upserts: true,
}

export const getTimeouts = ipvsRequest(IPVS_CMD_GET_CONFIG, {})

/** The answer to `getTimeouts`. */
export function decodeTimeouts({ body }: Frame): IpvsTimeout[] {
  const fields = decode(ipvsMessage, body)
  const sorts = Object.keys(attributeNames) as IpvsTimeout['sort'][]
  return sorts.map((sort) => ({ sort, seconds: fields[attributeNames[sort]] ?? 0 }))
}

/** What is not given stays as it is. */
function ask({ sort, seconds }: IpvsTimeout) {
  return ipvsRequest(IPVS_CMD_SET_CONFIG, { [attributeNames[sort]]: seconds })
}
