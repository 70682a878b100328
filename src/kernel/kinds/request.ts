import type { Family } from '../../base/index.ts'
import type { Message, NetfilterMessage } from '../port.ts'
import { AF_INET, AF_INET6, IPVS_GENL_VERSION, NFNL_SUBSYS_NFTABLES } from '../wire/constants.ts'
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

/** The number of a message type of nf_tables (NFT_MSG_*). */
export function filterType(type: number): number {
  return (NFNL_SUBSYS_NFTABLES << 8) | type
}

/** A message to nf_tables. */
export function filterRequest<T>(type: number, flags: number, format: Type<T>, fields: Partial<T>): NetfilterMessage {
  return { kind: 'netfilter', type: filterType(type), flags, body: encode(format, fields) }
}

export function familyNumber(family: Family): number {
  return family === 4 ? AF_INET : AF_INET6
}
