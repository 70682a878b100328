import { KacError } from '../base/index.ts'
import { KernelError } from './error.ts'
import {
  decodeElements,
  decodeFirewall,
  dumpElements,
  dumpFirewalls,
  type Element,
  type Firewall,
  type KindName,
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
  const firewalls = (await dump(port, 'firewall', dumpFirewalls)).flatMap((frame) => decodeFirewall(frame) ?? [])
  const elements: Element[] = []
  for (const { table } of firewalls.filter(({ form }) => form !== undefined)) {
    for (const message of dumpElements(table)) {
      elements.push(...(await dump(port, 'element', message)).flatMap(decodeElements))
    }
  }
  return { firewalls, elements }
}

async function dump(port: KernelPort, kind: KindName, message: Message): Promise<readonly Frame[]> {
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
