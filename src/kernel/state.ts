import { KernelError } from './error.ts'
import { readFirewall, readMarkings } from './firewall-table.ts'
import { type Counted, readIpvsSettings, readTable } from './ipvs-table.ts'
import {
  dumpRoutesOf,
  type KindName,
  kindNames,
  kinds,
  type Links,
  type ListedKindName,
  linkNames,
  listedKindNames,
  listedKinds,
  namesInFrames,
  type Objects,
} from './kinds/index.ts'
import type { KernelPort, Message } from './port.ts'
import type { Frame } from './wire/index.ts'

/** What is in the kernel, as far as kac knows its kinds. */
export type KernelState = { readonly [K in KindName]: readonly Objects[K][] }

export const emptyState: KernelState = stateOf(() => [])

/** A state made kind by kind. */
export function stateOf(objects: <K extends KindName>(kind: K) => readonly Objects[K][]): KernelState {
  return Object.fromEntries(kindNames.map((kind) => [kind, objects(kind)])) as unknown as KernelState
}

export interface Reading {
  /**
   * What rtnetlink lists and the firewall, unless given. Links are always read; services, destinations and what marks
   * packets for them go together, and so do firewalls and their elements.
   */
  readonly only?: readonly KindName[]
  /** Routes that these made (RTPROT_*), and no others: a router may have a million. */
  readonly routesOf?: ReadonlySet<number>
}

/**
 * Reads the kernel, or some of it. One dump after the other: a socket does one at a time, and decoding has but one
 * thread.
 */
export async function readState(
  port: KernelPort,
  { only = hostKindNames, routesOf }: Reading = {},
): Promise<KernelState> {
  const frames = new Map<KindName, readonly Frame[]>()
  // Links last: what was read of a link that has gone meanwhile has gone with it, and decodes to nothing.
  const order = listedKindNames
    .filter((kind) => kind === 'link' || only.includes(kind))
    .toSorted((a, b) => kinds[b].rank - kinds[a].rank)
  for (const kind of order) {
    const dumps = kind === 'route' && routesOf ? [...routesOf].map(dumpRoutesOf) : [listedKinds[kind].dump]
    const parts = []
    for (const message of dumps) parts.push(await dump(port, kind, message))
    frames.set(kind, parts.flat())
  }
  const links = linkNames(namesInFrames(frames.get('link') ?? []))
  const listed = stateOf((kind) => (isListed(kind) ? decodeAll(kind, frames.get(kind) ?? [], links) : []))
  const reads = (...names: readonly KindName[]) => names.some((name) => only.includes(name))
  const { firewalls: firewall, elements: element } = reads('firewall', 'element')
    ? await readFirewall(port)
    : noFirewall
  const table = reads('service', 'destination', 'marking') ? await readTableState(port) : {}
  const set = reads('sync daemon', 'ipvs timeout') ? await readIpvsSettings(port) : {}
  return { ...listed, firewall, element, ...table, ...set }
}

/** What load balancing has in the kernel, apart from settings. */
export type TableState = Pick<KernelState, 'service' | 'destination' | 'marking'>

/** Virtual services, their destinations and what marks packets for them, and nothing else. */
export async function readTableState(port: KernelPort): Promise<TableState> {
  const { services, destinations } = await readTable(port)
  const marking = await readMarkings(port)
  return { service: objectsOf(services), destination: objectsOf(destinations), marking }
}

/** What a host has apart from IPVS. */
export const hostKindNames: readonly KindName[] = [...listedKindNames, 'firewall', 'element']
const noFirewall = { firewalls: [], elements: [] }

function isListed(kind: KindName): kind is ListedKindName {
  return kind in listedKinds
}

function objectsOf<T>(counted: readonly Counted<T>[]): T[] {
  return counted.map(({ object }) => object)
}

async function dump(port: KernelPort, kind: KindName, message: Message): Promise<readonly Frame[]> {
  const { replies, refusal } = await port.dump(message)
  if (refusal) throw new KernelError({ op: 'read', kind, key: 'table' }, refusal)
  return replies
}

function decodeAll<K extends ListedKindName>(kind: K, frames: readonly Frame[], links: Links): Objects[K][] {
  const objects: Objects[K][] = []
  for (const frame of frames) {
    const object = listedKinds[kind].decode(frame, links)
    if (object !== undefined) objects.push(object)
  }
  return objects
}
