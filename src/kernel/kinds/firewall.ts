import type { Message } from '../port.ts'
import { RTPROT_KEEPALIVED } from '../wire/constants.ts'
import type { Frame } from '../wire/index.ts'
import {
  commentOf,
  createTable,
  damage,
  decodeTable,
  dumpTables,
  type FilterTable,
  formOf,
  ownComment,
  partsOf,
  removeTable,
} from './filter-table.ts'
import { chainsOf } from './firewall-rules.ts'
import { isOfNames, setKeyType, setNames } from './firewall-sets.ts'
import { given, type Kind } from './kind.ts'

/** A table of nf_tables, of the family inet, with sets, chains and rules: all that stands whatever the roles. */
export interface Firewall {
  readonly table: string
  readonly priority: number
  readonly counters: boolean
  /** What it was made as, where kac made it. Of a live one. */
  readonly form?: string
  /** What is in it, as `partsOf` writes it. Of a live one that kac made. */
  readonly parts?: string
  /** Tells it from a table of this name that was there before. Of a live one. */
  readonly handle?: string
}

export const dumpFirewalls: Message = dumpTables

export const firewallKind: Kind<Firewall> = {
  rank: 5,
  key: ({ table }) => `inet ${table}`,
  same: (live, want) => live.form === formOf(contentOf(want)) && live.parts === partsOf(contentOf(want)),
  origin: ({ form }) => (form === undefined ? undefined : RTPROT_KEEPALIVED),
  show: (firewall) => ({
    title: `inet ${firewall.table}`,
    settings: {
      priority: String(firewall.priority),
      ...(firewall.counters && { counters: 'yes' }),
      ...damage(firewall.parts, contentOf(firewall)),
    },
  }),
  provides: ({ table }) => [firewallResource(table)],
  needs: () => [],
  follows: () => [],
  create: (firewall) => createTable(contentOf(firewall), commentOf(contentOf(firewall), '', firewall.counters)),
  remove: ({ table }) => [removeTable(table)],
  canUpdate: () => false,
  update: () => [],
  upserts: false,
}

/** What a table is to its elements. */
export function firewallResource(table: string): string {
  return `firewall ${table}`
}

/** Without it nft does not show names (NFTNL_UDATA_SET_KEYBYTEORDER). */
const hostOrder = Uint8Array.of(0, 4, 1, 0, 0, 0)

function contentOf({ table, priority, counters }: Firewall): FilterTable {
  const sets = setNames.map((name) => {
    const { type, size } = setKeyType(name)
    return { name, type, size, ...(isOfNames(name) && { fields: { NFTA_SET_USERDATA: hostOrder } }) }
  })
  return { table, priority, sets, chains: chainsOf({ counters }) }
}

/** Undefined where the message tells of something else. */
export function decodeFirewall(frame: Frame): Firewall | undefined {
  const live = decodeTable(frame)
  if (!live) return undefined
  const { table, handle, comment } = live
  const [, form, priority, counters] = ownComment('').exec(comment) ?? []
  return { table, priority: Number(priority ?? 0), counters: counters !== undefined, ...given({ form, handle }) }
}
