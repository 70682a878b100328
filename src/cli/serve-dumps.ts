import { KacError } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { type Daemon, type LogPort, placeName } from '../daemon/index.ts'
import { dumpDirectory, hostTexts, onSignal } from '../host/index.ts'
import {
  bfdDump,
  checkDump,
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
      if (text !== undefined) hostTexts.write(path, text, config.global.umask)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      log.error(error.message)
    }
  }

  const statistics: Dump = (snapshot, config) => ({
    path: inPlace('keepalived.stats', config.global.statisticsFile),
    text: statisticsDump(snapshot, config),
  })
  const data: Dump = (snapshot, config) => ({
    path: inPlace(dataName(config), config.global.stateFile),
    text: dataDump(snapshot, config),
  })
  const checks: Dump = (snapshot, config) => ({
    path: ofProcess('check', data(snapshot, config).path),
    text: checkDump(snapshot, config),
  })
  const sessions: Dump = (snapshot, config) => ({
    path: ofProcess('bfd', data(snapshot, config).path),
    text: bfdDump(snapshot, config),
  })
  const asJson: Dump = (snapshot, config) => ({
    path: inPlace('keepalived.json', config.global.jsonFile),
    text: jsonDump(snapshot, config),
  })
  onSignal('SIGUSR1', async () => {
    await write(data)
    await write(checks)
    await write(sessions)
  })
  onSignal('SIGUSR2', () => void write(statistics))
  onSignal(json, () => void write(asJson))
  onSignal(statisticsClear, async () => {
    await write(statistics)
    cleared = (await daemon.status()).routers
  })
}

/** The configuration names the file, or its directory; otherwise it is where keepalived puts it. */
function inPlace(name: string, given = ''): string {
  const path = given === '' || given.endsWith('/') ? `${given}${name}` : given
  return path.startsWith('/') ? path : `${dumpDirectory()}/${path}`
}

/** keepalived's other processes have files of their own, whose names say so. */
function ofProcess(name: string, path: string): string {
  return path.replace(/(\.[^./]*)?$/, `_${name}$1`)
}

/** With data_use_instance those of several daemons do not overwrite each other. */
function dataName(config: Config): string {
  const name = config.global.dumpsByInstance ? placeName(config) : undefined
  return name === undefined ? 'keepalived.data' : `keepalived.${name}.data`
}
