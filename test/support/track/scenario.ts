import { type Micros, seconds } from '../../../src/base/index.ts'
import type { VrrpScript } from '../../../src/bind/index.ts'
import { type Observation, type Process, type ScriptEnd, Trackers } from '../../../src/track/index.ts'
import { configOf } from '../config-of.ts'
import { VirtualClock } from './clock.ts'

/**
 * Plays a text: configurations, then a transcript, with `----` between. Lines of the transcript that begin with `>` are
 * what happens to the trackers; the others are what they do. Returns the text as it should have been.
 *   > adopt 2 · > exit chk 1 last line · > file /a 10 · > no-file /a · > processes nginx · > pass
 */
export function play(text: string): string {
  const parts = text.split('----\n')
  const transcript = parts.pop() ?? ''
  const world = new World(parts)
  for (const line of transcript.split('\n')) {
    const [, time, command] = /^ *([\d.]+) > (.*)$/.exec(line) ?? []
    if (time !== undefined && command !== undefined) world.happen(seconds(Number(time)), command)
  }
  return [...parts, `${world.transcript.join('\n')}\n`].join('----\n')
}

class World {
  readonly transcript: string[] = []
  readonly #configs: readonly string[]
  readonly #clock = new VirtualClock()
  readonly #running = new Map<string, (end: ScriptEnd) => void>()
  readonly #files = new Map<string, (content: string | undefined) => void>()
  readonly #contents = new Map<string, string>()
  #processes: (processes: Iterable<Process>) => void = () => {}
  readonly #trackers = new Trackers(
    {
      clock: this.#clock,
      scripts: { start: (script, ended) => this.#start(script, ended) },
      files: {
        watch: (path, changed) => {
          this.#files.set(path, changed)
          this.#say(`watch ${path}`)
          changed(this.#contents.get(path))
          return { close: () => this.#say(`leave ${path}`) }
        },
        initialise: () => {},
      },
      processes: {
        watch: (changed) => {
          this.#processes = changed
          this.#say('watch processes')
          return { close: () => this.#say('leave processes') }
        },
      },
    },
    (told) => this.#say(`tell ${told.kind} ${told.name} ${told.value} (${told.detail})`),
  )

  readonly #commands: Readonly<Record<string, (words: readonly string[]) => void>> = {
    adopt: ([index]) => this.#trackers.adopt(configOf(this.#configs[Number(index) - 1] ?? '')),
    close: () => this.#trackers.close(),
    exit: (words) => this.#exit(words),
    file: ([path = '', ...content]) => this.#write(path, content.join(' ')),
    'no-file': ([path = '']) => this.#write(path, undefined),
    processes: (words) => this.#processes(words.map(processOf)),
    show: () => {
      for (const each of this.#trackers.observations()) this.#say(showObservation(each))
    },
  }

  constructor(configs: readonly string[]) {
    this.#configs = configs
  }

  happen(at: Micros, command: string): void {
    this.#clock.runUntil(at)
    this.#say(`> ${command}`)
    const [verb = '', ...words] = command.split(' ')
    this.#commands[verb]?.(words)
  }

  #start({ name }: VrrpScript, ended: (end: ScriptEnd) => void) {
    this.#say(`start ${name}`)
    this.#running.set(name, ended)
    return { signal: (signal: string) => this.#say(`${signal} ${name}`) }
  }

  #exit([name = '', code, ...line]: readonly string[]): void {
    const ended = this.#running.get(name)
    if (!ended) throw new Error(`${name} does not run`)
    this.#running.delete(name)
    const how = Number.isNaN(Number(code)) ? `killed by ${code}` : `exit code ${code}`
    ended({ success: code === '0', how, lastLine: line.join(' ') })
  }

  #write(path: string, content: string | undefined): void {
    if (content === undefined) this.#contents.delete(path)
    else this.#contents.set(path, content)
    this.#files.get(path)?.(content)
  }

  #say(what: string): void {
    this.transcript.push(`${(this.#clock.now() / 1_000_000).toFixed(3).padStart(7)} ${what}`)
  }
}

/** `nginx`, or with its command line: `nginx=/usr/sbin/nginx,-g` */
function processOf(word: string, index: number): Process {
  const [name = '', argv] = word.split('=')
  return { pid: index + 1, name, argv: argv?.split(',') ?? [name] }
}

function showObservation({ kind, name, value, since, seenAt, detail, took, lastLine }: Observation): string {
  const facts = { value, since, seenAt, took, lastLine }
  const shown = Object.entries(facts).filter(([, fact]) => fact !== undefined)
  return `${kind} ${name}: ${detail} ${shown.map(([key, fact]) => `${key}=${fact}`).join(' ')}`
}
