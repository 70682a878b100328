import { endpointName, type Micros, micros, type Unplaced } from '../base/index.ts'
import type { Check, Config, RealServer, VirtualServer } from '../bind/index.ts'
import type { Rhythm } from './checker.ts'

/** What a check asks, and when, wherever it was written. */
export type CheckSpec = Unplaced<Check>

export interface ServerSpec {
  /** Among the servers of its pool. */
  readonly index: number
  /** Address and port. */
  readonly key: string
  readonly weight: number
  readonly checks: readonly CheckSpec[]
}

export interface PoolSpec {
  /** Equal for virtual servers that are one service. */
  readonly service: string
  /** What tells one virtual server from another: of those that are one service their order does. */
  readonly key: string
  readonly quorum: number
  readonly hysteresis: number
  readonly sorryServer: boolean
  readonly servers: readonly ServerSpec[]
}

/** The pools of a configuration, in its order. */
export function poolsOf({ virtualServers }: Pick<Config, 'virtualServers'>): PoolSpec[] {
  const ordinals = new Map<string, number>()
  return virtualServers.map((virtual) => {
    const service = serviceKey(virtual)
    const ordinal = ordinals.get(service) ?? 0
    ordinals.set(service, ordinal + 1)
    return {
      service,
      key: ordinal === 0 ? service : `${service} ${ordinal}`,
      quorum: virtual.quorum,
      hysteresis: virtual.hysteresis,
      sorryServer: virtual.sorryServer !== undefined,
      servers: virtual.realServers.map(serverOf),
    }
  })
}

function serviceKey({ service, protocol, family = 'inet' }: VirtualServer): string {
  switch (service.kind) {
    case 'address':
      return `${protocol} ${endpointName(service)}`
    case 'fwmark':
      return `fwmark ${service.mark} ${family}`
    case 'group':
      return `group ${service.group} ${protocol} ${family}`
  }
}

function serverOf(real: RealServer, index: number): ServerSpec {
  return { index, key: endpointName(real), weight: real.weight, checks: real.checks }
}

const blocks: { readonly [K in Check['kind']]: string } = {
  tcp: 'TCP_CHECK',
  http: 'HTTP_GET',
  https: 'SSL_GET',
  udp: 'UDP_CHECK',
  ping: 'PING_CHECK',
  dns: 'DNS_CHECK',
  smtp: 'SMTP_CHECK',
  misc: 'MISC_CHECK',
  file: 'FILE_CHECK',
  bfd: 'BFD_CHECK',
}

/** For people: the block of a check, and where it asks for more than one thing what this step asks for. */
export function checkName(check: CheckSpec, step = 0): string {
  const block = blocks[check.kind]
  return check.kind === 'http' || check.kind === 'https' ? `${block} ${check.urls[step]?.path ?? ''}`.trimEnd() : block
}

/** Equal for checks that ask the same of the same: when they are due does not make them others. */
export function questionOf(check: CheckSpec): string {
  return JSON.stringify(check, (key, value: unknown) => (rhythms.has(key) ? undefined : value))
}

const rhythms: ReadonlySet<string> = new Set([
  'delayLoop',
  'delayBeforeRetry',
  'retry',
  'warmup',
  'alpha',
  'timeout',
  'fastRecovery',
  'logAllFailures',
])

const AT_ONCE: Rhythm = {
  timed: false,
  delayLoop: micros(0),
  delayBeforeRetry: micros(0),
  retry: 0,
  warmup: micros(0),
  alpha: false,
  steps: 1,
  rise: 1,
  pause: micros(0),
  fromStart: false,
}

export function rhythmOf(check: CheckSpec): Rhythm {
  if (check.kind === 'file') return AT_ONCE
  if (check.kind === 'bfd') return { ...AT_ONCE, alpha: check.alpha ?? false }
  const { delayLoop, delayBeforeRetry, retry, warmup, alpha } = check
  const common = { timed: true, delayLoop, delayBeforeRetry, retry, warmup, alpha, fromStart: check.kind === 'misc' }
  if (check.kind !== 'http' && check.kind !== 'https') return { ...common, steps: 1, rise: 1, pause: delayLoop }
  const steps = check.urls.length
  const pause = Math.max(delayLoop, delayBeforeRetry) as Micros
  return { ...common, steps, rise: check.fastRecovery ? 1 : steps + 1, pause }
}
