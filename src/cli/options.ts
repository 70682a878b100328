import { InvalidArgumentError, Option } from 'commander'
import { type Micros, parseDuration, seconds } from '../base/index.ts'

/** An option that can be given as `KAC_` and its long name in the environment too. */
export function option(flags: string, description: string): Option {
  const made = new Option(flags, description)
  return made.env(`KAC_${made.name().replaceAll('-', '_').toUpperCase()}`)
}

export function fileOption(): Option {
  return option('-f, --file <file>', 'the configuration, as keepalived -f').default('/etc/keepalived/keepalived.conf')
}

export function configIdOption(): Option {
  return option('-i, --config-id <id>', 'the id of @ conditions, as keepalived -i (default: the host name)')
}

export function runDirOption(): Option {
  return option('--run-dir <dir>', 'where the daemon and its engine have their sockets').default('/run/kac')
}

export function allowEmptyOption(): Option {
  return option('--allow-empty', 'let a configuration in that leaves nothing to run')
}

export function allowMassChangeOption(): Option {
  return option('--allow-mass-change', 'let one in that takes more than half of the real servers away')
}

/** `--drain`, `--drain 30s`. */
export function drainOption(): Option {
  return option('--drain [time]', 'let connections of real servers that go end first, at most so long')
    .argParser(duration)
    .preset('5m')
}

export function jsonOption(): Option {
  return option('--json', 'one JSON document instead of text')
}

/** `90s`, `5m`, `2h`, or a plain number of seconds. */
export function duration(text: string): Micros {
  const found = parseDuration(text)
  if (found === undefined) throw new InvalidArgumentError('a duration is a number with ms, s, m or h, such as 30s')
  return found
}

/** `--assume VI_1=master`, once or more. */
export function assumeOption(): Option {
  return option('--assume <router=role>', 'take a router for master or backup instead of asking')
    .argParser<ReadonlyMap<string, 'master' | 'backup'>>(assumption)
    .default(new Map(), 'what the daemon says; without one, backup')
}

function assumption(text: string, before: ReadonlyMap<string, 'master' | 'backup'>) {
  const match = /^(.+)=(master|backup)$/.exec(text)
  if (!match?.[1]) throw new InvalidArgumentError('an assumption is ROUTER=master or ROUTER=backup')
  return new Map([...before, [match[1], match[2] === 'master' ? 'master' : 'backup'] as const])
}

/** Often enough to follow, seldom enough for a timer to count (2^31 ms). */
export function pollInterval(text: string): Micros {
  const interval = duration(text)
  if (interval < seconds(0.1) || interval > seconds(20 * 86_400)) {
    throw new InvalidArgumentError('an interval is 100ms to 20 days')
  }
  return interval
}
