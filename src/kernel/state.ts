import { KacError } from '../base/index.ts'
import { KernelError } from './error.ts'
import {
  dumpElementsOf,
  dumpRoutesOf,
  type KindName,
  kindNames,
  kinds,
  type Links,
  linkNames,
  namesInFrames,
  type Objects,
} from './kinds/index.ts'
import type { KernelPort, Message } from './port.ts'
import type { Frame } from './wire/index.ts'

/** What is in the kernel, as far as kac knows its kinds. */
export type KernelState = { readonly [K in KindName]: readonly Objects[K][] }

/** A state made kind by kind. */
export function stateOf(objects: <K extends KindName>(kind: K) => readonly Objects[K][]): KernelState {
  return {
    firewall: objects('firewall'),
    element: objects('element'),
    link: objects('link'),
    address: objects('address'),
    route: objects('route'),
    rule: objects('rule'),
  }
}

export const emptyState = stateOf(() => [])

export interface Reading {
  /** Links are always read. */
  readonly only?: readonly KindName[]
  /** Routes that these made (RTPROT_*), and no others: a router may have a million. */
  readonly routesOf?: ReadonlySet<number>
}

/**
 * Reads the kernel, or some of it. One dump after the other: a socket does one at a time, and decoding has but one
 * thread.
 */
export async function readState(port: KernelPort, { only = kindNames, routesOf }: Reading = {}): Promise<KernelState> {
  const frames = new Map<KindName, readonly Frame[]>()
  const read = async (kind: KindName, messages: readonly Message[]) => {
    const parts = []
    for (const message of messages) parts.push(await dump(port, kind, message))
    frames.set(kind, parts.flat())
  }
  // Links last: what was read of a link that has gone meanwhile has gone with it, and decodes to nothing.
  const order = kindNames
    .filter((kind) => kind === 'link' || only.includes(kind))
    .toSorted((a, b) => kinds[b].rank - kinds[a].rank)
  if (only.includes('element')) await read('firewall', dumpsOf('firewall'))
  for (const kind of order) {
    if (frames.has(kind)) continue
    if (kind === 'element') await read(kind, dumpsOfElements(frames.get('firewall') ?? []))
    else await read(kind, kind === 'route' && routesOf ? [...routesOf].map(dumpRoutesOf) : dumpsOf(kind))
  }
  const links = linkNames(namesInFrames(frames.get('link') ?? []))
  return stateOf((kind) => decodeAll(kind, frames.get(kind) ?? [], links))
}

function dumpsOf(kind: KindName): readonly Message[] {
  const { dump } = kinds[kind]
  return dump ? [dump] : []
}

/** Of those tables that are ours. */
function dumpsOfElements(tables: readonly Frame[]): readonly Message[] {
  const ours = decodeAll('firewall', tables, linkNames([])).filter(({ form }) => form !== undefined)
  return ours.flatMap(({ table }) => dumpElementsOf(table))
}

async function dump(port: KernelPort, kind: KindName, message: Message): Promise<readonly Frame[]> {
  try {
    const { replies, refusal } = await port.dump(message)
    if (refusal) throw new KernelError({ op: 'read', kind, key: 'table' }, refusal)
    return replies
  } catch (error) {
    const isAbsent = error instanceof KacError && message.kind === 'netfilter' && withoutFirewall.has(error.code)
    if (isAbsent) return []
    throw error
  }
}

/** The kernel has no nf_tables, or not for us; or the table has gone meanwhile. */
const withoutFirewall: ReadonlySet<string> = new Set(['EPROTONOSUPPORT', 'EOPNOTSUPP', 'EINVAL', 'EPERM', 'ENOENT'])

function decodeAll<K extends KindName>(kind: K, frames: readonly Frame[], links: Links): Objects[K][] {
  return frames.flatMap((frame) => kinds[kind].decode(frame, links))
}
