import {
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFT_CMP_EQ,
  NFT_LOOKUP_F_INV,
  NFT_META_L4PROTO,
  NFT_META_MARK,
  NFT_META_NFPROTO,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_REG_1,
  NFT_REG_VERDICT,
} from '../wire/constants.ts'
import type { Expression } from '../wire/index.ts'

/** Counts the packets that come so far, where that is wanted. */
export function counted(counters: boolean): Expression[] {
  return counters ? [{ NFTA_EXPR_NAME: 'counter', NFTA_EXPR_DATA: {} }] : []
}

export function meta(key: number, register = NFT_REG_1): Expression[] {
  return [{ NFTA_EXPR_NAME: 'meta', NFTA_EXPR_DATA: { NFTA_META_KEY: key, NFTA_META_DREG: register } }]
}

interface Part {
  readonly base: number
  readonly offset: number
  readonly length: number
  readonly register?: number
}

/** Loads a part of the packet. */
export function payload({ base, offset, length, register = NFT_REG_1 }: Part): Expression[] {
  const data = {
    NFTA_PAYLOAD_DREG: register,
    NFTA_PAYLOAD_BASE: base,
    NFTA_PAYLOAD_OFFSET: offset,
    NFTA_PAYLOAD_LEN: length,
  }
  return [{ NFTA_EXPR_NAME: 'payload', NFTA_EXPR_DATA: data }]
}

const places = {
  4: { source: 12, destination: 16, length: 4 },
  6: { source: 8, destination: 24, length: 16 },
} as const

/** Loads an address of the packet, which is of this family. */
export function address(family: 4 | 6, end: 'source' | 'destination', register = NFT_REG_1): Expression[] {
  const { [end]: offset, length } = places[family]
  return payload({ base: NFT_PAYLOAD_NETWORK_HEADER, offset, length, register })
}

/** Of the one byte that was loaded last. */
export function is(operation: number, value: number): Expression[] {
  const data = {
    NFTA_CMP_SREG: NFT_REG_1,
    NFTA_CMP_OP: operation,
    NFTA_CMP_DATA: { NFTA_DATA_VALUE: Uint8Array.of(value) },
  }
  return [{ NFTA_EXPR_NAME: 'cmp', NFTA_EXPR_DATA: data }]
}

export function isOfFamily(family: 4 | 6): Expression[] {
  return [...meta(NFT_META_NFPROTO), ...is(NFT_CMP_EQ, family === 4 ? NFPROTO_IPV4 : NFPROTO_IPV6)]
}

export function isProtocol(protocol: number): Expression[] {
  return [...meta(NFT_META_L4PROTO), ...is(NFT_CMP_EQ, protocol)]
}

export function isIn(set: string): Expression[] {
  return [{ NFTA_EXPR_NAME: 'lookup', NFTA_EXPR_DATA: { NFTA_LOOKUP_SET: set, NFTA_LOOKUP_SREG: NFT_REG_1 } }]
}

export function isNotIn(set: string): Expression[] {
  const data = { NFTA_LOOKUP_SET: set, NFTA_LOOKUP_SREG: NFT_REG_1, NFTA_LOOKUP_FLAGS: NFT_LOOKUP_F_INV }
  return [{ NFTA_EXPR_NAME: 'lookup', NFTA_EXPR_DATA: data }]
}

/** Gives the packet the mark that a map has for it; nothing further where it has none. */
export function markFrom(map: string): Expression[] {
  const data = { NFTA_LOOKUP_SET: map, NFTA_LOOKUP_SREG: NFT_REG_1, NFTA_LOOKUP_DREG: NFT_REG_1 }
  return [
    { NFTA_EXPR_NAME: 'lookup', NFTA_EXPR_DATA: data },
    { NFTA_EXPR_NAME: 'meta', NFTA_EXPR_DATA: { NFTA_META_KEY: NFT_META_MARK, NFTA_META_SREG: NFT_REG_1 } },
  ]
}

/** The codes of nf_tables' own are below zero. */
export function verdict(code: number): Expression[] {
  const data = {
    NFTA_IMMEDIATE_DREG: NFT_REG_VERDICT,
    NFTA_IMMEDIATE_DATA: { NFTA_DATA_VERDICT: { NFTA_VERDICT_CODE: code >>> 0 } },
  }
  return [{ NFTA_EXPR_NAME: 'immediate', NFTA_EXPR_DATA: data }]
}
