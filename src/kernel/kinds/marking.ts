import { type Ip, ipBytes, ipFromBytes } from '../../base/index.ts'
import type { Message, NetfilterMessage } from '../port.ts'
import {
  NF_INET_LOCAL_IN,
  NFPROTO_INET,
  NFT_META_L4PROTO,
  NFT_MSG_GETSETELEM,
  NFT_MSG_NEWSETELEM,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFT_REG32_00,
  NFT_RETURN,
  NFT_SET_CONCAT,
  NFT_SET_INTERVAL,
  NFT_SET_MAP,
  NLM_F_CREATE,
  RTPROT_KEEPALIVED,
} from '../wire/constants.ts'
import { decode, elementMessage, type Frame } from '../wire/index.ts'
import { address, counted, isOfFamily, markFrom, meta, payload, verdict } from './expressions.ts'
import {
  commentOf,
  createTable,
  damage,
  decodeTable,
  dumpParts,
  dumpTables,
  type FilterTable,
  formOf,
  ownComment,
  partsOf,
  removeTable,
} from './filter-table.ts'
import { given, type Kind } from './kind.ts'
import { filterRequest, filterType } from './request.ts'
import { type IpvsProtocol, protocolNumbers } from './service.ts'

/** Addresses whose packets get a mark: of one protocol, and of one port unless they are of all. */
export interface Stretch {
  readonly protocol: IpvsProtocol
  readonly first: Ip
  readonly last: Ip
  readonly port?: number
  readonly mark: number
}

/** A table of nf_tables that marks packets on their way to IPVS. No two stretches have a packet in common. */
export interface Marking {
  readonly table: string
  readonly priority: number
  readonly counters: boolean
  readonly stretches: readonly Stretch[]
  /** What it was made as, where kac made it. Of a live one. */
  readonly form?: string
  /** What is in it, as `partsOf` writes it. Of a live one that kac made. */
  readonly parts?: string
}

export const markingKind: Kind<Marking> = {
  // Packets have their services before they are marked.
  rank: 70,
  key: ({ table }) => `inet ${table}`,
  same: (live, want) =>
    live.form === formOf(contentOf(want)) &&
    live.parts === partsOf(contentOf(want)) &&
    listOf(live).join() === listOf(want).join(),
  origin: ({ form }) => (form === undefined ? undefined : RTPROT_KEEPALIVED),
  show: (marking) => ({
    title: `inet ${marking.table}`,
    settings: {
      priority: String(marking.priority),
      ...(marking.counters && { counters: 'yes' }),
      ...damage(marking.parts, contentOf(marking)),
      ...Object.fromEntries(marking.stretches.map((each) => [showPackets(each), `mark ${each.mark}`])),
    },
  }),
  provides: () => [],
  needs: () => [],
  follows: () => [],
  create,
  remove: ({ table }) => [there(removeTable(table))],
  canUpdate: () => true,
  // One transaction: no packet goes without its mark in between.
  update: (to) => [there(removeTable(to.table)), ...create(to)],
  upserts: false,
}

export const dumpMarkings: Message = there(dumpTables)

/** Asks for what is in a table of ours. */
export function dumpMarkingParts(table: string): Message[] {
  return dumpParts(table).map(there)
}

/** Asks for the elements of a table of ours. */
export function dumpStretches(table: string): Message[] {
  return maps.map(({ name }) =>
    there(
      filterRequest(NFT_MSG_GETSETELEM, 0, elementMessage, {
        ...inet,
        NFTA_SET_ELEM_LIST_TABLE: table,
        NFTA_SET_ELEM_LIST_SET: name,
      }),
    ),
  )
}

const inet = { nfgen_family: NFPROTO_INET }

function there(message: NetfilterMessage): NetfilterMessage {
  return { ...message, place: 'ipvs' }
}

/** `tcp 192.0.2.1-192.0.2.9 port 80`. */
function showPackets({ protocol, first, last, port }: Stretch): string {
  return `${protocol} ${first === last ? first : `${first}-${last}`}${port === undefined ? '' : ` port ${port}`}`
}

function listOf({ stretches }: Marking): string[] {
  return stretches.map((each) => `${showPackets(each)} ${each.mark}`).sort()
}

interface MarkMap {
  readonly name: string
  readonly family: 4 | 6
  readonly hasPort: boolean
}

/** In the order in which they are asked: like the kernel with its services, for the very port first. */
const maps: readonly MarkMap[] = [
  { name: 'ports4', family: 4, hasPort: true },
  { name: 'hosts4', family: 4, hasPort: false },
  { name: 'ports6', family: 6, hasPort: true },
  { name: 'hosts6', family: 6, hasPort: false },
]

/** As nft calls them, so that it can show the elements: inet_proto, ipv4_addr, ipv6_addr, inet_service, mark. */
const [protocolType, addressTypes, portType, markType] = [12, { 4: 7, 6: 8 }, 13, 19]
const addressSizes = { 4: 4, 6: 16 }
/** Without it nft shows marks the wrong way round (NFTNL_UDATA_SET_DATABYTEORDER). */
const hostOrder = Uint8Array.of(1, 4, 1, 0, 0, 0)
/** Each part of a key fills whole registers of four bytes. */
const registerSize = 4

function contentOf({ table, priority, counters }: Marking): FilterTable {
  return {
    table,
    priority,
    sets: maps.map(setOf),
    chains: [{ name: 'in', hook: NF_INET_LOCAL_IN, rules: maps.map((map) => ruleOf(map, counters)) }],
  }
}

function setOf({ name, family, hasPort }: MarkMap) {
  const types = [protocolType, addressTypes[family], ...(hasPort ? [portType] : [])]
  const sizes = [1, addressSizes[family], ...(hasPort ? [2] : [])]
  return {
    name,
    type: types.reduce((sum, type) => (sum << 6) | type, 0),
    size: sizes.reduce((sum, size) => sum + Math.max(size, registerSize), 0),
    fields: {
      NFTA_SET_FLAGS: NFT_SET_MAP | NFT_SET_INTERVAL | NFT_SET_CONCAT,
      NFTA_SET_DATA_TYPE: markType,
      NFTA_SET_DATA_LEN: 4,
      NFTA_SET_USERDATA: hostOrder,
      NFTA_SET_DESC: { NFTA_SET_DESC_CONCAT: sizes.map((size) => ({ NFTA_SET_FIELD_LEN: size })) },
    },
  }
}

function ruleOf({ name, family, hasPort }: MarkMap, counters: boolean) {
  const port = NFT_REG32_00 + 1 + addressSizes[family] / registerSize
  return [
    ...isOfFamily(family),
    ...meta(NFT_META_L4PROTO, NFT_REG32_00),
    ...address(family, 'destination', NFT_REG32_00 + 1),
    ...(hasPort ? payload({ base: NFT_PAYLOAD_TRANSPORT_HEADER, offset: 2, length: 2, register: port }) : []),
    ...markFrom(name),
    ...counted(counters),
    ...verdict(NFT_RETURN),
  ]
}

function create(marking: Marking): Message[] {
  const content = contentOf(marking)
  return [...createTable(content, commentOf(content, sort, marking.counters)).map(there), ...newElements(marking)]
}

/** What the comments of such tables say. */
const sort = 'marks '
/** Attributes are not longer than 64 KiB. */
const elementsPerMessage = 256

function newElements({ table, stretches }: Marking): Message[] {
  return maps.flatMap((map) => {
    const elements = stretches.filter((each) => isFor(map, each)).map(elementOf)
    return chunks(elements).map((some) =>
      there(
        filterRequest(NFT_MSG_NEWSETELEM, NLM_F_CREATE, elementMessage, {
          ...inet,
          NFTA_SET_ELEM_LIST_TABLE: table,
          NFTA_SET_ELEM_LIST_SET: map.name,
          NFTA_SET_ELEM_LIST_ELEMENTS: some,
        }),
      ),
    )
  })
}

function chunks<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / elementsPerMessage)
  return Array.from({ length: count }, (_, i) => all.slice(i * elementsPerMessage, (i + 1) * elementsPerMessage))
}

function isFor({ family, hasPort }: MarkMap, { first, port }: Stretch): boolean {
  return ipBytes(first).length === addressSizes[family] && hasPort === (port !== undefined)
}

/** The mark is a number of the host, as the kernel keeps it. */
function elementOf({ protocol, first, last, port, mark }: Stretch) {
  const key = (ip: Ip) => {
    const end = port === undefined ? [] : [port >> 8, port & 0xff, 0, 0]
    return { NFTA_DATA_VALUE: Uint8Array.of(protocolNumbers[protocol], 0, 0, 0, ...ipBytes(ip), ...end) }
  }
  const data = new Uint8Array(Uint32Array.of(mark).buffer)
  return {
    NFTA_SET_ELEM_KEY: key(first),
    NFTA_SET_ELEM_KEY_END: key(last),
    NFTA_SET_ELEM_DATA: { NFTA_DATA_VALUE: data },
  }
}

/** Without its stretches. Undefined where the message tells of something else. */
export function decodeMarking(frame: Frame): Marking | undefined {
  const live = decodeTable(frame)
  if (!live) return undefined
  const [, form, priority, counters] = ownComment(sort).exec(live.comment) ?? []
  const settings = { priority: Number(priority ?? 0), counters: counters !== undefined }
  return { table: live.table, ...settings, stretches: [], ...given({ form }) }
}

/** None where the message tells of something else. */
export function decodeStretches({ type, body }: Frame): Stretch[] {
  if (type !== filterType(NFT_MSG_NEWSETELEM)) return []
  const { NFTA_SET_ELEM_LIST_SET: name, NFTA_SET_ELEM_LIST_ELEMENTS: all = [] } = decode(elementMessage, body)
  const map = maps.find((each) => each.name === name)
  if (!map) return []
  return all.flatMap(({ NFTA_SET_ELEM_KEY: key, NFTA_SET_ELEM_KEY_END: end = key, NFTA_SET_ELEM_DATA: data }) => {
    const [from, to, mark] = [key, end, data].map((each) => each?.NFTA_DATA_VALUE)
    return from && to && mark?.length === 4 ? (stretchOf(map, from, to, mark) ?? []) : []
  })
}

function stretchOf(
  { family, hasPort }: MarkMap,
  from: Uint8Array,
  to: Uint8Array,
  mark: Uint8Array,
): Stretch | undefined {
  const names = Object.keys(protocolNumbers) as IpvsProtocol[]
  const protocol = names.find((name) => protocolNumbers[name] === from[0])
  const end = registerSize + addressSizes[family]
  if (protocol === undefined || from.length < end || to.length < end) return undefined
  const [high = 0, low = 0] = from.subarray(end)
  return {
    protocol,
    first: ipFromBytes(from.slice(registerSize, end)),
    last: ipFromBytes(to.slice(registerSize, end)),
    ...(hasPort && { port: (high << 8) | low }),
    mark: new Uint32Array(mark.slice().buffer)[0] ?? 0,
  }
}
