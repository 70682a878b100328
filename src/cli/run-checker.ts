import { CheckerProcess, type CheckerSettings, kindsOf, type PoolSpec } from '../check/index.ts'
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
import { type NamedProgram, Programs } from '../programs/index.ts'

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
      // First, since the answer says that it is so.
      if (message.kind === 'configure') schedule(message.settings)
      checker.receive(message)
      if (message.kind !== 'configure') return
      const { settings, passphrase } = message
      programs = new Programs(programsOf(checker.specs), settings.global, hostPrograms, unheard)
      identity = () => identityOf(settings.ssl, passphrase)
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

function programsOf(pools: readonly PoolSpec[]): NamedProgram[] {
  const checks = pools.flatMap(({ servers }) => servers.flatMap((server) => server.checks))
  return checks.flatMap((check) =>
    check.kind === 'misc' ? [{ command: check.command, ...(check.user && { account: check.user }) }] : [],
  )
}

function schedule(settings: CheckerSettings): void {
  for (const problem of scheduleProcess('checker', schedulingOf(settings))) stderrLog().warn(problem)
}

function schedulingOf({ global }: CheckerSettings): Scheduling {
  return {
    nice: global.checkerNice,
    realTimePriority: global.checkerRealTimePriority ?? 0,
    realTimeLimit: global.checkerRealTimeLimit,
    lockMemory: global.checkerNoSwap,
    cpus: global.checkerCpus ?? [],
    name: global.checkerProcessName ?? (global.processNames ? 'keepalived_lvs' : 'kac-checker'),
  }
}
