import { apply, drain, type Patience } from '../apply/index.ts'
import { KacError, type Micros } from '../base/index.ts'
import { madeServices } from '../daemon/index.ts'
import { absolutePath, askDaemon, askForYes, fileMemory, procSysctls, systemClock } from '../host/index.ts'
import { type IpvsService, kinds, objectId } from '../kernel/index.ts'
import { concernsIpvs, type Plan, render } from '../plan/index.ts'
import type { StatusSnapshot } from '../status/index.ts'
import type { ApplyFlags } from './commands/apply.ts'
import { type ExitCode, exit } from './exit.ts'
import { guardsOf } from './guards.ts'
import { openKernel } from './kernel.ts'
import { isoNow } from './now.ts'
import { forgetsClients, persistentClients } from './persistent-clients.ts'
import { ownScope, type PlannedHost, planHost } from './plan-host.ts'
import { daemonSocket, runDirOf } from './run-dir.ts'
import type { Terminal } from './terminal.ts'
import { watchDraining } from './watch-draining.ts'

/** Plans, asks, applies, reads back. */
export async function applyHost(flags: ApplyFlags, terminal: Terminal): Promise<ExitCode> {
  const planned = await planHost(flags, terminal)
  const { plan, status } = planned
  terminal.out(renderNow(plan, terminal))
  if (plan.problems.length > 0) throw new KacError('plan-problems', 'this plan can not be carried out')
  refuseOtherSource(flags, status)
  refuseGuarded(planned, flags)
  if (plan.changes.length === 0 && isInForce(planned)) return exit.ok
  const note = flags.drain === undefined ? undefined : persistentClients(plan, procSysctls.read(forgetsClients))
  if (note !== undefined) terminal.err(`kac: ${note}`)
  if (!flags.yes) {
    await mayGoOn(terminal)
    await refuseStale(planned, flags, terminal)
  }
  const code = status.daemon
    ? await applyByDaemon(flags, planned, terminal)
    : await applyAlone(planned, flags, terminal)
  return code === exit.ok ? readBack(flags, terminal) : code
}

/** Without a daemon there is no configuration in force: the kernel alone decides. */
function isInForce({ status, compiled }: PlannedHost): boolean {
  return status.engine === undefined || status.configuration?.digest === compiled.digest
}

function refuseGuarded(planned: PlannedHost, { allowEmpty, allowMassChange, file }: ApplyFlags): void {
  if (allowEmpty) return
  const [guard] = guardsOf(planned, file).filter(({ code }) => code === 'guard-empty' || !allowMassChange)
  if (guard) throw new KacError(guard.code, guard.message)
}

/** Only one writes: the daemon, and only what it runs. */
function refuseOtherSource(
  { file, runDir }: ApplyFlags,
  { engine, daemon, configuration, silent }: StatusSnapshot,
): void {
  if (silent.includes('daemon')) throw new KacError('daemon-silent', 'the daemon of this host does not answer')
  if (silent.includes('engine')) throw new KacError('engine-silent', 'kac-engine does not answer')
  if (!engine && !daemon) return
  if (!engine) throw new KacError('engine-gone', 'the engine of this host is being started again: try again')
  if (!daemon)
    throw new KacError('daemon-away', `an engine runs but its daemon is away: start "kac daemon --run-dir ${runDir}"`)
  if (configuration?.path !== absolutePath(file)) {
    const what = configuration?.source ?? 'another source'
    throw new KacError('daemon-follows-other', `the daemon of this host runs ${what}: change that, or stop the daemon`)
  }
}

async function mayGoOn(terminal: Terminal): Promise<void> {
  const answer = await askForYes('Apply this? Only "yes" is a yes: ')
  if (answer === 'no-terminal')
    throw new KacError('needs-answer', 'there is no terminal to ask on: --yes goes on without')
  if (answer === 'no') throw new KacError('declined', 'nothing was changed')
  terminal.out('')
}

/** What was shown is what is done: while somebody thought about it the host may have moved on. */
async function refuseStale({ plan, status }: PlannedHost, flags: ApplyFlags, terminal: Terminal): Promise<void> {
  const now = await planHost(flags, { ...terminal, err: () => {} })
  const same = isDeepEqual([now.plan.changes, now.plan.roles], [plan.changes, plan.roles])
  if (same && now.status.daemon?.pid === status.daemon?.pid) return
  terminal.err(renderNow(now.plan, terminal))
  throw new KacError('stale-plan', 'the host has changed meanwhile, see above; nothing was done')
}

async function applyByDaemon(
  flags: ApplyFlags,
  { plan, compiled }: PlannedHost,
  terminal: Terminal,
): Promise<ExitCode> {
  const socket = daemonSocket(runDirOf(flags.runDir, compiled.config ?? {}))
  const { drain } = flags
  const outcome = await askDaemon(socket, 'reload', { expect: compiled.digest, ...(drain !== undefined && { drain }) })
  if (!outcome) throw new KacError('daemon-away', 'the daemon has gone meanwhile; nothing was changed')
  if (outcome.kind === 'applied') terminal.out(outcome.message)
  else terminal.err(`kac: ${outcome.message}`)
  switch (outcome.kind) {
    case 'applied':
      await watchDraining(socket, { plan, digest: compiled.digest }, terminal)
      return exit.ok
    // A daemon that is asked by name considers every text, unless it is about to end.
    case 'unchanged':
      return exit.tryAgain
    case 'refused':
      return exit.refused
    case 'incomplete':
    case 'unreachable':
      return exit.error
  }
}

async function applyAlone({ plan, compiled }: PlannedHost, flags: ApplyFlags, terminal: Terminal): Promise<ExitCode> {
  const kernel = openKernel(compiled.config ?? {})
  const made = madeServices(fileMemory(runDirOf(flags.runDir, compiled.config ?? {})))
  const { before, after } = servicesOf(plan)
  try {
    const known = new Set(before)
    const begun = new Set(after.filter((key) => !known.has(key)))
    if (concernsIpvs(plan)) await made.remember([...before, ...begun], begun)
    if (flags.drain !== undefined) await drain(plan, kernel, patience(flags.drain, terminal))
    const applied = await apply(plan, kernel, ownScope)
    if (concernsIpvs(plan)) await made.remember(applied.kind === 'done' ? after : before)
    if (applied.kind === 'done') return exit.ok
    terminal.err(`kac: ${applied.failure.message}`)
    for (const { message } of applied.left) terminal.err(`kac: not taken back: ${message}`)
    if (applied.left.length === 0) terminal.err('kac: everything else was taken back')
    return applied.left.length === 0 ? exit.rolledBack : exit.error
  } finally {
    kernel.close()
  }
}

function patience(within: Micros, terminal: Terminal): Patience {
  const onCount = (connections: number) => {
    const noun = connections === 1 ? 'connection' : 'connections'
    if (connections > 0) terminal.err(`kac: waiting for ${connections} ${noun} to end`)
  }
  return { within, now: systemClock.now, sleep: systemClock.sleep, onCount }
}

/** Our virtual services, by key: the kernel does not keep who made them. */
function servicesOf({ basis, changes, foreign }: Plan) {
  const others = new Set(foreign.map(({ id }) => id))
  const isOurs = (service: IpvsService) => !others.has(objectId('service', service))
  const before = basis.service.filter(isOurs).map(kinds.service.key)
  const own = changes.filter((change) => change.kind === 'service')
  const created = own.flatMap((change) => (change.action === 'create' ? kinds.service.key(change.after) : []))
  const removed = new Set(own.flatMap((change) => (change.action === 'remove' ? kinds.service.key(change.before) : [])))
  return { before, after: [...before.filter((key) => !removed.has(key)), ...created] }
}

/** What is still to be done after everything was done is drift. */
async function readBack(flags: ApplyFlags, terminal: Terminal): Promise<ExitCode> {
  const { plan } = await planHost(flags, { ...terminal, err: () => {} })
  if (plan.changes.length === 0) {
    terminal.out('Applied, and read back: the kernel has what the configuration asks for.')
    return exit.ok
  }
  terminal.err('kac: applied, but the kernel does not have what was asked for:')
  terminal.err(renderNow(plan, terminal))
  return exit.error
}

/** Counters go on counting. */
function isDeepEqual(a: unknown, b: unknown): boolean {
  const text = (value: unknown) => JSON.stringify(value, (key, each) => (key === 'connections' ? undefined : each))
  return text(a) === text(b)
}

function renderNow(plan: Plan, { colour }: Terminal): string {
  return render(plan, { now: isoNow(), colour }).trimEnd()
}
