import { KacError } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Daemon, LogPort } from '../daemon/index.ts'
import { dumpDirectory, onSignal, writeDump } from '../host/index.ts'
import {
  countedSince,
  dataDump,
  jsonDump,
  type RouterStatus,
  type StatusSnapshot,
  statisticsDump,
} from '../status/index.ts'

/** SIGRTMIN+2 and SIGRTMAX-1 of Linux, as `keepalived --signum` says them. */
const json = 36
const statisticsClear = 63

type Dump = (snapshot: StatusSnapshot, config: Config) => { readonly path: string; readonly text: string | undefined }

/** keepalived's signals: whoever sends them finds the files where they were. */
export function serveDumps(daemon: Daemon, log: LogPort): void {
  let cleared: readonly RouterStatus[] = []

  async function write(dump: Dump): Promise<void> {
    const { config } = daemon
    const snapshot = await daemon.status()
    if (!config || snapshot.silent.length > 0) return log.warn('there is nothing to write down: no engine answers')
    try {
      const { path, text } = dump({ ...snapshot, routers: countedSince(snapshot.routers, cleared) }, config)
      if (text !== undefined) writeDump(path, text)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      log.error(error.message)
    }
  }

  const statistics: Dump = (...parts) => ({ path: inPlace('keepalived.stats'), text: statisticsDump(...parts) })
  onSignal('SIGUSR1', () => void write((...parts) => ({ path: dataPath(parts[1]), text: dataDump(...parts) })))
  onSignal('SIGUSR2', () => void write(statistics))
  onSignal(json, () => void write((...parts) => ({ path: inPlace('keepalived.json'), text: jsonDump(...parts) })))
  onSignal(statisticsClear, async () => {
    await write(statistics)
    cleared = (await daemon.status()).routers
  })
}

function inPlace(name: string): string {
  return `${dumpDirectory()}/${name}`
}

/** `state_dump_file` names the file, or its directory. */
function dataPath({ global: { stateFile } }: Config): string {
  if (stateFile === undefined) return inPlace('keepalived.data')
  return stateFile.endsWith('/') ? `${stateFile}keepalived.data` : stateFile
}
