import { type Micros, micros } from '../base/index.ts'
import type { TrackProcess } from '../bind/index.ts'

/** A process that is not a zombie. */
export interface Process {
  readonly pid: number
  /** What the kernel calls it: 15 bytes at most. */
  readonly name: string
  /** Empty for threads of the kernel. */
  readonly argv: readonly string[]
}

const nameBytesMax = 15

/** Whether only the arguments tell: then they have to be read. */
export function needsArguments({ process: command, match, fullCommand }: TrackProcess): boolean {
  return fullCommand || match !== undefined || command.length > 1
}

export function matches(wanted: TrackProcess, { name, argv }: Process): boolean {
  const [command = '', ...parameters] = wanted.process
  if (!needsArguments(wanted)) return name === new TextDecoder().decode(cut(command))
  const [found, ...given] = argv
  if (found !== command) return false
  if (wanted.match === undefined || wanted.match === 'exact') return equal(parameters, given)
  const last = parameters.length - 1
  return parameters.every((parameter, index) => {
    const each = given[index]
    if (each === undefined) return false
    return wanted.match === 'initial' && index === last ? each.startsWith(parameter) : each === parameter
  })
}

function cut(text: string): Uint8Array {
  return new TextEncoder().encode(text).subarray(0, nameBytesMax)
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}

export interface QuorumState {
  readonly count: number
  readonly good: boolean
  /** A verdict that holds once it has lasted. */
  readonly pending?: { readonly good: boolean; readonly at: Micros }
}

/** How many have to run. */
export function leastOf({ quorum, quorumMax }: Pick<TrackProcess, 'quorum' | 'quorumMax'>): number {
  return quorum ?? (quorumMax === 0 ? 0 : 1)
}

type Quorum = Pick<TrackProcess, 'quorum' | 'quorumMax' | 'delay' | 'forkDelay' | 'terminateDelay'>

/** At the start nothing is waited for. */
export function newQuorum(count: number, quorum: Quorum): QuorumState {
  return { count, good: isEnough(count, quorum) }
}

/** Another number of processes, or the time: a change counts once it has lasted for its delay. */
export function stepQuorum(state: QuorumState, count: number, now: Micros, quorum: Quorum): QuorumState {
  const { count: before, good } = state
  const wanted = isEnough(count, quorum)
  if (wanted === good) return { count, good }
  // A delay of its own is more than 0.
  const delay = (count > before ? quorum.forkDelay : quorum.terminateDelay) || quorum.delay
  const pending = state.pending ?? { good: wanted, at: micros(now + delay) }
  return now >= pending.at ? { count, good: wanted } : { count, good, pending }
}

function isEnough(count: number, wanted: Quorum): boolean {
  return count >= leastOf(wanted) && (wanted.quorumMax === undefined || count <= wanted.quorumMax)
}
