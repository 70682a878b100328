import { KacError, type Micros } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { trackerId } from '../../engine/index.ts'
import type { Programs } from '../../programs/index.ts'
import { type Observation, Trackers, type TrackPorts } from '../../track/index.ts'
import type { DaemonPorts } from '../ports.ts'

type TellEngine = (id: string, value: number | undefined) => void

/** Keeps the engine told of what its routers track. */
export class Tracking {
  readonly #ports: DaemonPorts
  readonly #tell: TellEngine
  readonly #trackers: Trackers
  #programs: Programs | undefined
  #initialised = false
  /** What the engine was told something about. */
  #known = new Set<string>()
  #decided: () => void = () => {}

  /** `observed` is called after the engine was told. */
  constructor(ports: DaemonPorts, tell: TellEngine, observed: (observation: Observation) => void) {
    this.#ports = ports
    this.#tell = tell
    this.#trackers = new Trackers(this.#trackPorts(), (observation) => {
      this.#told(observation)
      observed(observation)
      this.#decided()
    })
  }

  get observations(): readonly Observation[] {
    return this.#trackers.observations()
  }

  /** Watches what this configuration tracks; its scripts that may not run are none of it. */
  adopt(config: Config, programs: Programs): void {
    this.#programs = programs
    if (!this.#initialised) this.#initialiseFiles(config)
    this.#initialised = true
    this.#trackers.adopt(config)
  }

  /** Resolves when everything has a first value, or after this time. */
  settled(within: Micros): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#decided = () => {}
        resolve()
      }
      const cancel = this.#ports.clock.after(within, end)
      this.#decided = () => {
        if (this.observations.every(({ value }) => value !== undefined)) end()
      }
      this.#decided()
    })
  }

  /** Says all of it again, after an image was put in force: its engine may be a new one. */
  tellAll(): void {
    const all = this.observations
    const current = new Set(all.map(({ kind, name }) => trackerId(kind, name)))
    for (const id of this.#known) if (!current.has(id)) this.#tell(id, undefined)
    this.#known = new Set([...this.#known].filter((id) => current.has(id)))
    for (const observation of all) this.#told(observation)
  }

  close(): void {
    this.#trackers.close()
  }

  /** What is not known yet is not told: another daemon may have known it. */
  #told({ kind, name, value }: Observation): void {
    if (value === undefined) return
    const id = trackerId(kind, name)
    this.#known.add(id)
    this.#tell(id, value)
  }

  #initialiseFiles({ trackFiles }: Config): void {
    for (const { file, initial } of trackFiles) {
      if (!initial) continue
      try {
        this.#ports.numberFiles.initialise(file, `${initial.value}\n`, initial.overwrite)
      } catch (error) {
        if (!(error instanceof KacError)) throw error
        this.#ports.log.error(error.message)
      }
    }
  }

  #trackPorts(): TrackPorts {
    const { clock, numberFiles: files, processes } = this.#ports
    return {
      clock,
      files,
      processes,
      scripts: {
        start: ({ script }, ended) => this.#programs?.start(script, { listen: true }, ended) ?? { signal: () => {} },
      },
    }
  }
}

/** Without the scripts that may not run: nobody tracks them. */
export function withoutRefused(config: Config, programs: Programs): Config {
  const vrrpScripts = config.vrrpScripts.filter(({ script }) => programs.allows(script))
  if (vrrpScripts.length === config.vrrpScripts.length) return config
  const names = new Set(vrrpScripts.map(({ name }) => name))
  const runnable = <T extends Config['vrrpInstances'][number] | Config['syncGroups'][number]>(by: T): T => ({
    ...by,
    trackedScripts: by.trackedScripts.filter(({ name }) => names.has(name)),
  })
  return {
    ...config,
    vrrpScripts,
    vrrpInstances: config.vrrpInstances.map(runnable),
    syncGroups: config.syncGroups.map(runnable),
  }
}
