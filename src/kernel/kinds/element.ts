import type { Message } from '../port.ts'
import {
  NFPROTO_INET,
  NFT_MSG_DELSETELEM,
  NFT_MSG_GETSETELEM,
  NFT_MSG_NEWSETELEM,
  NLM_F_CREATE,
  RTPROT_KEEPALIVED,
} from '../wire/constants.ts'
import { decode, elementMessage, type Frame } from '../wire/index.ts'
import { firewallResource } from './firewall.ts'
import { type SetKey, type SetName, setKeyBytes, setKeyOf, setNames } from './firewall-sets.ts'
import type { Kind } from './kind.ts'
import { filterRequest, filterType } from './request.ts'

/** An element of a set of the firewall. */
export interface Element extends SetKey {
  readonly table: string
  readonly set: SetName
}

export const elementKind: Kind<Element> = {
  rank: 15,
  key: ({ table, ...element }) => `inet ${table} ${title(element)}`,
  same: () => true,
  // Only the sets of our own tables are read.
  origin: () => RTPROT_KEEPALIVED,
  show: (element) => ({ title: title(element), settings: {} }),
  provides: () => [],
  needs: ({ table }) => [firewallResource(table)],
  follows: () => [],
  create: (element) => [request(NFT_MSG_NEWSETELEM, NLM_F_CREATE, element)],
  remove: (element) => [request(NFT_MSG_DELSETELEM, 0, element)],
  canUpdate: () => false,
  update: () => [],
  upserts: false,
}

/** Asks for the elements of a table of ours. */
export function dumpElements(table: string): Message[] {
  return setNames.map((set) =>
    filterRequest(NFT_MSG_GETSETELEM, 0, elementMessage, {
      nfgen_family: NFPROTO_INET,
      NFTA_SET_ELEM_LIST_TABLE: table,
      NFTA_SET_ELEM_LIST_SET: set,
    }),
  )
}

function title({ set, address, dev }: Omit<Element, 'table'>): string {
  return [set, address, dev].filter((word) => word !== undefined).join(' ')
}

function request(type: number, flags: number, { table, set, ...key }: Element): Message {
  return filterRequest(type, flags, elementMessage, {
    nfgen_family: NFPROTO_INET,
    NFTA_SET_ELEM_LIST_TABLE: table,
    NFTA_SET_ELEM_LIST_SET: set,
    NFTA_SET_ELEM_LIST_ELEMENTS: [{ NFTA_SET_ELEM_KEY: { NFTA_DATA_VALUE: setKeyBytes(key) } }],
  })
}

/** None where the message tells of something else. */
export function decodeElements({ type, body }: Frame): Element[] {
  if (type !== filterType(NFT_MSG_NEWSETELEM)) return []
  const fields = decode(elementMessage, body)
  const {
    NFTA_SET_ELEM_LIST_TABLE: table,
    NFTA_SET_ELEM_LIST_SET: name,
    NFTA_SET_ELEM_LIST_ELEMENTS: all = [],
  } = fields
  const set = setNames.find((each) => each === name)
  if (table === undefined || set === undefined) return []
  return all.flatMap(({ NFTA_SET_ELEM_KEY: key }) => {
    const value = key?.NFTA_DATA_VALUE
    return value ? [{ table, set, ...setKeyOf(set, value) }] : []
  })
}
