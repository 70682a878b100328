import type { Config } from './config.ts'

/**
 * What names in a configuration stand for. `Config` keeps the names, since it is also printed, compared and sent; what is
 * named there exists, or was left out with a finding.
 */
export interface References {
  readonly scripts: ReadonlyMap<string, Config['vrrpScripts'][number]>
  readonly files: ReadonlyMap<string, Config['trackFiles'][number]>
  readonly processes: ReadonlyMap<string, Config['trackProcesses'][number]>
  readonly sessions: ReadonlyMap<string, Config['bfdInstances'][number]>
  readonly trackGroups: ReadonlyMap<string, Config['trackGroups'][number]>
  readonly serverGroups: ReadonlyMap<string, Config['serverGroups'][number]>
  readonly instances: ReadonlyMap<string, Config['vrrpInstances'][number]>
  /** By the names of their members. */
  readonly syncGroups: ReadonlyMap<string, Config['syncGroups'][number]>
}

const made = new WeakMap<Config, References>()

/** Made once for each configuration. */
export function referencesOf(config: Config): References {
  const known = made.get(config)
  if (known) return known
  const { syncGroups } = config
  const references = {
    scripts: byName(config.vrrpScripts),
    files: byName(config.trackFiles),
    processes: byName(config.trackProcesses),
    sessions: byName(config.bfdInstances),
    trackGroups: byName(config.trackGroups),
    serverGroups: byName(config.serverGroups),
    instances: byName(config.vrrpInstances),
    syncGroups: new Map(syncGroups.flatMap((group) => group.members.map((member) => [member, group] as const))),
  }
  made.set(config, references)
  return references
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.name, one]))
}
