import { type Ip, type Micros, parseIp, seconds } from '../base/index.ts'

type OnHost =
  | { readonly kind: 'start' | 'stop' | 'pause' | 'resume' }
  /** Daemon and engine at once, without a word; `crash` takes what the kernel has with it. */
  | { readonly kind: 'kill' | 'crash' }
  | { readonly kind: 'plug' | 'unplug'; readonly dev: string }
  /** A tracked file is written. */
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  /** From now on a tracked script ends like this, or not at all. */
  | { readonly kind: 'script'; readonly name: string; readonly takes: Micros; readonly ending: 'good' | 'bad' | 'hang' }
  /** Another configuration: its name. */
  | { readonly kind: 'reload'; readonly to: string }
  /** Another program takes an address away. */
  | { readonly kind: 'delete'; readonly address: Ip }
  /** Nothing from the other host arrives; or again. */
  | { readonly kind: 'deaf' | 'hears'; readonly other: string }

/** Something that happens in a scenario, on a host or on all segments. */
export type Happening = { readonly at: Micros } & (
  | (OnHost & { readonly host: string })
  | { readonly kind: 'loss'; readonly probability: number }
  | { readonly kind: 'delay'; readonly most: Micros }
)

/** Host N, in the order of the configurations, has 192.0.2.N/24 and fe80::N/64 on eth0, 198.51.100.N/24 on eth1. */
export interface Scenario {
  readonly title: string
  /** Of the losses and delays. */
  readonly seed: number
  /** Text by name; that of a host is in force when it starts. */
  readonly configurations: ReadonlyMap<string, string>
  readonly happenings: readonly Happening[]
  /** Absent: when all has been at rest for a while. */
  readonly end?: Micros
}

type Words = readonly string[]

const plain = (kind: 'start' | 'stop' | 'pause' | 'resume' | 'kill' | 'crash') => (): OnHost => ({ kind })
const ending = (word: string | undefined) => (word === 'bad' || word === 'hang' ? word : 'good')

const verbs: Readonly<Record<string, (words: Words) => OnHost | undefined>> = {
  start: plain('start'),
  stop: plain('stop'),
  pause: plain('pause'),
  resume: plain('resume'),
  kill: plain('kill'),
  crash: plain('crash'),
  plug: ([dev = 'eth0']) => ({ kind: 'plug', dev }),
  unplug: ([dev = 'eth0']) => ({ kind: 'unplug', dev }),
  file: ([path = '', content = '']) => ({ kind: 'file', path, content }),
  script: ([name = '', how, takes]) => ({ kind: 'script', name, ending: ending(how), takes: duration(takes) }),
  reload: (words) => ({ kind: 'reload', to: words.join(' ') }),
  delete: ([text = '']) => {
    const address = parseIp(text)
    return address && { kind: 'delete', address }
  },
  deaf: ([other = '']) => ({ kind: 'deaf', other }),
  hears: ([other = '']) => ({ kind: 'hears', other }),
}

/**
 * A scenario as text: `# title`, then configurations, each after a line `== name`, then `== happenings` with lines of
 * seconds, host and what happens; `wire loss 0.2`, `wire delay 0.01`; and `end`, if that is given. Gives the first line that is none of it.
 */
export function readScenario(text: string): Scenario | { readonly problem: string } {
  const [head = '', ...sections] = text.split(/^== /m)
  const named = sections.map((section) => {
    const [name = '', ...lines] = section.split('\n')
    return [name.trim(), lines.join('\n')] as const
  })
  const configurations = new Map(named)
  const lines = (configurations.get('happenings') ?? '').split('\n').filter((line) => line.trim() !== '')
  configurations.delete('happenings')
  const read = lines.map((line) => ({ line, happening: happeningIn(line) }))
  const wrong = read.find(({ happening }) => happening === undefined)
  if (wrong) return { problem: wrong.line }
  const happenings = read.flatMap(({ happening }) => (typeof happening === 'object' ? [happening] : []))
  const last = read.find(({ happening }) => happening === 'end')
  const seed = Number(/^seed (\d+)$/m.exec(head)?.[1] ?? 0)
  const title = /^# (.*)/m.exec(head)?.[1] ?? ''
  return { title, seed, configurations, happenings, ...(last && { end: atOf(last.line) }) }
}

function happeningIn(line: string): Happening | 'end' | undefined {
  const [, host = '', verb = '', ...words] = line.trim().split(/\s+/)
  const at = atOf(line)
  if (host === 'end') return 'end'
  if (host === 'wire' && verb === 'loss') return { at, kind: 'loss', probability: Number(words[0]) }
  if (host === 'wire' && verb === 'delay') return { at, kind: 'delay', most: duration(words[0]) }
  const happening = verbs[verb]?.(words)
  return happening && Number.isFinite(at) ? { at, host, ...happening } : undefined
}

function atOf(line: string): Micros {
  return duration(line.trim().split(/\s+/)[0])
}

function duration(word = '0.005'): Micros {
  return seconds(Number(word))
}
