import type { Family } from '../../base/index.ts'
import type { Message } from '../port.ts'
import { AF_INET, AF_INET6, IPVS_GENL_VERSION } from '../wire/constants.ts'
import { encode, type IpvsFields, ipvsMessage, type Type } from '../wire/index.ts'

/** An rtnetlink message. */
export function request<T>(type: number, flags: number, format: Type<T>, fields: Partial<T>): Message {
  return { kind: 'rtnetlink', type, flags, body: encode(format, fields) }
}

/** A message of IPVS (IPVS_CMD_*). */
export function ipvsRequest(cmd: number, fields: Partial<IpvsFields>): Message {
  const body = encode(ipvsMessage, { cmd, version: IPVS_GENL_VERSION, ...fields })
  return { kind: 'generic', family: 'IPVS', flags: 0, body }
}

export function familyNumber(family: Family): number {
  return family === 4 ? AF_INET : AF_INET6
}
