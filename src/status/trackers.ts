import type { Micros } from '../base/index.ts'
import { type Config, type Tracked, trackedBy, type VrrpInstance } from '../bind/index.ts'
import { type Observation, weigh } from '../track/index.ts'

/** Something that a router tracks, and what it does to its priority now. */
export interface TrackerStatus {
  readonly kind: Tracked['kind']
  readonly name: string
  readonly weight: number
  readonly reverse: boolean
  /** Of the base priority. */
  readonly change: number
  readonly fault: boolean
  /** `ok`, `exit code 1`, `2 running`, `up`. */
  readonly detail: string
  /** How long it has been so. */
  readonly forSeconds?: number
  readonly seenSecondsAgo?: number
  readonly tookSeconds?: number
  readonly lastLine?: string
}

/** What is seen of what routers track. */
export interface Seen {
  readonly observations: readonly Observation[]
  readonly linksUp: ReadonlySet<string>
}

export function trackerStatuses(instance: VrrpInstance, config: Config, seen: Seen, now: Micros): TrackerStatus[] {
  return trackedBy(instance, config).map((tracked) => {
    if (tracked.kind === 'interface') {
      const up = seen.linksUp.has(tracked.name)
      return { ...tracked, ...weigh(tracked, Number(up)), detail: up ? 'up' : 'down' }
    }
    const found = seen.observations.find(({ kind, name }) => kind === tracked.kind && name === tracked.name)
    return { ...tracked, ...weigh(tracked, found?.value), ...(found ? shown(found, now) : { detail: 'not known' }) }
  })
}

function shown({ detail, since, seenAt, took, lastLine }: Observation, now: Micros) {
  return {
    detail,
    forSeconds: inSeconds(now - since),
    ...(seenAt !== undefined && { seenSecondsAgo: inSeconds(now - seenAt) }),
    ...(took !== undefined && { tookSeconds: inSeconds(took) }),
    ...(lastLine !== undefined && { lastLine }),
  }
}

function inSeconds(duration: number): number {
  return duration / 1_000_000
}
