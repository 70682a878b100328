import type { Micros } from '../base/index.ts'
import type { ConfigurationStatus } from '../status/index.ts'
import type { Accepted } from './judge.ts'
import type { ConfigSource, Reading } from './source.ts'

/** The configuration that runs. */
export interface InForce {
  readonly reading: Reading
  readonly accepted: Accepted
  readonly since: Micros
}

export function configurationStatus(
  { reading, since }: InForce,
  source: ConfigSource,
  problem: ConfigurationStatus['problem'],
): ConfigurationStatus {
  const { commit } = reading
  return {
    source: source.label,
    ...(source.path !== undefined && { path: source.path }),
    loadedAt: isoTime(since),
    digest: reading.id,
    ...(commit && { commit: { id: commit.id, author: commit.author, subject: commit.subject } }),
    ...(problem && { problem }),
  }
}

/** The file, or the commit of the repository. */
export function nameOf({ commit }: Reading, source: ConfigSource): string {
  return commit ? `${source.label} at ${commit.id.slice(0, 8)} "${commit.subject}"` : source.label
}

export function isoTime(realTime: Micros): string {
  return new Date(realTime / 1000).toISOString()
}
