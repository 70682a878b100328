import { digest, type Ip, parseIp } from '../base/index.ts'
import type { Carried, CarriedKind } from '../desired/index.ts'
import { encodeMessage, kinds, type Links, type Message, type Objects } from '../kernel/index.ts'
import type { Bus, Found, FrameSpec, ObjectSpec } from './image.ts'

const nowhere = parseIp('0.0.0.0') as Ip

/** What the host says about one object. */
interface Circumstances {
  readonly found: Found
  readonly elsewhere: boolean
  /** Tells what it stands on from another that was there before by the same name. */
  readonly ground?: string
  readonly frames: readonly FrameSpec[]
}

/** Undefined where an interface that it is on does not exist. */
export function objectSpec(carried: Carried, links: Links, circumstances: Circumstances): ObjectSpec | undefined {
  if (!isEncodable(carried, links)) return undefined
  const { kind, object, noTrack } = carried
  const { label, bus, add, remove } = encoded(kind, object, links)
  // A route that ends by itself is not lost when it does.
  const tracked = !noTrack && !(carried.kind === 'route' && carried.object.expires !== undefined)
  const { ground, ...rest } = circumstances
  return { ...rest, key: keyOf(add, ground), label, tracked, ...placeOf(carried, links), bus, add, remove }
}

function keyOf(add: Uint8Array, ground: string | undefined): Uint8Array {
  return digest(ground === undefined ? add : Uint8Array.of(...add, ...new TextEncoder().encode(ground)))
}

/** The objects in the order of being put on, numbered so that a message names its object when the kernel refuses it. */
export function numbered(objects: readonly ObjectSpec[]): readonly ObjectSpec[] {
  for (const [index, { add, remove }] of objects.entries()) {
    for (const message of [add, remove]) {
      new DataView(message.buffer, message.byteOffset).setUint32(seqOffset, index + 1, true)
    }
  }
  return objects
}

const seqOffset = 8

/** What leads to others goes before them: rules, routes, addresses, and what the firewall keeps from these; of a kind as configured. */
export function removalOrder(of: readonly CarriedKind[]): number[] {
  const order: readonly CarriedKind[] = ['rule', 'route', 'address', 'element']
  return order.flatMap((kind) => of.flatMap((each, index) => (each === kind ? [index] : [])))
}

function isEncodable(carried: Carried, links: Links): boolean {
  return numberedDevices(carried).every((name) => name === undefined || links.indexOf(name) !== undefined)
}

/** An address and a route have numbers of interfaces in their messages, others have names. */
function numberedDevices({ kind, object }: Carried): (string | undefined)[] {
  switch (kind) {
    case 'address':
      return [object.dev]
    case 'route':
      return [object, ...object.nexthops].map((hop) => hop.dev)
    case 'rule':
    case 'element':
      return []
  }
}

/** By what the engine recognises an address; routes and rules it recognises by their messages. */
function placeOf(carried: Carried, links: Links): Pick<ObjectSpec, 'interfaceIndex' | 'address' | 'prefix'> {
  if (carried.kind !== 'address') return { interfaceIndex: 0, address: nowhere, prefix: 0 }
  const { dev, address, prefix } = carried.object
  return { interfaceIndex: links.indexOf(dev) ?? 0, address, prefix }
}

function encoded<K extends CarriedKind>(kind: K, object: Objects[K], links: Links) {
  const { show, create, remove } = kinds[kind]
  const [adding, removing] = [create(object, links), remove(object, links)]
  return {
    label: show(object).title,
    bus: busOf(adding),
    add: inBytes(adding),
    remove: inBytes(removing),
  }
}

function busOf([message]: readonly Message[]): Bus {
  return message?.kind === 'netfilter' ? 'netfilter' : 'route'
}

function inBytes([message]: readonly Message[]): Uint8Array {
  return message ? encodeMessage(message, 0) : new Uint8Array()
}
