import { type Micros, micros } from '../base/index.ts'
import type { VrrpScript } from '../bind/index.ts'
import type { Observation, Told, Tracker } from './observation.ts'
import type { ScriptEnd, TrackPorts } from './ports.ts'
import {
  grace,
  newScript,
  nextTime,
  type ScriptEvent,
  type ScriptState,
  type ScriptTiming,
  stepScript,
} from './script.ts'

/** Runs one script again and again. */
export class ScriptTracker implements Tracker<VrrpScript> {
  readonly #ports: TrackPorts
  readonly #told: Told
  #script: VrrpScript
  #state: ScriptState
  #observation: Observation
  #running: { readonly signal: (name: 'SIGTERM' | 'SIGKILL') => void } | undefined
  #startedAt: Micros
  #cancel: () => void = () => {}
  #closed = false

  /** The first run is at `firstStart`: many scripts do not start all at once. */
  constructor(script: VrrpScript, firstStart: Micros, ports: TrackPorts, told: Told) {
    this.#script = script
    this.#ports = ports
    this.#told = told
    this.#startedAt = firstStart
    this.#state = newScript(firstStart, timingOf(script))
    const { good } = this.#state
    this.#observation = {
      kind: 'script',
      name: script.name,
      since: firstStart,
      detail: good === undefined ? 'not run yet' : 'init_fail',
      ...(good !== undefined && { value: Number(good) }),
    }
    if (good !== undefined) told(this.#observation)
    this.#arm()
  }

  get observation(): Observation {
    return this.#observation
  }

  adopt(script: VrrpScript): boolean {
    if (identityOf(script) !== identityOf(this.#script)) return false
    this.#script = script
    const latest = micros(this.#ports.clock.now() + script.interval)
    if (this.#state.nextStart > latest) this.#state = { ...this.#state, nextStart: latest }
    this.#arm()
    return true
  }

  close(): void {
    this.#closed = true
    this.#cancel()
    this.#running?.signal('SIGTERM')
    if (this.#running) this.#cancel = this.#ports.clock.after(grace, () => this.#running?.signal('SIGKILL'))
  }

  #arm(): void {
    const { clock } = this.#ports
    this.#cancel()
    const delay = micros(Math.max(0, nextTime(this.#state) - clock.now()))
    this.#cancel = clock.after(delay, () => {
      this.#step({ kind: 'time' })
      this.#arm()
    })
  }

  #step(event: ScriptEvent): void {
    const { state, effects } = stepScript(this.#state, event, this.#ports.clock.now(), timingOf(this.#script))
    const overdue = state.run.kind === 'overdue' && this.#state.run.kind === 'running'
    this.#state = state
    if (overdue) this.#observe({ detail: 'took too long' })
    for (const effect of effects) {
      if (effect.kind === 'signal') this.#running?.signal(effect.signal)
      else this.#start()
    }
  }

  #start(): void {
    this.#startedAt = this.#ports.clock.now()
    this.#running = this.#ports.scripts.start(this.#script, (end) => this.#ended(end))
  }

  #ended({ success, how, lastLine }: ScriptEnd): void {
    this.#running = undefined
    if (this.#closed) {
      this.#cancel()
      return
    }
    const wasLate = this.#state.run.kind !== 'running'
    this.#step({ kind: 'ended', success })
    this.#arm()
    this.#observe({
      ...(!wasLate && { detail: success ? 'ok' : how }),
      ...(lastLine !== '' && { lastLine }),
      took: micros(this.#ports.clock.now() - this.#startedAt),
    })
  }

  #observe(seen: Partial<Observation>): void {
    const now = this.#ports.clock.now()
    const { good } = this.#state
    const value = good === undefined ? undefined : Number(good)
    const changed = value !== this.#observation.value
    this.#observation = {
      ...this.#observation,
      ...seen,
      seenAt: now,
      ...(value !== undefined && { value }),
      ...(changed && { since: now }),
    }
    if (changed) this.#told(this.#observation)
  }
}

function timingOf({ interval, timeout, rise, fall, initFail }: VrrpScript): ScriptTiming {
  return { interval, timeout: timeout ?? interval, rise, fall, initFail }
}

/** Results of another program, or of another user's, say nothing. */
function identityOf({ script, user }: VrrpScript): string {
  return JSON.stringify([script.argv, user])
}
