import type { TrackFile } from '../bind/index.ts'
import { numberIn } from './file.ts'
import type { Observation, Told, Tracker } from './observation.ts'
import type { TrackPorts } from './ports.ts'

type Watched = Pick<TrackFile, 'name' | 'file'>
type FilePorts = Pick<TrackPorts, 'clock' | 'files'>

/** Follows the number in a file. */
export class FileTracker implements Tracker<Watched> {
  readonly #file: Watched
  readonly #ports: FilePorts
  readonly #told: Told
  readonly #watching: { close(): void }
  #observation: Observation

  constructor(file: Watched, ports: FilePorts, told: Told) {
    this.#file = file
    this.#ports = ports
    this.#told = told
    this.#observation = { kind: 'file', name: file.name, since: ports.clock.now(), detail: 'not read yet' }
    this.#watching = ports.files.watch(file.file, (content) => this.#read(content))
  }

  get observation(): Observation {
    return this.#observation
  }

  adopt({ file }: Watched): boolean {
    return file === this.#file.file
  }

  close(): void {
    this.#watching.close()
  }

  #read(content: string | undefined): void {
    const now = this.#ports.clock.now()
    const value = numberIn(content ?? '')
    const changed = value !== this.#observation.value
    const since = changed ? now : this.#observation.since
    const detail = content === undefined ? 'no file' : String(value)
    this.#observation = { kind: 'file', name: this.#file.name, value, since, seenAt: now, detail }
    if (changed) this.#told(this.#observation)
  }
}
