import { KacError } from '../base/index.ts'
import type { Place } from '../daemon/index.ts'
import { enterNetworkNamespace } from '../host/index.ts'

/** Returns in the network namespace that the configuration in `file` names: this program starts anew there if need be. */
export function enterPlace({ networkNamespace: name }: Place, file: string): void {
  if (name === undefined) return
  // It has been read by now, and is not there a second time.
  if (file === '-') throw new KacError('network-namespace', `net_namespace ${name} needs a file, not standard input`)
  enterNetworkNamespace(name)
}
