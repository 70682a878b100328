import { KacError } from '../base/index.ts'
import { KernelError } from './error.ts'
import {
  decodeElements,
  decodeFirewall,
  decodeMarking,
  decodeStretches,
  dumpElements,
  dumpFirewalls,
  dumpMarkingParts,
  dumpMarkings,
  dumpParts,
  dumpStretches,
  type Element,
  type Firewall,
  type KindName,
  type Marking,
  partsIn,
} from './kinds/index.ts'
import type { KernelPort, Message } from './port.ts'
import type { Frame } from './wire/index.ts'

export interface FirewallTables {
  readonly firewalls: readonly Firewall[]
  /** Of those tables that kac made. */
  readonly elements: readonly Element[]
}

/** Reads the tables of the firewall; a kernel without nf_tables has none. Throws KernelError. */
export async function readFirewall(port: KernelPort): Promise<FirewallTables> {
  const firewalls: Firewall[] = []
  const elements: Element[] = []
  for (const firewall of (await dump(port, 'firewall', [dumpFirewalls])).flatMap(
    (each) => decodeFirewall(each) ?? [],
  )) {
    const { table, form } = firewall
    if (form === undefined) {
      firewalls.push(firewall)
      continue
    }
    firewalls.push({ ...firewall, parts: partsIn(table, await dump(port, 'firewall', dumpParts(table))) })
    elements.push(...(await dump(port, 'element', dumpElements(table))).flatMap(decodeElements))
  }
  return { firewalls, elements }
}

/** Reads the tables that mark packets for IPVS; a kernel without nf_tables has none. Throws KernelError. */
export async function readMarkings(port: KernelPort): Promise<Marking[]> {
  const markings: Marking[] = []
  for (const marking of (await dump(port, 'marking', [dumpMarkings])).flatMap((each) => decodeMarking(each) ?? [])) {
    const { table, form } = marking
    if (form === undefined) {
      markings.push(marking)
      continue
    }
    const parts = partsIn(table, await dump(port, 'marking', dumpMarkingParts(table)))
    const stretches = (await dump(port, 'marking', dumpStretches(table))).flatMap(decodeStretches)
    markings.push({ ...marking, parts, stretches })
  }
  return markings
}

/** What the kernel says to all of these; one that asks for something that is not there gives nothing. */
async function dump(port: KernelPort, kind: KindName, messages: readonly Message[]): Promise<readonly Frame[]> {
  const frames: Frame[] = []
  for (const message of messages) frames.push(...(await dumpOne(port, kind, message)))
  return frames
}

async function dumpOne(port: KernelPort, kind: KindName, message: Message): Promise<readonly Frame[]> {
  try {
    const { replies, refusal } = await port.dump(message)
    if (refusal) throw new KernelError({ op: 'read', kind, key: 'table' }, refusal)
    return replies
  } catch (error) {
    if (error instanceof KacError && absent.has(error.code)) return []
    throw error
  }
}

/** The kernel has no nf_tables, or not for us; or the table has gone meanwhile. */
const absent: ReadonlySet<string> = new Set(['EPROTONOSUPPORT', 'EOPNOTSUPP', 'EINVAL', 'EPERM', 'ENOENT'])
