import {
  type Config,
  type TrackedKind,
  type TrackFile,
  type TrackProcess,
  trackedBy,
  type VrrpScript,
} from '../bind/index.ts'
import { processFacts } from './dump-tracked.ts'
import { asSeconds, indented, listed, scriptWords, section, weightWords } from './dump-words.ts'
import type { StatusSnapshot } from './snapshot.ts'
import type { TrackerStatus } from './trackers.ts'

/** What keepalived.data says of things that several routers may share. */

/** The pace of announcements. */
export function paceLines({ garpGroups }: Config): string[] {
  if (garpGroups.length === 0) return []
  const groups = garpGroups.map(({ garpInterval, gnaInterval, interfaces }) => [
    ...indented(1, [
      ...(garpInterval === undefined ? [] : [`GARP interval = ${asSeconds(garpInterval)}`]),
      ...(gnaInterval === undefined ? [] : [`GNA interval = ${asSeconds(gnaInterval)}`]),
      'Interfaces',
    ]),
    ...indented(2, interfaces),
  ])
  return section(
    'Gratuitous ARP delays',
    groups.flatMap((lines, index) => section(`GARP delay group ${index}`, lines)),
  )
}

/** Scripts, files, processes and BFD sessions that routers follow, with what is seen of them. */
export function objectLines({ routers }: StatusSnapshot, config: Config): string[] {
  const trackers = routers.flatMap((router) => router.trackers ?? [])
  const each = <T extends { readonly name: string }>(
    kind: TrackedKind,
    objects: readonly T[],
    linesOf: (object: T, seen?: TrackerStatus) => readonly string[],
  ) =>
    objects.flatMap((object) => {
      const seen = trackers.find((tracker) => tracker.kind === kind && tracker.name === object.name)
      return [...linesOf(object, seen), ...followers(kind, object.name, config)]
    })
  return [
    ...section('VRRP Scripts', each('script', config.vrrpScripts, scriptLines)),
    ...section('VRRP Track files', each('file', config.trackFiles, fileLines)),
    ...section('VRRP Track processes', each('process', config.trackProcesses, processLines)),
    ...section('VRRP Track BFDs', each('bfd', config.bfdInstances, sessionLines)),
  ]
}

function followers(kind: TrackedKind, name: string, config: Config): string[] {
  const lines = config.vrrpInstances.flatMap((instance) =>
    trackedBy(instance, config)
      .filter((tracked) => tracked.kind === kind && tracked.name === name)
      .map((tracked) => `${instance.name}, ${weightWords(tracked)}`),
  )
  return listed('Tracking instances :', lines)
}

function scriptLines(script: VrrpScript, seen?: TrackerStatus): string[] {
  return [
    ...indented(1, [`VRRP Script = ${script.name}`]),
    ...indented(3, [
      `Command = ${scriptWords(script.script)}`,
      `Interval = ${asSeconds(script.interval)} sec`,
      `Timeout = ${asSeconds(script.timeout ?? 0)} sec`,
      `Weight = ${plainWeight(script)}`,
      `Rise = ${script.rise}`,
      `Fall = ${script.fall}`,
      ...(seen?.value === undefined ? [] : [`Status = ${seen.value === 0 ? 'BAD' : 'GOOD'}`]),
    ]),
  ]
}

function fileLines(file: TrackFile, seen?: TrackerStatus): string[] {
  return [
    ...indented(1, [`Track file = ${file.name}`]),
    ...indented(3, [
      `File = ${file.file}`,
      ...(seen?.value === undefined ? [] : [`Status = ${seen.value}`]),
      `Weight = ${plainWeight(file)}`,
    ]),
  ]
}

function processLines(wanted: TrackProcess, seen?: TrackerStatus): string[] {
  const { path, parameters, match, least, most, terminateDelay, forkDelay, fullCommand } = processFacts(wanted)
  return [
    ...indented(1, [`VRRP Track process = ${wanted.name}`]),
    ...indented(3, [
      `Process = ${path}`,
      ...(parameters === undefined ? [] : [`Parameters = ${parameters}`]),
      `Param match = ${match}`,
      `Min processes = ${least}`,
      ...(most === undefined ? [] : [`Max processes = ${most}`]),
      ...(seen?.processes
        ? [`Current processes = ${seen.processes.running}`, `Have quorum = ${seen.processes.enough}`]
        : []),
      `Weight = ${plainWeight(wanted)}`,
      `Terminate delay = ${terminateDelay.toFixed(6)}s`,
      `Fork delay = ${forkDelay.toFixed(6)}s`,
      `Full command = ${fullCommand}`,
    ]),
  ]
}

function sessionLines({ name }: { readonly name: string }, seen?: TrackerStatus): string[] {
  return [
    ...indented(1, [`VRRP Track BFD = ${name}`]),
    ...indented(3, seen?.value === undefined ? [] : [`Bfd is ${seen.value === 0 ? 'down' : 'up'}`]),
  ]
}

function plainWeight({ weight }: { readonly weight: { readonly weight: number; readonly reverse: boolean } }): string {
  return `${weight.weight}${weight.reverse ? ' reverse' : ''}`
}
