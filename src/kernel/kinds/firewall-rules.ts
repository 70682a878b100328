import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFT_CMP_EQ,
  NFT_CMP_GTE,
  NFT_CMP_LTE,
  NFT_LOOKUP_F_INV,
  NFT_META_IIFNAME,
  NFT_META_L4PROTO,
  NFT_META_NFPROTO,
  NFT_META_OIFNAME,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFT_REG_1,
  NFT_REG_2,
  NFT_REG_VERDICT,
} from '../wire/constants.ts'
import type { Expression } from '../wire/index.ts'
import type { SetName } from './firewall-sets.ts'

/** A chain of the firewall with its rules, in order. */
export interface Chain {
  readonly name: string
  readonly hook: number
  readonly rules: readonly (readonly Expression[])[]
}

const [igmp, icmpv6] = [2, 58]
/** ICMPv6 types (RFC 4861 section 4). */
const [solicitation, advertisement] = [135, 136]
const [source4, destination4, source6, destination6] = [12, 16, 8, 24]

/**
 * What is kept from the addresses of a router without accept mode, and what macvlans must not say. The sets are filled
 * by the roles; without elements nothing is dropped.
 */
export function chainsOf({ counters }: { readonly counters: boolean }): readonly Chain[] {
  const drop = [...(counters ? [{ NFTA_EXPR_NAME: 'counter', NFTA_EXPR_DATA: {} }] : []), ...verdict(NF_DROP)]
  const neighbours = [...icmp(solicitation, advertisement), ...verdict(NF_ACCEPT)]
  return [
    {
      name: 'in',
      hook: NF_INET_LOCAL_IN,
      rules: [
        // RFC 9568 section 6.4.3: whoever does not accept packets still answers for the address.
        neighbours,
        [
          ...ipv6,
          ...address(destination6, 16),
          ...meta(NFT_META_IIFNAME, NFT_REG_2),
          ...isIn('vips6_link_local'),
          ...drop,
        ],
        [...ipv6, ...address(destination6, 16), ...isIn('vips6'), ...drop],
        [...ipv4, ...address(destination4, 4), ...isIn('vips'), ...drop],
      ],
    },
    {
      name: 'out',
      hook: NF_INET_LOCAL_OUT,
      rules: [
        // A macvlan whose router is not Master says nothing but adverts: switches look for its MAC address where it is heard.
        ...[igmp, icmpv6].map((protocol) => [...isSilent, ...isProtocol(protocol), ...drop]),
        // The interface below answers for the link-local address that both have.
        [
          ...icmp(advertisement, advertisement),
          ...meta(NFT_META_OIFNAME),
          ...isIn('vmacs'),
          ...address(source6, 16),
          ...meta(NFT_META_OIFNAME, NFT_REG_2),
          ...isNotIn('announced'),
          ...drop,
        ],
        neighbours,
        [...ipv6, ...address(source6, 16), ...meta(NFT_META_OIFNAME, NFT_REG_2), ...isIn('vips6_link_local'), ...drop],
        [...ipv6, ...address(source6, 16), ...isIn('vips6'), ...drop],
        [...ipv4, ...address(source4, 4), ...isIn('vips'), ...drop],
      ],
    },
  ]
}

const ipv4 = [...meta(NFT_META_NFPROTO), ...is(NFT_CMP_EQ, NFPROTO_IPV4)]
const ipv6 = [...meta(NFT_META_NFPROTO), ...is(NFT_CMP_EQ, NFPROTO_IPV6)]
const isSilent = [...meta(NFT_META_OIFNAME), ...isIn('vmacs'), ...meta(NFT_META_OIFNAME), ...isNotIn('masters')]

function isProtocol(protocol: number): Expression[] {
  return [...meta(NFT_META_L4PROTO), ...is(NFT_CMP_EQ, protocol)]
}

/** An ICMPv6 message of a type from `first` to `last`. */
function icmp(first: number, last: number): Expression[] {
  return [
    ...ipv6,
    ...isProtocol(icmpv6),
    ...payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1),
    ...(first === last ? is(NFT_CMP_EQ, first) : [...is(NFT_CMP_GTE, first), ...is(NFT_CMP_LTE, last)]),
  ]
}

function address(offset: number, length: number): Expression[] {
  return payload(NFT_PAYLOAD_NETWORK_HEADER, offset, length)
}

function meta(key: number, register = NFT_REG_1): Expression[] {
  return [{ NFTA_EXPR_NAME: 'meta', NFTA_EXPR_DATA: { NFTA_META_KEY: key, NFTA_META_DREG: register } }]
}

function payload(base: number, offset: number, length: number): Expression[] {
  const data = {
    NFTA_PAYLOAD_DREG: NFT_REG_1,
    NFTA_PAYLOAD_BASE: base,
    NFTA_PAYLOAD_OFFSET: offset,
    NFTA_PAYLOAD_LEN: length,
  }
  return [{ NFTA_EXPR_NAME: 'payload', NFTA_EXPR_DATA: data }]
}

/** Of the one byte that was loaded last. */
function is(operation: number, value: number): Expression[] {
  const data = {
    NFTA_CMP_SREG: NFT_REG_1,
    NFTA_CMP_OP: operation,
    NFTA_CMP_DATA: { NFTA_DATA_VALUE: Uint8Array.of(value) },
  }
  return [{ NFTA_EXPR_NAME: 'cmp', NFTA_EXPR_DATA: data }]
}

function isIn(set: SetName): Expression[] {
  return [{ NFTA_EXPR_NAME: 'lookup', NFTA_EXPR_DATA: { NFTA_LOOKUP_SET: set, NFTA_LOOKUP_SREG: NFT_REG_1 } }]
}

function isNotIn(set: SetName): Expression[] {
  const data = { NFTA_LOOKUP_SET: set, NFTA_LOOKUP_SREG: NFT_REG_1, NFTA_LOOKUP_FLAGS: NFT_LOOKUP_F_INV }
  return [{ NFTA_EXPR_NAME: 'lookup', NFTA_EXPR_DATA: data }]
}

function verdict(code: number): Expression[] {
  const data = {
    NFTA_IMMEDIATE_DREG: NFT_REG_VERDICT,
    NFTA_IMMEDIATE_DATA: { NFTA_DATA_VERDICT: { NFTA_VERDICT_CODE: code } },
  }
  return [{ NFTA_EXPR_NAME: 'immediate', NFTA_EXPR_DATA: data }]
}
