import { type Micros, micros } from '../base/index.ts'
import type { VrrpScript } from '../bind/index.ts'
import type { ScriptEnd, TrackPorts } from '../track/index.ts'
import type { Timeline } from './timeline.ts'

interface Behaviour {
  readonly takes: number
  readonly ending: 'good' | 'bad' | 'hang'
}

/** So long a host gives a writer to be done; test/lab/agree.test.ts holds that. */
const settleMicros = 20_000

const usual: Behaviour = { takes: 5000, ending: 'good' }

/** The scripts and files that a simulated host's routers track. Processes are none of it. */
export class SimPrograms {
  readonly #timeline: Timeline
  readonly #behaviours = new Map<string, Behaviour>()
  readonly #contents = new Map<string, string>()
  readonly #watchers = new Map<string, (content: string | undefined) => void>()

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  get areGood(): boolean {
    return (
      [...this.#behaviours.values()].every(({ ending }) => ending === 'good') &&
      [...this.#contents.values()].every((content) => content === '0')
    )
  }

  get ports(): TrackPorts {
    return {
      clock: {
        now: () => micros(this.#timeline.now),
        after: (duration, then) => this.#timeline.after(duration, then),
      },
      scripts: { start: (script, ended) => this.#start(script, ended) },
      files: {
        watch: (path, changed) => {
          this.#watchers.set(path, changed)
          changed(this.#contents.get(path))
          return { close: () => void this.#watchers.delete(path) }
        },
        initialise: () => {},
      },
      processes: { watch: () => ({ close: () => {} }) },
    }
  }

  behave(script: string, ending: Behaviour['ending'], takes: Micros): void {
    this.#behaviours.set(script, { ending, takes })
  }

  write(path: string, content: string): void {
    this.#contents.set(path, content)
    this.#timeline.after(settleMicros, () => this.#watchers.get(path)?.(content))
  }

  /** One that hangs ends only when it is made to. */
  #start({ name }: VrrpScript, ended: (end: ScriptEnd) => void) {
    const { ending, takes } = this.#behaviours.get(name) ?? usual
    const end = (success: boolean, how: string) => ended({ success, how, lastLine: '' })
    const killed = () => this.#timeline.after(0, () => end(false, 'killed'))
    if (ending === 'hang') return { signal: (signal: string) => void (signal === 'SIGKILL' && killed()) }
    const good = ending === 'good'
    const cancel = this.#timeline.after(takes, () => end(good, good ? 'ok' : 'exit code 1'))
    return {
      signal: () => {
        cancel()
        killed()
      },
    }
  }
}
