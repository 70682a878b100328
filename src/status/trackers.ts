import type { Micros } from '../base/index.ts'
import { type Config, type Tracked, trackedBy, type VrrpInstance } from '../bind/index.ts'
import type { EngineSessionStatus } from '../engine/index.ts'
import { type Observation, weigh } from '../track/index.ts'
import { sessionStatus, sessionText } from './sessions.ts'

/** Something that a router tracks, and what it does to its priority now. */
export interface TrackerStatus {
  readonly kind: Tracked['kind']
  readonly name: string
  readonly weight: number
  readonly reverse: boolean
  /** Of the base priority. */
  readonly change: number
  readonly fault: boolean
  /** Good is 1, bad 0; a file has its number. Absent: nothing is known yet. */
  readonly value?: number
  /** `ok`, `exit code 1`, `2 running`, `up`. */
  readonly detail: string
  /** How long it has been so. */
  readonly forSeconds?: number
  readonly seenSecondsAgo?: number
  readonly tookSeconds?: number
  readonly lastLine?: string
  readonly processes?: ProcessCount
}

export interface ProcessCount {
  readonly running: number
  readonly enough: boolean
  /** The opposite is so already, and has to last. */
  readonly changing: boolean
}

/** What the daemon sees of what routers track. */
export interface Seen {
  readonly observations: readonly Observation[]
  readonly linksUp: ReadonlySet<string>
}

interface AllSeen extends Seen {
  readonly sessions: readonly EngineSessionStatus[]
}

export function trackerStatuses(instance: VrrpInstance, config: Config, seen: AllSeen, now: Micros): TrackerStatus[] {
  return trackedBy(instance, config).map((tracked) => {
    if (tracked.kind === 'interface') {
      const up = seen.linksUp.has(tracked.name)
      return { ...tracked, ...weighed(tracked, Number(up)), detail: up ? 'up' : 'down' }
    }
    if (tracked.kind === 'bfd') return { ...tracked, ...ofSession(tracked, seen.sessions, now) }
    const found = seen.observations.find(({ kind, name }) => kind === tracked.kind && name === tracked.name)
    return { ...tracked, ...weighed(tracked, found?.value), ...(found ? shown(found, now) : { detail: 'not known' }) }
  })
}

function ofSession(tracked: Tracked, sessions: readonly EngineSessionStatus[], now: Micros) {
  const found = sessions.find(({ name }) => name === tracked.name)
  const effect = weighed(tracked, found && Number(found.pathGood))
  if (!found) return { ...effect, detail: 'not known' }
  const session = sessionStatus(found, now)
  const { forSeconds, lastHeardSecondsAgo: seenSecondsAgo } = session
  return {
    ...effect,
    detail: sessionText(session),
    forSeconds,
    ...(seenSecondsAgo !== undefined && { seenSecondsAgo }),
  }
}

function weighed(tracked: Tracked, value: number | undefined) {
  return { ...weigh(tracked, value), ...(value !== undefined && { value }) }
}

function shown({ detail, since, seenAt, took, lastLine, quorum }: Observation, now: Micros) {
  return {
    detail,
    forSeconds: inSeconds(now - since),
    ...(seenAt !== undefined && { seenSecondsAgo: inSeconds(now - seenAt) }),
    ...(took !== undefined && { tookSeconds: inSeconds(took) }),
    ...(lastLine !== undefined && { lastLine }),
    ...(quorum && {
      processes: { running: quorum.count, enough: quorum.good, changing: quorum.pending !== undefined },
    }),
  }
}

function inSeconds(duration: number): number {
  return duration / 1_000_000
}
