import { type Micros, micros, seconds } from '../base/index.ts'

export interface ScriptTiming {
  /** From the start of one run to the next. */
  readonly interval: Micros
  /** A run that takes longer has failed. */
  readonly timeout: Micros
  /** Successes, and failures, in a row that change the verdict. */
  readonly rise: number
  readonly fall: number
  /** Counts as failed before its first result. */
  readonly initFail: boolean
}

type Run =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly until: Micros }
  /** Asked to end, and failed already; `until` is when it is made to. */
  | { readonly kind: 'overdue'; readonly until: Micros }
  | { readonly kind: 'killed' }

export interface ScriptState {
  /** The verdict; undefined before the first result. */
  readonly good: boolean | undefined
  /** Results in a row that speak against the verdict. */
  readonly against: number
  readonly run: Run
  readonly nextStart: Micros
}

export type ScriptEvent = { readonly kind: 'time' } | { readonly kind: 'ended'; readonly success: boolean }

export type ScriptEffect =
  | { readonly kind: 'start' }
  | { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGKILL' }

export interface ScriptStep {
  readonly state: ScriptState
  readonly effects: readonly ScriptEffect[]
}

/** Between asking a script to end and making it. */
export const grace = seconds(2)

export function newScript(now: Micros, { initFail }: ScriptTiming): ScriptState {
  return { good: initFail ? false : undefined, against: 0, run: { kind: 'none' }, nextStart: now }
}

/** One script under its timing: what it is worth, and what to do with its process. There is never more than one run. */
export function stepScript(state: ScriptState, event: ScriptEvent, now: Micros, timing: ScriptTiming): ScriptStep {
  if (event.kind === 'time') return dueStart(dueEnd({ state, effects: [] }, now, timing), now, timing)
  const judged = state.run.kind === 'running' ? judge(state, event.success, timing) : state
  return { state: { ...judged, run: { kind: 'none' } }, effects: [] }
}

/** When the script needs to be told the time. */
export function nextTime({ run, nextStart }: ScriptState): Micros {
  return run.kind === 'running' || run.kind === 'overdue' ? micros(Math.min(run.until, nextStart)) : nextStart
}

function dueEnd({ state, effects }: ScriptStep, now: Micros, timing: ScriptTiming): ScriptStep {
  const { run } = state
  if (run.kind === 'running' && now >= run.until) {
    const failed = judge(state, false, timing)
    return {
      state: { ...failed, run: { kind: 'overdue', until: micros(now + grace) } },
      effects: [...effects, { kind: 'signal', signal: 'SIGTERM' }],
    }
  }
  if (run.kind === 'overdue' && now >= run.until) {
    return {
      state: { ...state, run: { kind: 'killed' } },
      effects: [...effects, { kind: 'signal', signal: 'SIGKILL' }],
    }
  }
  return { state, effects }
}

/** A run that is still there when the next is due takes its place. After a standstill nothing is made up for. */
function dueStart({ state, effects }: ScriptStep, now: Micros, timing: ScriptTiming): ScriptStep {
  if (now < state.nextStart) return { state, effects }
  const planned = state.nextStart + timing.interval
  const nextStart = micros(planned > now ? planned : now + timing.interval)
  if (state.run.kind !== 'none') return { state: { ...state, nextStart }, effects }
  return {
    state: { ...state, nextStart, run: { kind: 'running', until: micros(now + timing.timeout) } },
    effects: [...effects, { kind: 'start' }],
  }
}

/** The first result decides by itself. */
function judge(state: ScriptState, success: boolean, { rise, fall }: ScriptTiming): ScriptState {
  if (state.good === undefined) return { ...state, good: success, against: 0 }
  if (state.good === success) return { ...state, against: 0 }
  const against = state.against + 1
  return against < (success ? rise : fall) ? { ...state, against } : { ...state, good: success, against: 0 }
}
