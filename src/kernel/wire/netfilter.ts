import { attributes, chosen, list, record } from './attributes.ts'
import { NFTA_LIST_ELEM } from './constants.ts'
import { be16, be32, be64, bytes, struct, text, u8, type ValueOf } from './types.ts'

/** struct nfgenmsg, which opens every message of netfilter. */
export const netfilterHeader = struct({ nfgen_family: u8, version: u8, res_id: be16 })

/** linux/netfilter/nf_tables.h: NFT_MSG_NEWTABLE, NFT_MSG_DELTABLE, NFT_MSG_GETTABLE. */
export const tableMessage = record(
  netfilterHeader,
  attributes({ NFTA_TABLE_NAME: text, NFTA_TABLE_HANDLE: be64, NFTA_TABLE_USERDATA: bytes }),
)

/** NFT_MSG_NEWSET, NFT_MSG_GETSET. */
export const setMessage = record(
  netfilterHeader,
  attributes({
    NFTA_SET_TABLE: text,
    NFTA_SET_NAME: text,
    NFTA_SET_KEY_TYPE: be32,
    NFTA_SET_KEY_LEN: be32,
    NFTA_SET_FLAGS: be32,
    NFTA_SET_DATA_TYPE: be32,
    NFTA_SET_DATA_LEN: be32,
    NFTA_SET_DESC: attributes({
      NFTA_SET_DESC_CONCAT: list(attributes({ NFTA_SET_FIELD_LEN: be32 }), NFTA_LIST_ELEM),
    }),
    NFTA_SET_ID: be32,
    NFTA_SET_USERDATA: bytes,
  }),
)

export type SetFields = Partial<ValueOf<typeof setMessage>>

const value = attributes({
  NFTA_DATA_VALUE: bytes,
  NFTA_DATA_VERDICT: attributes({ NFTA_VERDICT_CODE: be32 }),
})

/** NFT_MSG_NEWSETELEM, NFT_MSG_DELSETELEM, NFT_MSG_GETSETELEM. */
export const elementMessage = record(
  netfilterHeader,
  attributes({
    NFTA_SET_ELEM_LIST_TABLE: text,
    NFTA_SET_ELEM_LIST_SET: text,
    NFTA_SET_ELEM_LIST_ELEMENTS: list(
      attributes({ NFTA_SET_ELEM_KEY: value, NFTA_SET_ELEM_KEY_END: value, NFTA_SET_ELEM_DATA: value }),
      NFTA_LIST_ELEM,
    ),
  }),
)

/** NFT_MSG_NEWCHAIN, NFT_MSG_GETCHAIN. The priority is a number with a sign. */
export const chainMessage = record(
  netfilterHeader,
  attributes({
    NFTA_CHAIN_TABLE: text,
    NFTA_CHAIN_NAME: text,
    NFTA_CHAIN_HOOK: attributes({ NFTA_HOOK_HOOKNUM: be32, NFTA_HOOK_PRIORITY: be32 }),
    NFTA_CHAIN_POLICY: be32,
    NFTA_CHAIN_TYPE: text,
  }),
)

const expression = attributes({
  NFTA_EXPR_NAME: text,
  NFTA_EXPR_DATA: chosen('NFTA_EXPR_NAME', {
    meta: attributes({ NFTA_META_DREG: be32, NFTA_META_KEY: be32, NFTA_META_SREG: be32 }),
    payload: attributes({
      NFTA_PAYLOAD_DREG: be32,
      NFTA_PAYLOAD_BASE: be32,
      NFTA_PAYLOAD_OFFSET: be32,
      NFTA_PAYLOAD_LEN: be32,
    }),
    cmp: attributes({ NFTA_CMP_SREG: be32, NFTA_CMP_OP: be32, NFTA_CMP_DATA: value }),
    lookup: attributes({
      NFTA_LOOKUP_SET: text,
      NFTA_LOOKUP_SREG: be32,
      NFTA_LOOKUP_DREG: be32,
      NFTA_LOOKUP_FLAGS: be32,
    }),
    counter: attributes({ NFTA_COUNTER_BYTES: be64, NFTA_COUNTER_PACKETS: be64 }),
    immediate: attributes({ NFTA_IMMEDIATE_DREG: be32, NFTA_IMMEDIATE_DATA: value }),
  }),
})

/** NFT_MSG_NEWRULE, NFT_MSG_GETRULE. */
export const filterRuleMessage = record(
  netfilterHeader,
  attributes({
    NFTA_RULE_TABLE: text,
    NFTA_RULE_CHAIN: text,
    NFTA_RULE_EXPRESSIONS: list(expression, NFTA_LIST_ELEM),
    NFTA_RULE_USERDATA: bytes,
  }),
)

/** One step of a rule. */
export type Expression = ValueOf<typeof expression>
