import { type Micros, micros, type Span, seconds, spanLine, type Unplaced } from '../base/index.ts'
import type { Command, Config, GlobalDefs } from '../bind/index.ts'
import type { Program, ProgramEnd, ProgramPort, ProgramRules, RunningProgram } from './ports.ts'

interface Timer {
  /** Runs `then` once after the duration; the returned function cancels it. */
  after(duration: Micros, then: () => void): () => void
}

/** A program that something names. */
export interface NamedProgram {
  readonly command: Unplaced<Command>
  /** Of a vrrp_script or a MISC_CHECK, which say apart who runs them. */
  readonly account?: { readonly user: string; readonly group?: string }
  /** Where, if anybody is to be told. */
  readonly at?: Span
}

/** What a configuration says of all its programs. */
type Habits = Pick<GlobalDefs, 'scriptUser' | 'scriptSecurity' | 'keepSymlinks' | 'supplementaryGroups' | 'umask'>

/** Of these programs those that may run. What may not is said once and left out. */
export class Programs {
  readonly #port: ProgramPort
  readonly #allowed: ReadonlyMap<NamedProgram['command'], Program>

  constructor(
    named: readonly NamedProgram[],
    habits: Unplaced<Habits>,
    port: ProgramPort,
    log: { warn(line: string): void },
  ) {
    const { scriptUser, scriptSecurity: strict, keepSymlinks, supplementaryGroups: allGroups, umask } = habits
    const rules: ProgramRules = { ...scriptUser, strict, keepSymlinks, allGroups, umask }
    this.#port = port
    this.#allowed = new Map(
      named.flatMap(({ command, account, at }) => {
        if (command.argv.length === 0) return []
        const verdict = port.check({ ...command, ...account }, rules)
        const notes = verdict.kind === 'allowed' ? verdict.warnings : [`not run: ${verdict.reason}`]
        for (const note of notes) log.warn(at ? `${spanLine(at)}: ${note}` : note)
        return verdict.kind === 'allowed' ? [[command, verdict.program] as const] : []
      }),
    )
  }

  allows(command: NamedProgram['command']): boolean {
    return this.#allowed.has(command)
  }

  /** Undefined for one that may not run. */
  start(
    command: NamedProgram['command'],
    { args = [], listen = false }: { readonly args?: readonly string[]; readonly listen?: boolean },
    ended: (end: ProgramEnd) => void,
  ): RunningProgram | undefined {
    const program = this.#allowed.get(command)
    return program && this.#port.start({ program, args, listen }, ended)
  }

  /** Runs it to its end, which comes at `timeout` at the latest. Undefined for one that may not run. */
  async run(command: NamedProgram['command'], timeout: Micros, clock: Timer): Promise<ProgramEnd | undefined> {
    const { promise, resolve } = Promise.withResolvers<ProgramEnd>()
    const running = this.start(command, {}, resolve)
    if (!running) return undefined
    const asking = clock.after(timeout, () => running.signal('SIGTERM'))
    const making = clock.after(micros(timeout + grace), () => running.signal('SIGKILL'))
    const end = await promise
    asking()
    making()
    return end
  }
}

/** Between asking a program to end and making it. */
const grace = seconds(2)

/** All that a configuration names. */
export function programsIn(config: Config): NamedProgram[] {
  const { global } = config
  const scripts = config.vrrpScripts.map(({ script: command, user: account, at }) => ({
    command,
    ...(account && { account }),
    at,
  }))
  const checks = config.virtualServers
    .flatMap(({ realServers }) => realServers)
    .flatMap((real) => real.checks.filter((check) => check.kind === 'misc'))
    .map(({ command, user: account, at }) => ({ command, ...(account && { account }), at }))
  const notifiers = [...config.vrrpInstances, ...config.syncGroups].flatMap((each) => {
    const { notify, notifyMaster, notifyBackup, notifyFault, notifyStop, at } = each
    const more = 'virtualRouterId' in each ? [each.notifyDeleted, each.notifyLowerPriority] : []
    return [notify, notifyMaster, notifyBackup, notifyFault, notifyStop, ...more].map((command) => ({ command, at }))
  })
  const services = config.virtualServers.flatMap(({ quorumUp, quorumDown, realServers, at }) => [
    ...[quorumUp, quorumDown].map((command) => ({ command, at })),
    ...realServers.flatMap((real) => [real.notifyUp, real.notifyDown].map((command) => ({ command, at: real.at }))),
  ])
  const own = [
    global.startupScript,
    global.shutdownScript,
    global.notifyFifoScript,
    global.vrrpNotifyFifoScript,
    global.lvsNotifyFifoScript,
  ].map((command) => ({ command, at: global.at }))
  return [...scripts, ...checks, ...notifiers, ...services, ...own].flatMap(({ command, ...rest }) =>
    command ? [{ command, ...rest }] : [],
  )
}
