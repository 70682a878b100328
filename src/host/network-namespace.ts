import { statSync } from 'node:fs'
import { KacError } from '../base/index.ts'
import { loadAddon } from './addon.ts'
import { openNetlinkSocket } from './netlink-socket.ts'

type Enter = (path: string, program: string, ...args: readonly string[]) => void

/** Where ip-netns(8) keeps them. */
const folder = '/run/netns'

/** Becomes this program, started anew, in a network namespace; returns when it runs there. Throws KacError. */
export function enterNetworkNamespace(name: string): void {
  const path = `${folder}/${name}`
  try {
    const [there, here] = [path, '/proc/self/ns/net'].map((each) => statSync(each))
    if (there?.ino === here?.ino && there?.dev === here?.dev) return
    const { runInNetworkNamespace: enter } = loadAddon() as { runInNetworkNamespace: Enter }
    enter(path, process.execPath, ...process.execArgv, ...process.argv.slice(1))
  } catch (cause) {
    if (cause instanceof KacError) throw cause
    throw new KacError('network-namespace', `cannot enter net_namespace ${name}: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** Opens netlink sockets in the network namespace that net_namespace_ipvs names: without a name in that of the first process. */
export function openNetlinkSocketsIn(name: string): typeof openNetlinkSocket {
  const networkNamespace = name === '' ? '/proc/1/ns/net' : `${folder}/${name}`
  return (protocol, onMessage, options) => {
    try {
      return openNetlinkSocket(protocol, onMessage, { ...options, networkNamespace })
    } catch (cause) {
      if (!(cause instanceof KacError)) throw cause
      const message = `cannot open a socket in net_namespace_ipvs ${name}: ${cause.message}`
      throw new KacError('network-namespace', message, { cause })
    }
  }
}
