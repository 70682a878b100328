import { type Ip, type Micros, seconds, showDuration } from '../base/index.ts'
import type { EngineSessionStatus, SessionState } from '../engine/index.ts'

/** A BFD session. Durations are in seconds. */
export interface SessionStatus {
  readonly name: string
  readonly neighbor: Ip
  readonly state: SessionState
  readonly neighborState: SessionState
  /** Why it is down; absent: it is not, or never was up. */
  readonly reason?: string
  readonly neighborReason?: string
  /** What routers go by: a neighbour that switches its side off says nothing about the path. */
  readonly pathGood: boolean
  readonly forSeconds: number
  readonly transmitIntervalSeconds: number
  /** Absent: the neighbour is not heard. */
  readonly detectionSeconds?: number
  readonly lastHeardSecondsAgo?: number
  readonly discriminator: number
  readonly neighborDiscriminator: number
  readonly counters: {
    readonly received: number
    readonly sent: number
    readonly went_up: number
    readonly went_down: number
  }
}

export function sessionStatus(session: EngineSessionStatus, now: Micros): SessionStatus {
  const { name, neighbor, state, neighborState, pathGood, lastHeard, detectionTime } = session
  return {
    name,
    neighbor,
    state,
    neighborState,
    ...reasonsOf(session),
    pathGood,
    forSeconds: inSeconds(now - session.since),
    transmitIntervalSeconds: inSeconds(session.transmitInterval),
    ...(detectionTime > 0 && { detectionSeconds: inSeconds(detectionTime) }),
    ...(lastHeard !== undefined && { lastHeardSecondsAgo: inSeconds(now - lastHeard) }),
    discriminator: session.discriminator,
    neighborDiscriminator: session.neighborDiscriminator,
    counters: {
      received: session.received,
      sent: session.sent,
      went_up: session.wentUp,
      went_down: session.wentDown,
    },
  }
}

function reasonsOf({ state, reason, wentUp, neighborState, neighborReason, lastHeard }: EngineSessionStatus) {
  const isDown = (one: SessionState) => one === 'Down' || one === 'AdminDown'
  return {
    ...(isDown(state) && wentUp > 0 && { reason }),
    ...(isDown(neighborState) && lastHeard !== undefined && { neighborReason }),
  }
}

/** `Up`; `Down: nothing heard for the detection time`; `Down: never heard`. */
export function sessionText({
  state,
  neighborState,
  reason,
  lastHeardSecondsAgo: heard,
  counters,
}: SessionStatus): string {
  if (state === 'Up' || state === 'Init') return state
  if (neighborState === 'AdminDown') return `${state}: the neighbour has switched its side off`
  if (reason !== undefined) return `${state}: ${reason}`
  return heard === undefined && counters.received === 0 ? `${state}: never heard` : state
}

/** The cells of a table under `sessionHead`. */
export function sessionCells(session: SessionStatus): string[] {
  const { name, neighbor, forSeconds, transmitIntervalSeconds, detectionSeconds, lastHeardSecondsAgo } = session
  return [
    name,
    neighbor,
    sessionText(session),
    show(forSeconds),
    `every ${show(transmitIntervalSeconds)}`,
    detectionSeconds === undefined ? '-' : `after ${show(detectionSeconds)}`,
    lastHeardSecondsAgo === undefined ? '-' : `${show(lastHeardSecondsAgo)} ago`,
  ]
}

export const sessionHead = ['BFD', 'NEIGHBOUR', 'STATE', 'FOR', 'SENDS', 'NOTICES', 'HEARD'] as const

/** For `kac why SESSION`. */
export function whySessionLines(session: SessionStatus, trackedBy: readonly string[]): string[] {
  const { name, neighbor, neighborState, neighborReason, detectionSeconds, lastHeardSecondsAgo, counters } = session
  const heard =
    lastHeardSecondsAgo === undefined
      ? `nothing is heard of ${neighbor}`
      : `${neighbor} says ${neighborState}${neighborReason === undefined ? '' : ` (${neighborReason})`}, heard ${show(lastHeardSecondsAgo)} ago`
  return [
    `the session ${name} with ${neighbor} is ${sessionText(session)}, for ${show(session.forSeconds)}`,
    heard,
    ...(detectionSeconds === undefined ? [] : [`it is down when nothing is heard for ${show(detectionSeconds)}`]),
    `it sends every ${show(session.transmitIntervalSeconds)} at most`,
    `packets received: ${counters.received}, sent: ${counters.sent}; times up: ${counters.went_up}, down: ${counters.went_down}`,
    trackedBy.length === 0
      ? 'no virtual router tracks it'
      : `tracked by ${trackedBy.join(', ')}: the path is ${session.pathGood ? 'good' : 'bad'} for them`,
  ]
}

function show(value: number): string {
  return showDuration(seconds(value) as Micros)
}

function inSeconds(duration: number): number {
  return duration / 1_000_000
}
