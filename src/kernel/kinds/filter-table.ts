import { digest } from '../../base/index.ts'
import type { NetfilterMessage } from '../port.ts'
import {
  NF_ACCEPT,
  NFPROTO_INET,
  NFT_MSG_DELTABLE,
  NFT_MSG_GETCHAIN,
  NFT_MSG_GETRULE,
  NFT_MSG_GETSET,
  NFT_MSG_GETTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWTABLE,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
} from '../wire/constants.ts'
import {
  chainMessage,
  decode,
  type Expression,
  encode,
  type Frame,
  filterRuleMessage,
  type SetFields,
  setMessage,
  tableMessage,
} from '../wire/index.ts'
import { given } from './kind.ts'
import { filterRequest, filterType } from './request.ts'

/** A table of ours in nf_tables, of the family inet. */
export interface FilterTable {
  readonly table: string
  readonly priority: number
  readonly sets: readonly FilterSet[]
  readonly chains: readonly Chain[]
}

export interface FilterSet {
  readonly name: string
  /** Of its keys. */
  readonly type: number
  readonly size: number
  readonly fields?: SetFields
}

/** A chain with its rules, in order. */
export interface Chain {
  readonly name: string
  readonly hook: number
  readonly rules: readonly (readonly Expression[])[]
}

/** A table that is there. */
export interface LiveTable {
  readonly table: string
  readonly comment: string
  /** Tells it from a table of this name that was there before. */
  readonly handle?: string
}

const inet = { nfgen_family: NFPROTO_INET }

export const dumpTables: NetfilterMessage = filterRequest(NFT_MSG_GETTABLE, 0, tableMessage, inet)

/** Asks for all that a table has but elements. A kernel may tell more: `partsIn` looks only at what is in the table. */
export function dumpParts(table: string): NetfilterMessage[] {
  return [
    filterRequest(NFT_MSG_GETSET, 0, setMessage, { ...inet, NFTA_SET_TABLE: table }),
    filterRequest(NFT_MSG_GETCHAIN, 0, chainMessage, { ...inet, NFTA_CHAIN_TABLE: table }),
    filterRequest(NFT_MSG_GETRULE, 0, filterRuleMessage, { ...inet, NFTA_RULE_TABLE: table }),
  ]
}

export function createTable(content: FilterTable, comment: string): NetfilterMessage[] {
  const fields = { ...inet, NFTA_TABLE_NAME: content.table, NFTA_TABLE_USERDATA: userComment(comment) }
  return [filterRequest(NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_EXCL, tableMessage, fields), ...contents(content)]
}

/** With all that is in it. */
export function removeTable(table: string): NetfilterMessage {
  return filterRequest(NFT_MSG_DELTABLE, 0, tableMessage, { ...inet, NFTA_TABLE_NAME: table })
}

function contents({ table, priority, sets, chains }: FilterTable): NetfilterMessage[] {
  const newSets = sets.map(({ name, type, size, fields }, index) =>
    filterRequest(NFT_MSG_NEWSET, NLM_F_CREATE, setMessage, {
      ...inet,
      NFTA_SET_TABLE: table,
      NFTA_SET_NAME: name,
      NFTA_SET_KEY_TYPE: type,
      NFTA_SET_KEY_LEN: size,
      NFTA_SET_ID: index + 1,
      ...fields,
    }),
  )
  const newChains = chains.flatMap(({ name, hook, rules }) => [
    filterRequest(NFT_MSG_NEWCHAIN, NLM_F_CREATE, chainMessage, {
      ...inet,
      NFTA_CHAIN_TABLE: table,
      NFTA_CHAIN_NAME: name,
      NFTA_CHAIN_HOOK: { NFTA_HOOK_HOOKNUM: hook, NFTA_HOOK_PRIORITY: priority >>> 0 },
      NFTA_CHAIN_POLICY: NF_ACCEPT,
      NFTA_CHAIN_TYPE: 'filter',
    }),
    ...rules.map((expressions) =>
      filterRequest(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND, filterRuleMessage, {
        ...inet,
        NFTA_RULE_TABLE: table,
        NFTA_RULE_CHAIN: name,
        NFTA_RULE_EXPRESSIONS: expressions,
        NFTA_RULE_USERDATA: userComment(signOf(expressions)),
      }),
    ),
  ])
  return [...newSets, ...newChains]
}

/** Equal for tables with equal contents. */
export function formOf(content: FilterTable): string {
  return hexDigest(Uint8Array.from(contents(content).flatMap(({ body }) => [...body])))
}

/** What each of our rules has for a comment: the kernel tells rules in words of its own, which are not to be compared. */
function signOf(expressions: readonly Expression[]): string {
  return `kac ${hexDigest(encode(filterRuleMessage, { ...inet, NFTA_RULE_EXPRESSIONS: expressions }))}`
}

function hexDigest(bytes: Uint8Array): string {
  return Array.from(digest(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What there is: somebody may have flushed the table, deleted a chain of it, or put another rule in the place of one. */
export function partsOf({ sets, chains }: FilterTable): string {
  return partsText(
    sets.map(({ name }) => name),
    chains.map(({ name, rules }) => [name, rules.map(signOf)]),
  )
}

/** What plans show of a live table of which somebody took or exchanged a part. */
export function damage(parts: string | undefined, content: FilterTable): Readonly<Record<string, string>> {
  return parts === undefined || parts === partsOf(content) ? {} : { incomplete: 'yes' }
}

/** `partsOf` of a live one, from the answers to `dumpParts`. */
export function partsIn(table: string, frames: readonly Frame[]): string {
  const found = <T>(type: number, read: (body: Uint8Array) => T | undefined): T[] =>
    frames.flatMap((frame) => (frame.type === filterType(type) ? (read(frame.body) ?? []) : []))
  const sets = found(NFT_MSG_NEWSET, (body) => {
    const fields = decode(setMessage, body)
    return fields.NFTA_SET_TABLE === table ? fields.NFTA_SET_NAME : undefined
  })
  const chains = found(NFT_MSG_NEWCHAIN, (body) => {
    const fields = decode(chainMessage, body)
    return fields.NFTA_CHAIN_TABLE === table ? fields.NFTA_CHAIN_NAME : undefined
  })
  const rules = found(NFT_MSG_NEWRULE, (body) => {
    const fields = decode(filterRuleMessage, body)
    return fields.NFTA_RULE_TABLE === table
      ? { chain: fields.NFTA_RULE_CHAIN, sign: commentIn(fields.NFTA_RULE_USERDATA) }
      : undefined
  })
  return partsText(
    sets,
    chains.map((name) => [name, rules.flatMap(({ chain, sign }) => (chain === name ? [sign] : []))]),
  )
}

function partsText(
  sets: readonly string[],
  chains: readonly (readonly [name: string, rules: readonly string[]])[],
): string {
  return [...sets.toSorted(), ...chains.map(([name, rules]) => `${name}(${rules.join()})`).sort()].join(' ')
}

/** As nft shows it: type, length, text and its end (NFTNL_UDATA_TABLE_COMMENT, NFTNL_UDATA_RULE_COMMENT). */
function userComment(text: string): Uint8Array {
  const octets = new TextEncoder().encode(`${text}\0`)
  return Uint8Array.of(0, octets.length, ...octets)
}

/** Undefined where the message tells of something else. */
export function decodeTable({ type, body }: Frame): LiveTable | undefined {
  if (type !== filterType(NFT_MSG_NEWTABLE)) return undefined
  const fields = decode(tableMessage, body)
  const { NFTA_TABLE_NAME: table, NFTA_TABLE_HANDLE: handle, NFTA_TABLE_USERDATA: comment } = fields
  if (table === undefined || fields.nfgen_family !== NFPROTO_INET) return undefined
  return { table, comment: commentIn(comment), ...given({ handle: handle === undefined ? undefined : String(handle) }) }
}

function commentIn(userdata: Uint8Array | undefined): string {
  return new TextDecoder().decode(userdata?.subarray(2)).replace(/\0$/, '')
}

/** What the comment of a table of ours says: which sort it is, its form, and the settings that it was made with. */
export function ownComment(sort: string): RegExp {
  return new RegExp(`^kac ${sort}([0-9a-f]{16}) priority (-?\\d+)( counters)?$`)
}

export function commentOf(content: FilterTable, sort: string, counters: boolean): string {
  return `kac ${sort}${formOf(content)} priority ${content.priority}${counters ? ' counters' : ''}`
}
