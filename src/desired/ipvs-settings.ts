import type { RouterState } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
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
          because: sync.because,
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

function syncOf({ global, vrrpInstances }: Config) {
  if (!global.lvsSyncDaemon) return syncOfInstance(vrrpInstances)
  const { inst, ...settings } = global.lvsSyncDaemon
  const router = vrrpInstances.find(({ name }) => name === inst)
  const because = {
    block: 'global_defs',
    blockAt: global.at,
    setting: 'lvs_sync_daemon',
    at: global.spans.lvsSyncDaemon ?? global.at,
  }
  return { inst, settings: { id: router?.virtualRouterId ?? 0, ...settings }, because }
}

/** The older form stands in the instance itself. Its id is 0 whatever the VRID: others hear only daemons of their own. */
function syncOfInstance(instances: readonly VrrpInstance[]) {
  for (const { name, syncInterface, at: blockAt, spans } of instances) {
    if (syncInterface === undefined) continue
    const setting = 'lvs_sync_daemon_interface'
    const because = { block: `vrrp_instance.${name}`, blockAt, setting, at: spans.syncInterface ?? blockAt }
    return { inst: name, settings: { id: 0, interface: syncInterface }, because }
  }
  return undefined
}
