import { digest } from '../../base/index.ts'
import type { Message } from '../port.ts'
import {
  NF_ACCEPT,
  NFPROTO_INET,
  NFT_MSG_DELTABLE,
  NFT_MSG_GETTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWTABLE,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  RTPROT_KEEPALIVED,
} from '../wire/constants.ts'
import { chainMessage, decode, type Frame, filterRuleMessage, setMessage, tableMessage } from '../wire/index.ts'
import { chainsOf } from './firewall-rules.ts'
import { isOfNames, setKeyType, setNames } from './firewall-sets.ts'
import { given, type Kind } from './kind.ts'
import { filterRequest, filterType } from './request.ts'

/** A table of nf_tables, of the family inet, with sets, chains and rules: all that stands whatever the roles. */
export interface Firewall {
  readonly table: string
  readonly priority: number
  readonly counters: boolean
  /** What it was made as, where kac made it. Of a live one. */
  readonly form?: string
  /** Tells it from a table of this name that was there before. Of a live one. */
  readonly handle?: string
}

export const dumpFirewalls: Message = filterRequest(NFT_MSG_GETTABLE, 0, tableMessage, { nfgen_family: NFPROTO_INET })

export const firewallKind: Kind<Firewall> = {
  rank: 5,
  key: ({ table }) => `inet ${table}`,
  same: (live, want) => live.form === formOf(want),
  origin: ({ form }) => (form === undefined ? undefined : RTPROT_KEEPALIVED),
  show: ({ table, priority, counters }) => ({
    title: `inet ${table}`,
    settings: { priority: String(priority), ...(counters && { counters: 'yes' }) },
  }),
  provides: ({ table }) => [firewallResource(table)],
  needs: () => [],
  follows: () => [],
  create,
  remove: ({ table }) => [filterRequest(NFT_MSG_DELTABLE, 0, tableMessage, { ...inet, NFTA_TABLE_NAME: table })],
  canUpdate: () => false,
  update: () => [],
  upserts: false,
}

/** What a table is to its elements. */
export function firewallResource(table: string): string {
  return `firewall ${table}`
}

const inet = { nfgen_family: NFPROTO_INET }
/** Without it nft does not show names (NFTNL_UDATA_SET_KEYBYTEORDER). */
const hostOrder = Uint8Array.of(0, 4, 1, 0, 0, 0)

function create(firewall: Firewall): Message[] {
  const comment = userComment(`kac ${formOf(firewall)} ${settingsText(firewall)}`)
  return [
    filterRequest(NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_EXCL, tableMessage, {
      ...inet,
      NFTA_TABLE_NAME: firewall.table,
      NFTA_TABLE_USERDATA: comment,
    }),
    ...contents(firewall),
  ]
}

function contents({ table, priority, counters }: Firewall): Message[] {
  const sets = setNames.map((set, index) => {
    const { type, size } = setKeyType(set)
    return filterRequest(NFT_MSG_NEWSET, NLM_F_CREATE, setMessage, {
      ...inet,
      NFTA_SET_TABLE: table,
      NFTA_SET_NAME: set,
      NFTA_SET_KEY_TYPE: type,
      NFTA_SET_KEY_LEN: size,
      NFTA_SET_ID: index + 1,
      NFTA_SET_USERDATA: isOfNames(set) ? hostOrder : undefined,
    })
  })
  const chains = chainsOf({ counters }).flatMap(({ name, hook, rules }) => [
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
      }),
    ),
  ])
  return [...sets, ...chains]
}

/** Equal for tables with equal contents. */
function formOf(firewall: Firewall): string {
  const bytes = contents(firewall).flatMap(({ body }) => [...body])
  return Array.from(digest(Uint8Array.from(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function settingsText({ priority, counters }: Firewall): string {
  return `priority ${priority}${counters ? ' counters' : ''}`
}

/** As nft shows it: type, length, text and its end (NFTNL_UDATA_TABLE_COMMENT). */
function userComment(text: string): Uint8Array {
  const octets = new TextEncoder().encode(`${text}\0`)
  return Uint8Array.of(0, octets.length, ...octets)
}

/** Undefined where the message tells of something else. */
export function decodeFirewall({ type, body }: Frame): Firewall | undefined {
  if (type !== filterType(NFT_MSG_NEWTABLE)) return undefined
  const fields = decode(tableMessage, body)
  const { NFTA_TABLE_NAME: table, NFTA_TABLE_HANDLE: handle, NFTA_TABLE_USERDATA: comment } = fields
  if (table === undefined || fields.nfgen_family !== NFPROTO_INET) return undefined
  const [, form, priority, counters] = ownComment.exec(new TextDecoder().decode(comment?.subarray(2))) ?? []
  return {
    table,
    priority: Number(priority ?? 0),
    counters: counters !== undefined,
    ...given({ form, handle: handle === undefined ? undefined : String(handle) }),
  }
}

const ownComment = /^kac ([0-9a-f]{16}) priority (-?\d+)( counters)?\0$/
