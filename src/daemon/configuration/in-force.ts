import { type Micros, unservedIn } from '../../base/index.ts'
import type { ConfigurationStatus } from '../../status/index.ts'
import type { Accepted } from './judge.ts'
import type { ConfigSource, Reading } from './source.ts'

/** The configuration that runs. */
export interface InForce {
  readonly reading: Reading
  readonly accepted: Accepted
  readonly since: Micros
}

/** Also while nothing is in force: what is to be run, and why it is not. */
export function configurationStatus(
  inForce: InForce | undefined,
  source: ConfigSource,
  problem: ConfigurationStatus['problem'],
): ConfigurationStatus {
  return {
    source: source.label,
    ...(source.path !== undefined && { path: source.path }),
    ...(inForce && runningStatus(inForce)),
    unserved: inForce ? unservedIn(inForce.accepted.diagnostics) : [],
    ...(problem && { problem }),
  }
}

function runningStatus({ reading: { id, commit }, since }: InForce) {
  return {
    loadedAt: isoTime(since),
    digest: id,
    ...(commit && { commit: { id: commit.id, author: commit.author, subject: commit.subject } }),
  }
}

/** The file, or the commit of the repository. */
export function nameOf({ commit, recalled }: Reading, source: ConfigSource): string {
  if (commit) return `${source.label} at ${commit.id.slice(0, 8)} "${commit.subject}"`
  return recalled ? `${source.label} as it was before` : source.label
}

export function isoTime(realTime: Micros): string {
  return new Date(realTime / 1000).toISOString()
}
