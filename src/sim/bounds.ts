import { type Micros, micros } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'

/** Counted from when the last fault is over. */
export interface Bounds {
  /** By then every router has a Master somewhere. */
  readonly master: Micros
  /** By then it is the one that stays. */
  readonly settled: Micros
  /** So long nothing more may happen then. */
  readonly rest: Micros
}

/**
 * What RFC 9568 section 6.1 lets pass: the Master_Down_Interval of the slowest router, with the longest interval that it
 * may have learned and the lowest priority that trackers may leave it. Added is only what kac and keepalived say more
 * of: delays at the start, one interval of listening after a stall, a second wait for a sync group, preempt_delay, results of scripts.
 */
export function boundsOf(configs: readonly Config[]): Bounds {
  const instances = configs.flatMap(({ vrrpInstances }) => vrrpInstances)
  const longest = (of: (instance: VrrpInstance) => number) => Math.max(0, ...instances.map(of))
  const interval = longest(({ advertInterval }) => advertInterval)
  const skew = longest(({ version }) => (version === 2 ? 1_000_000 : interval))
  const downInterval = longest(({ downTimerAdverts }) => downTimerAdverts) * interval + skew
  const waits = configs.some(({ syncGroups }) => syncGroups.length > 0) ? 2 : 1
  const ready = Math.max(0, ...configs.flatMap(({ vrrpScripts }) => vrrpScripts.map(recovery)))
  const delay = Math.max(...configs.map(({ global }) => Math.max(global.startupDelay, global.delayAfterBoot)))
  const master = delay + ready + waits * downInterval + interval
  const preempting = longest(({ preemptDelay }) => preemptDelay) + waits * (downInterval + interval)
  return { master: micros(master), settled: micros(master + preempting), rest: micros(20 * interval) }
}

/** Until a script that hung is known to be good: it is ended, 2 s later made to end, and then has to succeed often enough. */
function recovery({ interval, timeout, rise }: Config['vrrpScripts'][number]): number {
  return (timeout ?? interval) + 2_000_000 + (rise + 2) * interval
}
