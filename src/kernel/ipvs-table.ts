import { KacError } from '../base/index.ts'
import { KernelError } from './error.ts'
import {
  decodeDestination,
  decodeService,
  dumpDestinations,
  dumpServices,
  type IpvsDestination,
  type IpvsService,
  type IpvsStats,
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
  for (const { object } of services) destinations.push(...(await readDestinations(port, object)))
  return { services, destinations }
}

async function readServices(port: KernelPort): Promise<Counted<IpvsService>[]> {
  try {
    const { replies, refusal } = await port.dump(dumpServices)
    if (refusal) throw new KernelError({ op: 'read', kind: 'service', key: 'table' }, refusal)
    return replies.flatMap((frame) => decodeService(frame) ?? [])
  } catch (error) {
    if (error instanceof KacError && error.code === noIpvs) return []
    throw error
  }
}

/** What `netlinkKernel` says of a family that the kernel does not have. */
const noIpvs = 'ENOENT'

async function readDestinations(port: KernelPort, { id }: IpvsService): Promise<Counted<IpvsDestination>[]> {
  const { replies, refusal } = await port.dump(dumpDestinations(id))
  // The service has gone meanwhile, and its destinations with it.
  if (refusal?.code === 'ESRCH') return []
  if (refusal) throw new KernelError({ op: 'read', kind: 'destination', key: showService(id) }, refusal)
  return replies.flatMap((frame) => decodeDestination(frame, id) ?? [])
}
