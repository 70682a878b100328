import type { Config } from '../bind/index.ts'
import { type Place, placeName } from '../daemon/index.ts'
import { foldersWith } from '../host/index.ts'

/** Daemons of several places have a directory each. */
export function runDirOf(runDir: string, place: Place): string {
  const name = placeName(place)
  return name === undefined ? runDir : `${runDir}/${name}`
}

export function daemonSocket(runDir: string): string {
  return `${runDir}/kac.sock`
}

export function engineSocket(runDir: string): string {
  return `${runDir}/engine.sock`
}

/** Run directories of other places below this one: somebody runs there, or did. */
export function otherRunDirs(runDir: string): string[] {
  return foldersWith(runDir, (folder) => [daemonSocket(folder), engineSocket(folder)])
}

/** Beside the run directory, or in a directory of their own: for /run/kac they are where keepalived has its own. */
export function pidDirectory(runDir: string, config: Config | undefined): string {
  const beside = runDir.replace(/\/+[^/]+\/*$/, '')
  const apart = config !== undefined && (config.pidDirectory || placeName(config) !== undefined)
  return apart ? `${beside}/keepalived` : beside
}

/** Signals to either reach the daemon. */
export function pidFiles(directory: string, config: Config | undefined): string[] {
  const name = config && placeName(config)
  return ['keepalived', 'vrrp'].map((process) => `${directory}/${process}${name === undefined ? '' : `_${name}`}.pid`)
}
