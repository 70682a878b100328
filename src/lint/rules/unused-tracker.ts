import type { Span } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived does not run such a script, and says so in its log only. */
export const unusedTracker: Rule = {
  code: 'lint/unused-tracker',
  severity: 'warning',
  unanimous: true,
  doc: {
    what: 'A vrrp_script, vrrp_track_process, track_file or bfd_instance that nothing tracks.',
    why: 'It has no effect on any role: what it watches may fail, and nobody takes over. Mostly the line that names it was forgotten, or is in the wrong block.',
    example: `vrrp_script chk {
    script /usr/local/bin/chk
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Name it in track_script, track_process, track_file or track_bfd of an instance, or remove it.',
  },
  create: (report) => ({
    config(config) {
      const { vrrpScripts, trackProcesses, trackFiles, bfdInstances } = config
      const trackers = [...config.vrrpInstances, ...config.syncGroups]
      // Without anything that could track them they are a file to be included.
      if (trackers.length + config.virtualServers.length === 0) return
      const checks = config.virtualServers.flatMap(({ realServers }) => realServers.flatMap((one) => one.checks))
      const files = checks.flatMap((check) => (check.kind === 'file' ? [check.file] : []))
      const sessions = checks.flatMap((check) => (check.kind === 'bfd' ? [check.name] : []))
      const unused = (what: string, list: string, all: readonly Named[], used: readonly string[]) => {
        const names = new Set(used)
        for (const { name, at } of all.filter((one) => !names.has(one.name)))
          report(`nothing tracks ${what} ${name}, so it has no effect`, at, {
            hint: `name it in ${list} of a vrrp_instance, or remove it`,
          })
      }
      const tracked = (field: Lists) => trackers.flatMap((one) => one[field].map(({ name }) => name))
      unused('vrrp_script', 'track_script', vrrpScripts, tracked('trackedScripts'))
      unused('vrrp_track_process', 'track_process', trackProcesses, tracked('trackedProcesses'))
      unused('track_file', 'track_file', trackFiles, [...tracked('trackedFiles'), ...files])
      unused('bfd_instance', 'track_bfd', bfdInstances, [...tracked('trackedBfd'), ...sessions])
    },
  }),
}

type Lists = 'trackedScripts' | 'trackedProcesses' | 'trackedFiles' | 'trackedBfd'

interface Named {
  readonly name: string
  readonly at: Span
}
