/** One snapshot of what a host does, its texts, and keepalived's dumps. Never asks anyone: what it shows is handed in. */

export { type DrainingStatus, drainingNamed, drainingText, whyDrainingText } from './draining.ts'
export { bfdDump } from './dump-bfd.ts'
export { checkDump } from './dump-check.ts'
export { dataDump } from './dump-data.ts'
export { jsonDump } from './dump-json.ts'
export { metricsText } from './metrics.ts'
export { poolsAfter } from './pools-after.ts'
export { routersAfter } from './routers-after.ts'
export {
  type CheckStatus,
  type Counters,
  type ServerStatus,
  type ServerTraffic,
  type ServiceStatus,
  type ServiceTraffic,
  serversNamed,
  servicesNamed,
} from './services.ts'
export { whyServerText, whyServiceText } from './services-text.ts'
export type { SessionStatus } from './sessions.ts'
export {
  aged,
  type ConfigurationStatus,
  type DaemonStatus,
  type RouterStatus,
  type Silent,
  type StatusSnapshot,
  statusOf,
} from './snapshot.ts'
export { countedSince, statisticsDump } from './statistics.ts'
export { statusText, whySessionText, whyText } from './text.ts'
export type { Seen, TrackerStatus } from './trackers.ts'
