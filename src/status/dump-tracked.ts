import { type Config, referencesOf, type TrackProcess, trackedBy, type VrrpInstance } from '../bind/index.ts'
import { leastOf, needsArguments } from '../track/index.ts'
import { asSeconds, listed, scriptWords, weightWords } from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'
import type { ProcessCount, TrackerStatus } from './trackers.ts'

/** What keepalived's dumps say of what routers track. */

/** Of what the instance itself tracks, in keepalived.json. */
export function trackedNames(instance: VrrpInstance, config: Config): Readonly<Record<string, readonly string[]>> {
  const { scripts, processes } = referencesOf(config)
  const named = <T>(entries: readonly { readonly name: string }[], objects: ReadonlyMap<string, T>) =>
    entries.map(({ name }) => objects.get(name)).filter((object) => object !== undefined)
  return {
    track_ifp: instance.trackedInterfaces.map(({ interface: name }) => name),
    track_script: named(instance.trackedScripts, scripts).map(({ script }) => scriptWords(script)),
    track_process: named(instance.trackedProcesses, processes).map(({ process: [path = ''] }) => path),
  }
}

/** The processes that somebody tracks, in keepalived.json of version 2. */
export function processObjects({ routers }: StatusSnapshot, { trackProcesses }: Config): object[] {
  const counts = new Map(allTrackers(routers).flatMap(({ name, processes }) => (processes ? [[name, processes]] : [])))
  return trackProcesses.flatMap((wanted) => {
    const count = counts.get(wanted.name)
    return count ? [processObject(wanted, count)] : []
  })
}

function processObject(wanted: TrackProcess, { running, enough, changing }: ProcessCount): object {
  const { path, parameters, match, least, most, terminateDelay, forkDelay, fullCommand } = processFacts(wanted)
  return {
    process: path,
    ...(parameters !== undefined && { parameters }),
    param_match: match,
    min_processes: least,
    ...(most !== undefined && { max_processes: most }),
    current_processes: running,
    have_quorum: enough,
    weight: wanted.weight.reverse ? -wanted.weight.weight : wanted.weight.weight,
    terminate_delay: terminateDelay,
    fork_delay: forkDelay,
    fork_delay_timer_running: changing && !enough,
    terminate_delay_timer_running: changing && enough,
    full_command: fullCommand,
  }
}

/** What is looked for, and how long it has to last, in seconds. */
export function processFacts(wanted: TrackProcess) {
  const { process, match, quorumMax: most, delay, forkDelay, terminateDelay } = wanted
  const [path = '', ...parameters] = process
  return {
    path,
    parameters: parameters.length > 0 ? parameters.join(' ') : undefined,
    match: match ?? (parameters.length > 0 ? 'exact' : 'none'),
    least: leastOf(wanted),
    most,
    terminateDelay: asSeconds(terminateDelay || delay),
    forkDelay: asSeconds(forkDelay || delay),
    fullCommand: needsArguments(wanted),
  }
}

function allTrackers(routers: readonly RouterStatus[]): TrackerStatus[] {
  return routers.flatMap(({ trackers = [] }) => trackers)
}

const titles = [
  ['interface', 'Tracked interfaces :', ''],
  ['script', 'Tracked scripts :', ''],
  ['file', 'Tracked files :', ','],
  ['process', 'Tracked processes :', ','],
  ['bfd', 'Tracked BFDs :', ':'],
] as const

/** What the router depends on, itself and through its group, in keepalived.data. */
export function trackedLines(instance: VrrpInstance, config: Config): string[] {
  const tracked = trackedBy(instance, config)
  return titles.flatMap(([wanted, title, mark]) => {
    const entries = tracked.filter(({ kind }) => kind === wanted)
    return listed(
      title,
      entries.map((entry) => `${entry.name}${mark} ${weightWords(entry)}`),
    )
  })
}
