import { KacError } from '../base/index.ts'
import { KernelError } from './error.ts'
import {
  decodeDestination,
  decodeService,
  decodeSyncDaemon,
  decodeTimeouts,
  dumpDestinations,
  dumpServices,
  dumpSyncDaemons,
  getTimeouts,
  type IpvsDestination,
  type IpvsService,
  type IpvsServiceId,
  type IpvsStats,
  type Objects,
  showService,
} from './kinds/index.ts'
import type { KernelPort } from './port.ts'

export interface Counted<T> {
  readonly object: T
  readonly stats: IpvsStats
}

/** The virtual services of a network namespace and their destinations, with what the kernel counts. */
export interface IpvsTable {
  readonly services: readonly Counted<IpvsService>[]
  readonly destinations: readonly Counted<IpvsDestination>[]
}

/** Reads all of it; a kernel without IPVS has none. Throws KernelError. */
export async function readTable(port: KernelPort): Promise<IpvsTable> {
  const services = await readServices(port)
  const destinations: Counted<IpvsDestination>[] = []
  // Destinations are listed by service. A socket refuses a dump while another one is under way (EBUSY).
  for (const { object } of services) destinations.push(...(await readDestinations(port, object.id)))
  return { services, destinations }
}

/** The destinations of some services. Throws KernelError. */
export async function readBehind(
  port: KernelPort,
  services: Iterable<IpvsServiceId>,
): Promise<readonly IpvsDestination[]> {
  const found: IpvsDestination[] = []
  for (const id of services) found.push(...(await readDestinations(port, id)).map(({ object }) => object))
  return found
}

/** The threads that pass connections on, and how long idle ones are remembered: none of either without IPVS. */
export async function readIpvsSettings(port: KernelPort): Promise<IpvsSettings> {
  const daemons = await orUndefined(port.dump(dumpSyncDaemons))
  if (daemons?.refusal) throw new KernelError({ op: 'read', kind: 'sync daemon', key: 'list' }, daemons.refusal)
  const [timeouts] = (await orUndefined(port.exchange([getTimeouts]))) ?? []
  if (timeouts?.refusal) throw new KernelError({ op: 'read', kind: 'ipvs timeout', key: 'list' }, timeouts.refusal)
  return {
    'sync daemon': daemons?.replies.flatMap((frame) => decodeSyncDaemon(frame) ?? []) ?? [],
    'ipvs timeout': timeouts?.replies.flatMap(decodeTimeouts) ?? [],
  }
}

export type IpvsSettings = { readonly [K in 'sync daemon' | 'ipvs timeout']: readonly Objects[K][] }

async function readServices(port: KernelPort): Promise<Counted<IpvsService>[]> {
  const answer = await orUndefined(port.dump(dumpServices))
  if (answer?.refusal) throw new KernelError({ op: 'read', kind: 'service', key: 'table' }, answer.refusal)
  return answer?.replies.flatMap((frame) => decodeService(frame) ?? []) ?? []
}

/** A kernel without IPVS has none of it. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof KacError && error.code === noIpvs) return undefined
    throw error
  }
}

/** What `netlinkKernel` says of a family that the kernel does not have. */
const noIpvs = 'ENOENT'

async function readDestinations(port: KernelPort, id: IpvsServiceId): Promise<Counted<IpvsDestination>[]> {
  const { replies, refusal } = await port.dump(dumpDestinations(id))
  // The service has gone meanwhile, and its destinations with it.
  if (refusal?.code === 'ESRCH') return []
  if (refusal) throw new KernelError({ op: 'read', kind: 'destination', key: showService(id) }, refusal)
  return replies.flatMap((frame) => decodeDestination(frame, id) ?? [])
}
