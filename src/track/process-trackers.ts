import { micros } from '../base/index.ts'
import type { TrackProcess } from '../bind/index.ts'
import type { Observation, Told, Tracker } from './observation.ts'
import type { TrackClock, TrackPorts } from './ports.ts'
import { matches, newQuorum, type Process, type QuorumState, stepQuorum } from './process.ts'

/** All tracked processes: one look at what runs serves them all. */
export class ProcessTrackers {
  readonly #ports: TrackPorts
  readonly #trackers = new Set<ProcessTracker>()
  #processes: readonly Process[] | undefined
  #watching: { close(): void } | undefined

  constructor(ports: TrackPorts) {
    this.#ports = ports
  }

  add(spec: TrackProcess, told: Told): Tracker<TrackProcess> {
    const tracker = new ProcessTracker(spec, this.#ports.clock, told, () => this.#remove(tracker))
    this.#trackers.add(tracker)
    this.#watching ??= this.#ports.processes.watch((processes) => {
      this.#processes = [...processes]
      for (const each of this.#trackers) each.see(this.#processes)
    })
    if (this.#processes) tracker.see(this.#processes)
    return tracker
  }

  #remove(tracker: ProcessTracker): void {
    this.#trackers.delete(tracker)
    if (this.#trackers.size > 0) return
    this.#watching?.close()
    this.#watching = undefined
    this.#processes = undefined
  }
}

class ProcessTracker implements Tracker<TrackProcess> {
  readonly #clock: TrackClock
  readonly #told: Told
  readonly #remove: () => void
  #spec: TrackProcess
  #state: QuorumState | undefined
  #observation: Observation
  #cancel: () => void = () => {}

  constructor(spec: TrackProcess, clock: TrackClock, told: Told, remove: () => void) {
    this.#spec = spec
    this.#clock = clock
    this.#told = told
    this.#remove = remove
    this.#observation = { kind: 'process', name: spec.name, since: clock.now(), detail: 'not counted yet' }
  }

  get observation(): Observation {
    return this.#observation
  }

  /** What is counted has to be the same; quorum and delays may differ. */
  adopt(spec: TrackProcess): boolean {
    if (identityOf(spec) !== identityOf(this.#spec)) return false
    this.#spec = spec
    if (this.#state) this.#count(this.#state.count)
    return true
  }

  close(): void {
    this.#cancel()
    this.#remove()
  }

  see(processes: readonly Process[]): void {
    this.#count(processes.filter((process) => matches(this.#spec, process)).length)
  }

  #count(count: number): void {
    const now = this.#clock.now()
    this.#state = this.#state ? stepQuorum(this.#state, count, now, this.#spec) : newQuorum(count, this.#spec)
    const { good, pending } = this.#state
    this.#cancel()
    if (pending) this.#cancel = this.#clock.after(micros(pending.at - now), () => this.#count(count))
    const value = Number(good)
    const changed = value !== this.#observation.value
    const since = changed ? now : this.#observation.since
    const detail = `${count} running`
    this.#observation = { ...this.#observation, value, since, seenAt: now, detail, quorum: this.#state }
    if (changed) this.#told(this.#observation)
  }
}

function identityOf({ process, match, fullCommand }: TrackProcess): string {
  return JSON.stringify([process, match, fullCommand])
}
