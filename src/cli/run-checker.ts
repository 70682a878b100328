import type { Config } from '../bind/index.ts'
import { CheckerProcess, kindsOf } from '../check/index.ts'
import { Programs } from '../daemon/index.ts'
import {
  hostHttpPorts,
  hostNumberFiles,
  hostPrograms,
  identityOf,
  openProbes,
  parentProcess,
  type Scheduling,
  scheduleProcess,
  soon,
  stderrLog,
  systemChance,
  systemClock,
} from '../host/index.ts'

/** The daemon has said already which programs may not run. */
const unheard = { info: () => {}, warn: () => {}, error: () => {} }

/** Checks what the daemon that started this process wants to be checked, until it is gone. */
export function runChecker(): void {
  let programs: Programs | undefined
  let identity = () => identityOf(undefined, undefined)
  const probes = openProbes(
    (check, ended) => programs?.start(check.command, {}, ended),
    () => identity(),
  )
  const send = parentProcess(
    (message) => {
      if (message.kind === 'configure') {
        const { config, passphrase } = message
        programs = new Programs(config, hostPrograms, unheard)
        for (const problem of scheduleProcess('checker', schedulingOf(config))) stderrLog().warn(problem)
        identity = () => identityOf(config.ssl, passphrase)
      }
      checker.receive(message)
    },
    () => {
      checker.close()
      probes.close()
    },
  )
  const checker = new CheckerProcess({
    clock: systemClock,
    probes,
    kinds: kindsOf(hostHttpPorts),
    chance: systemChance,
    files: hostNumberFiles,
    send,
    soon,
  })
}

function schedulingOf({ global }: Config): Scheduling {
  return {
    nice: global.checkerNice,
    realTimePriority: global.checkerRealTimePriority ?? 0,
    realTimeLimit: global.checkerRealTimeLimit,
    lockMemory: global.checkerNoSwap,
    cpus: global.checkerCpus ?? [],
    name: global.checkerProcessName ?? (global.processNames ? 'keepalived_lvs' : 'kac-checker'),
  }
}
