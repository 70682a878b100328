import { micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { FileTracker } from './file-tracker.ts'
import type { Observation, Told, Tracker } from './observation.ts'
import type { TrackPorts } from './ports.ts'
import { ProcessTrackers } from './process-trackers.ts'
import { ScriptTracker } from './script-tracker.ts'

/** Between the first runs of two scripts: starting a process takes milliseconds. */
const scriptSpacing = 4000

interface Named {
  readonly name: string
}

/** Everything that a configuration tracks and that is not an interface. Tells each value when it changes. */
export class Trackers {
  readonly #ports: TrackPorts
  readonly #told: Told
  readonly #processes: ProcessTrackers
  #scripts = new Map<string, ScriptTracker>()
  #files = new Map<string, FileTracker>()
  #running = new Map<string, Tracker<Config['trackProcesses'][number]>>()

  constructor(ports: TrackPorts, told: Told) {
    this.#ports = ports
    this.#told = told
    this.#processes = new ProcessTrackers(ports)
  }

  /** Watches what this configuration tracks. What was watched before and is the same keeps all that is known of it. */
  adopt(config: Config): void {
    const used = trackedNames(config)
    const inUse = <T extends Named>(kind: keyof Used, specs: readonly T[]) =>
      specs.filter(({ name }) => used[kind].has(name))
    let firstStart = this.#ports.clock.now()
    this.#scripts = exchange(this.#scripts, inUse('script', config.vrrpScripts), (script) => {
      const tracker = new ScriptTracker(script, firstStart, this.#ports, this.#told)
      firstStart = micros(firstStart + scriptSpacing)
      return tracker
    })
    this.#files = exchange(
      this.#files,
      inUse('file', config.trackFiles),
      (file) => new FileTracker(file, this.#ports, this.#told),
    )
    this.#running = exchange(this.#running, inUse('process', config.trackProcesses), (process) =>
      this.#processes.add(process, this.#told),
    )
  }

  observations(): Observation[] {
    const all = [this.#scripts, this.#files, this.#running].flatMap((trackers) => [...trackers.values()])
    return all.map(({ observation }) => observation)
  }

  /** Ends what runs and looks at nothing any more. */
  close(): void {
    for (const trackers of [this.#scripts, this.#files, this.#running]) {
      for (const tracker of trackers.values()) tracker.close()
    }
  }
}

interface Used {
  readonly script: ReadonlySet<string>
  readonly file: ReadonlySet<string>
  readonly process: ReadonlySet<string>
}

/** What instances and sync groups name: nothing else is looked at. */
function trackedNames({ vrrpInstances, syncGroups }: Config): Used {
  const by = [...vrrpInstances, ...syncGroups]
  const names = (lists: readonly (readonly Named[])[]) => new Set(lists.flat().map(({ name }) => name))
  return {
    script: names(by.map(({ trackedScripts }) => trackedScripts)),
    file: names(by.map(({ trackedFiles }) => trackedFiles)),
    process: names(by.map(({ trackedProcesses }) => trackedProcesses)),
  }
}

/** The trackers of these specifications: those that are the same go on, the others are closed. */
export function exchange<Spec extends Named, T extends Tracker<Spec>>(
  before: ReadonlyMap<string, T>,
  specs: readonly Spec[],
  create: (spec: Spec) => T,
): Map<string, T> {
  const kept = new Map(
    specs.flatMap((spec) => {
      const known = before.get(spec.name)
      return known?.adopt(spec) ? [[spec.name, known] as const] : []
    }),
  )
  for (const [name, tracker] of before) if (!kept.has(name)) tracker.close()
  return new Map(specs.map((spec) => [spec.name, kept.get(spec.name) ?? create(spec)]))
}
