import { KacError, seconds, unservedIn, unservedText } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { doneSettings, madeServices, settingsAfter } from '../daemon/index.ts'
import { ownLinks, withNamesKept } from '../desired/index.ts'
import { fileMemory, hostname, kernelRelease, systemClock } from '../host/index.ts'
import {
  type KernelPort,
  kinds,
  ownProtocol,
  ownTable,
  readIpvsSettings,
  readState,
  readTableState,
  type Scope,
} from '../kernel/index.ts'
import { renderFindings } from '../lint/index.ts'
import { makePlan, type Plan } from '../plan/index.ts'
import type { StatusSnapshot } from '../status/index.ts'
import type { PlanFlags } from './commands/plan.ts'
import { type CompiledFile, compileFile, paintFor } from './compile.ts'
import { openKernel } from './kernel.ts'
import { isoNow } from './now.ts'
import { enterPlace } from './place.ts'
import { readStatus } from './read-status.ts'
import { runDirOf } from './run-dir.ts'
import type { Terminal } from './terminal.ts'
import { wantedOn } from './wanted-on.ts'

/** What says of itself that kac, or keepalived before it, made it. */
export const ownScope: Scope = { protocol: ownProtocol, known: new Set() }

export interface PlannedHost {
  readonly plan: Plan
  readonly compiled: CompiledFile
  readonly status: StatusSnapshot
}

/** Compiles the file, reads the host and says what would change. Findings go to standard error. */
export async function planHost(flags: PlanFlags, terminal: Terminal): Promise<PlannedHost> {
  const compiled = compileFile(flags.file, flags)
  if (compiled.config) enterPlace(compiled.config, flags.file)
  const findings = compiled.diagnostics.filter(({ severity }) => severity !== 'note')
  if (findings.length > 0) terminal.err(renderFindings(findings, paintFor(terminal)).trimEnd())
  const { config } = compiled
  if (!config) throw new KacError('bad-configuration', `${flags.file}: keepalived would refuse this file`)
  const unserved = unservedText(unservedIn(compiled.diagnostics))
  if (unserved !== undefined) terminal.err(`kac: ${unserved}`)
  const kernel = openKernel(config)
  try {
    for (let look = 1; ; look++) {
      const status = await statusFor(flags, config, terminal)
      const plan = await planOf(config, { flags, status, kernel })
      // A daemon that has this text is about to do what is left to do.
      const isAwaited = status.daemon && status.configuration?.digest === compiled.digest && plan.changes.length > 0
      if (!isAwaited || look === looksMax) return { plan, compiled, status }
      await systemClock.sleep(looksEvery)
    }
  } finally {
    kernel.close()
  }
}

/** What a daemon was told by checks and roles, and what the kernel has, may differ for a moment. */
const looksEvery = seconds(0.3)
const looksMax = 4

async function statusFor(flags: PlanFlags, config: Config, terminal: Terminal): Promise<StatusSnapshot> {
  const status = await readStatus(runDirOf(flags.runDir, config))
  if (status.silent.includes('engine') && flags.assume.size === 0)
    throw new KacError('engine-silent', 'kac-engine does not answer: nothing is known of the roles of this host')
  const silent = status.silent.includes('daemon') ? 'the daemon of this host' : 'the process that checks real servers'
  if (status.checksSilent || (status.silent.includes('daemon') && config.virtualServers.length > 0))
    terminal.err(`kac: ${silent} does not answer: which real servers are in use is taken from the kernel`)
  return status
}

interface PlanParts {
  readonly flags: PlanFlags
  readonly status: StatusSnapshot
  readonly kernel: KernelPort
}

async function planOf(written: Config, { flags, status, kernel }: PlanParts): Promise<Plan> {
  const memory = fileMemory(runDirOf(flags.runDir, written))
  const { all: made } = await madeServices(memory).recall()
  const concernsTable = written.virtualServers.length + made.size > 0
  const host = { ...(await readState(kernel)), ...(concernsTable && (await readTableState(kernel))) }
  const readAt = isoNow()
  const config = withNamesKept(written, host.link)
  const { objects, roles } = wantedOn(config, { assume: flags.assume, status, live: host })
  const done = status.daemon ? await doneSettings(memory).recall() : { ours: [] }
  const settings = settingsAfter(objects, done)
  const want = { ...objects, ...settings.want }
  const live = { ...host, ...(settings.known.length > 0 && (await readIpvsSettings(kernel))) }
  const asked = new Set(want.service.map(({ object }) => kinds.service.key(object)))
  // A daemon has done that when it started.
  const flushes = config.global.lvsFlush && !status.daemon
  const isOurs = (key: string) => flushes || made.has(key) || asked.has(key)
  const known = [
    ...ownLinks(config, live.link),
    ...settings.known,
    ...ownTable(live, (service) => isOurs(kinds.service.key(service))),
  ]
  return makePlan({
    live,
    want,
    roles,
    scope: { ...ownScope, known: new Set(known) },
    host: hostname(),
    source: flags.file,
    kernel: kernelRelease(),
    readAt,
  })
}
