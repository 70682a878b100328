import type { Family } from '../../base/index.ts'
import type { Message } from '../port.ts'
import { AF_INET, AF_INET6, NFNL_SUBSYS_NFTABLES } from '../wire/constants.ts'
import { encode, type Type } from '../wire/index.ts'

/** An rtnetlink message. */
export function request<T>(type: number, flags: number, format: Type<T>, fields: Partial<T>): Message {
  return { kind: 'rtnetlink', type, flags, body: encode(format, fields) }
}

/** The number of a message type of nf_tables (NFT_MSG_*). */
export function filterType(type: number): number {
  return (NFNL_SUBSYS_NFTABLES << 8) | type
}

/** A message to nf_tables. */
export function filterRequest<T>(type: number, flags: number, format: Type<T>, fields: Partial<T>): Message {
  return { kind: 'netfilter', type: filterType(type), flags, body: encode(format, fields) }
}

export function familyNumber(family: Family): number {
  return family === 4 ? AF_INET : AF_INET6
}
