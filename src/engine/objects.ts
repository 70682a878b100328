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

type Encoded = Pick<ObjectSpec, 'key' | 'label' | 'bus' | 'add' | 'remove'>

/** What was encoded for the image before, most of which is in the next one too. */
export class Encodings {
  #before: ReadonlyMap<string, Encoded> = new Map()
  #now = new Map<string, Encoded>()

  /** Another image begins: what only those before the last one had is forgotten. */
  turn(): void {
    this.#before = this.#now
    this.#now = new Map()
  }

  of(carried: Carried, links: Links): Encoded {
    const { kind, object } = carried
    const id = JSON.stringify([kind, object, interfacesOf(carried).map((name) => name && links.indexOf(name))])
    const known = this.#before.get(id) ?? encoded(kind, object, links)
    this.#now.set(id, known)
    return known
  }
}

/** Undefined where an interface that it is on does not exist. */
export function objectSpec(
  carried: Carried,
  links: Links,
  { encodings, ...circumstances }: Circumstances & { readonly encodings: Encodings },
): ObjectSpec | undefined {
  if (!isEncodable(carried, links)) return undefined
  const { noTrack } = carried
  // A route that ends by itself is not lost when it does.
  const tracked = !noTrack && !(carried.kind === 'route' && carried.object.expires !== undefined)
  const { ground, ...rest } = circumstances
  const known = encodings.of(carried, links)
  const key = ground === undefined ? known.key : keyOf(known.add, ground)
  return { ...rest, ...known, key, tracked, ...placeOf(carried, links) }
}

/** What stands on something else is another thing when that is. */
function keyOf(add: Uint8Array, ground: string): Uint8Array {
  return digest(Uint8Array.of(...add, ...new TextEncoder().encode(ground)))
}

/** What leads to others goes before them: rules, routes, addresses, and what the firewall keeps from these; of a kind as configured. */
export function removalOrder(of: readonly CarriedKind[]): number[] {
  const order: readonly CarriedKind[] = ['rule', 'route', 'address', 'element']
  return order.flatMap((kind) => of.flatMap((each, index) => (each === kind ? [index] : [])))
}

function isEncodable(carried: Carried, links: Links): boolean {
  return interfacesOf(carried).every((name) => name === undefined || links.indexOf(name) !== undefined)
}

/** An address and a route have numbers of interfaces in their messages, others have names. */
function interfacesOf({ kind, object }: Carried): (string | undefined)[] {
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

function encoded<K extends CarriedKind>(kind: K, object: Objects[K], links: Links): Encoded {
  const { show, create, remove } = kinds[kind]
  const [adding, removing] = [create(object, links), remove(object, links)]
  const add = inBytes(adding)
  return { key: digest(add), label: show(object).title, bus: busOf(adding), add, remove: inBytes(removing) }
}

function busOf([message]: readonly Message[]): Bus {
  return message?.kind === 'netfilter' ? 'netfilter' : 'route'
}

function inBytes([message]: readonly Message[]): Uint8Array {
  return message ? encodeMessage(message, 0) : new Uint8Array()
}
