import type { Config } from '../bind/index.ts'
import type { SchedulingSpec } from './image.ts'

/** How the engine itself is to run. Sessions run in it, so that what is asked for either of them holds for both. */
export function schedulingOf({ global, bfdInstances }: Config): SchedulingSpec {
  const bfd = bfdInstances.length > 0
  const [vrrpPriority, bfdPriority] = [global.vrrpRealTimePriority ?? 0, (bfd && global.bfdRealTimePriority) || 0]
  return {
    nice: bfd ? Math.min(global.vrrpNice, global.bfdNice) : global.vrrpNice,
    realTimePriority: Math.max(vrrpPriority, bfdPriority),
    realTimeLimit: bfdPriority > vrrpPriority ? global.bfdRealTimeLimit : global.vrrpRealTimeLimit,
    lockMemory: global.vrrpNoSwap || (bfd && global.bfdNoSwap),
    autoPriorityMax: Math.max(global.autoPriorityMax, 0),
    autoPriorityDelay: global.autoPriorityDelay,
    cpus: global.vrrpCpus ?? (bfd ? global.bfdCpus : undefined) ?? [],
    name: global.vrrpProcessName ?? (global.processNames ? 'keepalived_vrrp' : 'kac-engine'),
  }
}
