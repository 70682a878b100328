import type { RouterState } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { type IpvsTimeout, objectId, type SyncDaemon, type Wanted } from '../kernel/index.ts'

/** What the configuration says of IPVS besides its table. */
export interface WantedSettings {
  readonly 'sync daemon': readonly Wanted<SyncDaemon>[]
  readonly 'ipvs timeout': readonly Wanted<IpvsTimeout>[]
}

/**
 * Sync daemons and timeouts. Without an instance both daemons run; with one the director that is its Master tells, and
 * the others listen.
 */
export function ipvsSettings(config: Config, stateOf: (router: string) => RouterState | undefined): WantedSettings {
  const { lvsTimeouts: timeouts, spans, at: blockAt } = config.global
  const because = (setting: string, at = blockAt) => ({ block: 'global_defs', blockAt, setting, at })
  const sync = syncOf(config)
  const isPresent = (state: SyncDaemon['state']) =>
    sync?.inst === undefined || (stateOf(sync.inst) === 'MASTER') === (state === 'master')
  return {
    'sync daemon': sync
      ? (['master', 'backup'] as const).map((state) => ({
          object: { state, ...sync.settings },
          present: isPresent(state),
          because: because('lvs_sync_daemon', spans.lvsSyncDaemon),
        }))
      : [],
    'ipvs timeout': (['tcp', 'tcpfin', 'udp'] as const).flatMap((sort) => {
      const timeout = timeouts?.[sort]
      if (timeout === undefined) return []
      const object = { sort, seconds: Math.trunc(timeout / 1e6) }
      return [{ object, present: true, because: because('lvs_timeouts', spans.lvsTimeouts) }]
    }),
  }
}

/** What of it is ours to change: the kernel has one of each, and does not keep who asked for it. */
export function ownSettings(wanted: WantedSettings): string[] {
  return [
    ...wanted['sync daemon'].map(({ object }) => objectId('sync daemon', object)),
    ...wanted['ipvs timeout'].map(({ object }) => objectId('ipvs timeout', object)),
  ]
}

/** The older form stands in the instance itself. */
function syncOf({ global, vrrpInstances }: Config) {
  const older = vrrpInstances.find(({ syncInterface }) => syncInterface !== undefined)
  const found = global.lvsSyncDaemon ?? (older?.syncInterface && { interface: older.syncInterface, inst: older.name })
  if (!found) return undefined
  const { inst, ...settings } = found
  const router = vrrpInstances.find(({ name }) => name === inst)
  return { inst, settings: { id: router?.virtualRouterId ?? 0, ...settings } }
}
