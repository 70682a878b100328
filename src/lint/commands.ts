import type { Span } from '../base/index.ts'
import type { Config } from '../bind/index.ts'

type Command = NonNullable<Config['global']['startupScript']>

/** A program that a configuration runs. */
export interface RunCommand {
  /** What runs it. */
  readonly keyword: string
  readonly argv: readonly string[]
  /** As whom, where the line or its block says so. */
  readonly user?: string
  readonly group?: string
  readonly at: Span
}

const keywords = {
  startupScript: 'startup_script',
  shutdownScript: 'shutdown_script',
  notifyFifoScript: 'notify_fifo_script',
  vrrpNotifyFifoScript: 'vrrp_notify_fifo_script',
  lvsNotifyFifoScript: 'lvs_notify_fifo_script',
  notify: 'notify',
  notifyMaster: 'notify_master',
  notifyBackup: 'notify_backup',
  notifyFault: 'notify_fault',
  notifyStop: 'notify_stop',
  notifyDeleted: 'notify_deleted',
  notifyLowerPriority: 'notify_master_rx_lower_pri',
  quorumUp: 'quorum_up',
  quorumDown: 'quorum_down',
  notifyUp: 'notify_up',
  notifyDown: 'notify_down',
} as const

type Runs = { readonly [F in keyof typeof keywords]?: Command | undefined }
type Runner = Runs & { readonly at: Span; readonly spans: { readonly [F in keyof typeof keywords]?: Span | undefined } }

/** All programs of a configuration, in the order of the blocks. */
export function commandsOf({ global, vrrpScripts, vrrpInstances, syncGroups, virtualServers }: Config): RunCommand[] {
  const servers = virtualServers.flatMap(({ realServers }) => realServers)
  const runners: readonly Runner[] = [global, ...vrrpInstances, ...syncGroups, ...virtualServers, ...servers]
  const scripts = vrrpScripts.map(({ script, user, spans, at }) => {
    return runCommand('script', { ...script, ...user }, spans.script ?? at)
  })
  const checks = servers.flatMap((server) =>
    server.checks.flatMap((check) => {
      if (check.kind !== 'misc') return []
      return [runCommand('misc_path', { ...check.command, ...check.user }, check.spans.command ?? check.at)]
    }),
  )
  return [...runners.flatMap(commandsIn), ...scripts, ...checks].filter(({ argv }) => argv.length > 0)
}

/** Of all there may be only those that were written are looked for: most blocks have none. */
function commandsIn(runner: Runner): RunCommand[] {
  const found: RunCommand[] = []
  for (const field in runner.spans) {
    if (!isCommand(field)) continue
    const command = runner[field]
    if (command) found.push(runCommand(keywords[field], command, runner.spans[field] ?? runner.at))
  }
  return found
}

function isCommand(field: string): field is keyof typeof keywords {
  return Object.hasOwn(keywords, field)
}

function runCommand(keyword: string, { argv, user, group }: Command, at: Span): RunCommand {
  return { keyword, argv, at, ...(user !== undefined && { user }), ...(group !== undefined && { group }) }
}
