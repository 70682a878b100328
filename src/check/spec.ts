import { type Micros, micros } from '../base/index.ts'
import { type Check, type Config, endpointName, type RealServer, type VirtualServer } from '../bind/index.ts'
import type { Rhythm } from './checker.ts'
import type { CheckSpec, PoolSpec, ServerSpec } from './pool.ts'

/** The pools of a configuration, in its order. */
export function poolsOf({ virtualServers }: Config): PoolSpec[] {
  const ordinals = new Map<string, number>()
  return virtualServers.map((virtual, index) => ({
    index,
    key: serviceKey(virtual, ordinals),
    quorum: virtual.quorum,
    hysteresis: virtual.hysteresis,
    sorryServer: virtual.sorryServer !== undefined,
    servers: virtual.realServers.map(serverOf),
  }))
}

/** Virtual servers of one group are told apart by their order. */
function serviceKey({ service, protocol }: VirtualServer, ordinals: Map<string, number>): string {
  switch (service.kind) {
    case 'address':
      return `${protocol} ${endpointName(service)}`
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group': {
      const ordinal = ordinals.get(service.group) ?? 0
      ordinals.set(service.group, ordinal + 1)
      return `group ${service.group} ${ordinal}`
    }
  }
}

function serverOf(real: RealServer, index: number): ServerSpec {
  return {
    index,
    key: endpointName(real),
    weight: real.weight,
    inhibit: real.inhibitOnFailure,
    checks: real.checks.map(checkOf),
  }
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
export function checkName(check: Check, step = 0): string {
  const block = blocks[check.kind]
  return check.kind === 'http' || check.kind === 'https' ? `${block} ${check.urls[step]?.path ?? ''}`.trimEnd() : block
}

function checkOf(check: Check): CheckSpec {
  return { identity: JSON.stringify(check, withoutPlaces), rhythm: rhythmOf(check), check }
}

/** Where a check was written does not make it another one. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'at' || key === 'end' || key === 'spans' ? undefined : value
}

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

function rhythmOf(check: Check): Rhythm {
  if (check.kind === 'file') return AT_ONCE
  if (check.kind === 'bfd') return { ...AT_ONCE, alpha: check.alpha ?? false }
  const { delayLoop, delayBeforeRetry, retry, warmup, alpha } = check
  const common = { timed: true, delayLoop, delayBeforeRetry, retry, warmup, alpha, fromStart: check.kind === 'misc' }
  if (check.kind !== 'http' && check.kind !== 'https') return { ...common, steps: 1, rise: 1, pause: delayLoop }
  const steps = check.urls.length
  const pause = Math.max(delayLoop, delayBeforeRetry) as Micros
  return { ...common, steps, rise: check.fastRecovery ? 1 : steps + 1, pause }
}
