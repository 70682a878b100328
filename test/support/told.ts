import { type Ip, micros, seconds } from '../../src/base/index.ts'
import type { EngineHello, EngineRouterStatus } from '../../src/engine/index.ts'

/** The monotonic instant of these values. */
export const now = seconds(1000)

export const hello: EngineHello = {
  kind: 'hello',
  controlVersion: 1,
  imageVersion: 1,
  pid: 812,
  engineVersion: '0.1.0',
  granted: true,
  controllerPid: 0,
  imageDigest: '',
}

/** A router that hears a better one. */
export const backup: EngineRouterStatus = {
  name: 'VI_1',
  state: 'BACKUP',
  since: micros(now - seconds(187_200)),
  reason: 'heard a better advert',
  basePriority: 100,
  effectivePriority: 100,
  master: '198.51.100.1' as Ip,
  masterPriority: 150,
  lastAdvert: micros(now - seconds(0.4)),
  advertInterval: seconds(1),
  masterAdvertInterval: seconds(1),
  skew: micros(609_375),
  masterDownInterval: micros(3_609_375),
  objectsFailed: 0,
  counters: { adverts_received: 181204, adverts_sent: 3, rejected_checksum: 2, rejected_ttl: 1 },
}
