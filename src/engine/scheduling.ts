import type { GlobalDefs } from '../bind/index.ts'
import type { SchedulingSpec } from './image.ts'

/** How the engine itself is to run. */
export function schedulingOf(global: GlobalDefs): SchedulingSpec {
  return {
    nice: global.vrrpNice,
    realTimePriority: global.vrrpRealTimePriority ?? 0,
    realTimeLimit: global.vrrpRealTimeLimit,
    lockMemory: global.vrrpNoSwap,
    autoPriorityMax: Math.max(global.autoPriorityMax, 0),
    autoPriorityDelay: global.autoPriorityDelay,
    cpus: global.vrrpCpus ?? [],
    name: global.vrrpProcessName ?? (global.processNames ? 'keepalived_vrrp' : 'kac-engine'),
  }
}
