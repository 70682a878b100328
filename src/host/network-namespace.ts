import { statSync } from 'node:fs'
import { KacError } from '../base/index.ts'
import { loadAddon } from './addon.ts'

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
