import type { RouteLine } from '../bind/index.ts'
import { type MetricFields, metricLocks } from '../kernel/index.ts'

/** In the units of the kernel: RTAX_RTT counts eighths of a millisecond, RTAX_RTTVAR quarters. */
export function metricsOf(line: RouteLine): MetricFields | undefined {
  const { rtt, rttvar } = line
  const lockable = given({
    RTAX_MTU: line.mtu,
    RTAX_RTT: rtt && { ...rtt, value: rtt.value * 8 },
    RTAX_RTTVAR: rttvar && { ...rttvar, value: rttvar.value * 4 },
    RTAX_SSTHRESH: line.ssthresh,
    RTAX_CWND: line.cwnd,
    RTAX_ADVMSS: line.advmss,
    RTAX_REORDERING: line.reordering,
    RTAX_RTO_MIN: line.rtoMin,
    RTAX_CC_ALGO: line.congctl,
  })
  const plain = given({
    RTAX_WINDOW: line.window,
    RTAX_HOPLIMIT: line.hoplimit,
    RTAX_INITCWND: line.initcwnd,
    RTAX_FEATURES: line.features && featureEcn,
    RTAX_INITRWND: line.initrwnd,
    RTAX_QUICKACK: line.quickack,
    RTAX_FASTOPEN_NO_COOKIE: line.fastopenNoCookie,
  })
  const locks = metricLocks(lockable.flatMap(([name, { locked }]) => (locked ? [name] : [])))
  const values = [...plain, ...lockable.map(([name, { value }]) => [name, value] as const)]
  if (values.length === 0) return undefined
  return Object.fromEntries(locks === 0 ? values : [['RTAX_LOCK', locks], ...values])
}

/** RTAX_FEATURE_ECN of linux/rtnetlink.h. */
const featureEcn = 1

function given<T extends object>(fields: T): [keyof T & string, NonNullable<T[keyof T]>][] {
  return Object.entries(fields).filter(([, value]) => value !== undefined) as [
    keyof T & string,
    NonNullable<T[keyof T]>,
  ][]
}
