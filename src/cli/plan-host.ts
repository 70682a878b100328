import { KacError, unservedIn, unservedText } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { madeServices } from '../daemon/index.ts'
import { assumedUp, assumeRuntime, desired, ownLinks, ownSettings, type RuntimeState } from '../desired/index.ts'
import { fileMemory, hostname, kernelRelease } from '../host/index.ts'
import {
  type KernelPort,
  type KernelState,
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
  const status = await readStatus(runDirOf(flags.runDir, config))
  if (status.silent.includes('engine') && flags.assume.size === 0)
    throw new KacError('engine-silent', 'kac-engine does not answer: nothing is known of the roles of this host')
  const kernel = openKernel()
  try {
    return { plan: await planOf(config, { flags, status, kernel }), compiled, status }
  } finally {
    kernel.close()
  }
}

interface PlanParts {
  readonly flags: PlanFlags
  readonly status: StatusSnapshot
  readonly kernel: KernelPort
}

async function planOf(whole: Config, { flags, status, kernel }: PlanParts): Promise<Plan> {
  const made = await madeServices(fileMemory(flags.runDir)).recall()
  // While a daemon runs the host, services are its business.
  const config = status.daemon ? { ...whole, virtualServers: [] } : whole
  const concernsTable = !status.daemon && config.virtualServers.length + made.size > 0
  const host = await readState(kernel)
  const readAt = isoNow()
  const want = desired(config, runtimeOf(config, { flags, status, live: host }))
  const settings = ownSettings(want.objects)
  const live = {
    ...host,
    ...(concernsTable && (await readTableState(kernel))),
    ...(settings.length > 0 && (await readIpvsSettings(kernel))),
  }
  const asked = new Set(want.objects.service.map(({ object }) => kinds.service.key(object)))
  const isOurs = (key: string) => config.global.lvsFlush || made.has(key) || asked.has(key)
  const known = [
    ...ownLinks(config, live.link),
    ...settings,
    ...ownTable(live, (service) => isOurs(kinds.service.key(service))),
  ]
  return makePlan({
    live,
    want: want.objects,
    roles: want.roles,
    scope: { ...ownScope, known: new Set(known) },
    host: hostname(),
    source: flags.file,
    kernel: kernelRelease(),
    readAt,
  })
}

/** What the engine says of the roles; without one, what the user wants assumed. */
function runtimeOf(
  config: Config,
  { flags, status, live }: { flags: PlanFlags; status: StatusSnapshot; live: KernelState },
): RuntimeState {
  if (!(status.daemon || status.engine) || flags.assume.size > 0)
    return assumeRuntime(config, { asked: flags.assume, links: live.link, addresses: live.address })
  const routers = status.routers.map(
    ({ name, state, effectivePriority }) => [name, { state, effectivePriority }] as const,
  )
  return { routers: new Map(routers), links: live.link, addresses: live.address, pools: assumedUp(config) }
}
