import { CheckerProcess, kindsOf } from '../check/index.ts'
import { Programs } from '../daemon/index.ts'
import {
  hostHttpPorts,
  hostNumberFiles,
  hostPrograms,
  openProbes,
  parentProcess,
  soon,
  systemChance,
  systemClock,
} from '../host/index.ts'

/** The daemon has said already which programs may not run. */
const unheard = { info: () => {}, warn: () => {}, error: () => {} }

/** Checks what the daemon that started this process wants to be checked, until it is gone. */
export function runChecker(): void {
  let programs: Programs | undefined
  const probes = openProbes((check, ended) => programs?.start(check.command, {}, ended))
  const send = parentProcess(
    (message) => {
      if (message.kind === 'configure') programs = new Programs(message.config, hostPrograms, unheard)
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
