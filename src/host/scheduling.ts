import { loadAddon } from './addon.ts'

/** How a process is to run; 0 and false are as it was started. */
export interface Scheduling {
  readonly nice: number
  /** Of SCHED_RR. */
  readonly realTimePriority: number
  /** Microseconds in real time without a pause, after which it is left. */
  readonly realTimeLimit: number
  readonly lockMemory: boolean
  readonly cpus: readonly number[]
  /** What ps and top call it. */
  readonly name: string
}

type Set = (
  keywords: string,
  nice: number,
  realTimePriority: number,
  realTimeLimit: number,
  lockMemory: boolean,
  name: string,
  ...cpus: readonly number[]
) => readonly string[]

/** This process runs so from now on. `keywords`: how those begin that ask for it. Returns what could not be done. */
export function scheduleProcess(keywords: string, spec: Scheduling): readonly string[] {
  const { setScheduling } = loadAddon() as { setScheduling: Set }
  const { nice, realTimePriority, realTimeLimit, lockMemory, name, cpus } = spec
  return setScheduling(keywords, nice, realTimePriority, realTimeLimit, lockMemory, name, ...cpus)
}
