import { type Config, referencesOf } from '../../bind/index.ts'
import type { FleetRule } from '../rule.ts'

/** The kernel drops copies of connections that have another id: ip_vs_sync.c. */
export const unequalSyncDaemon: FleetRule = {
  code: 'fleet/unequal-sync-daemon',
  severity: 'warning',
  doc: {
    what: 'Of directors that back each other up, not all have lvs_sync_daemon, or their ids differ.',
    why: 'Connections are copied to directors with the same id only. The others lose all of them at a failover.',
    example: `global_defs {
@lb1 lvs_sync_daemon eth0 inst VI_1 id 1
@lb2 lvs_sync_daemon eth0 inst VI_1 id 2
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Write lvs_sync_daemon with the same id on all directors, or on none.',
  },
  create: (report) => ({
    fleet({ clusters }) {
      for (const cluster of clusters) {
        const ids = cluster.map(({ name, config }) => ({ name, config, id: syncId(config) }))
        const first = ids.find(({ id }) => id !== undefined)
        for (const { name, config, id } of first ? ids : []) {
          if (!first || id === first.id) continue
          const related = [
            { span: first.config.global.spans.lvsSyncDaemon ?? first.config.global.at, message: `on ${first.name}` },
          ]
          const message =
            id === undefined
              ? `${name} has no lvs_sync_daemon, and ${first.name} has one`
              : `lvs_sync_daemon of ${name} has id ${id}, and of ${first.name} id ${first.id}`
          report(message, config.global.spans.lvsSyncDaemon ?? related[0]?.span ?? config.global.at, { related })
        }
      }
    },
  }),
}

/** Unless given, that of the instance that the daemon follows. */
function syncId(config: Config): number | undefined {
  const daemon = config.global.lvsSyncDaemon
  if (!daemon) return undefined
  return daemon.id ?? referencesOf(config).instances.get(daemon.inst ?? '')?.virtualRouterId ?? 0
}
