import { Random } from './random.ts'

/** Milliseconds throughout; hosts by their index. */
export interface Scenario {
  readonly seed: number
  readonly intervalMs: number
  readonly routers: number
  readonly grouped: boolean
  readonly hosts: readonly HostPlan[]
  readonly faults: readonly Fault[]
  /** When the last of them is over. */
  readonly faultsEndMs: number
}

export interface HostPlan {
  readonly priority: number
  readonly preempt: boolean
  readonly startMs: number
}

interface Lasting {
  readonly fromMs: number
  readonly untilMs: number
}

export type Fault = Lasting &
  (
    | { readonly kind: 'crash' | 'engine-crash' | 'pause' | 'link-down' | 'tracker-bad'; readonly host: number }
    /** Another priority is loaded, and afterwards the one before. */
    | { readonly kind: 'reload'; readonly host: number; readonly priority: number }
    | { readonly kind: 'one-way'; readonly from: number; readonly to: number }
    | { readonly kind: 'loss'; readonly probability: number }
    | { readonly kind: 'delay'; readonly maxMs: number }
  )

/** What may happen to a small fleet: drawn from the seed alone. */
export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed)
  const intervalMs = [10, 100, 1000][random.between(0, 2)] ?? 1000
  const hosts = Array.from({ length: random.between(2, 4) }, () => ({
    priority: random.chance(0.2) ? 100 : random.between(1, 254),
    preempt: random.chance(0.8),
    startMs: random.between(0, 5 * intervalMs),
  }))
  const faultsEndMs = 60 * intervalMs
  const faults = Array.from({ length: random.between(0, 8) }, () => fault(random, hosts.length, intervalMs))
  const routers = random.between(1, 3)
  const upkeep = upkeepOf(new Random(seed ^ 0x0bee), hosts.length, intervalMs)
  return {
    seed,
    intervalMs,
    routers,
    grouped: routers > 1 && random.chance(0.5),
    hosts,
    faults: [...faults, ...upkeep],
    faultsEndMs,
  }
}

/** What people do to a host that works: configurations are changed, an engine is replaced or dies alone. */
function upkeepOf(random: Random, hosts: number, intervalMs: number): Fault[] {
  if (random.chance(0.4)) return []
  return Array.from({ length: random.between(1, 3) }, () => {
    const fromMs = random.between(0, 45 * intervalMs)
    const lasting = { fromMs, untilMs: fromMs + random.between(1, 15 * intervalMs), host: random.between(0, hosts - 1) }
    if (random.chance(0.3)) return { ...lasting, kind: 'engine-crash' }
    return { ...lasting, kind: 'reload', priority: random.between(1, 254) }
  })
}

function fault(random: Random, hosts: number, intervalMs: number): Fault {
  const fromMs = random.between(0, 45 * intervalMs)
  const lasting = { fromMs, untilMs: fromMs + random.between(1, 15 * intervalMs) }
  const host = random.between(0, hosts - 1)
  const other = (host + random.between(1, hosts - 1)) % hosts
  switch (random.between(0, 6)) {
    case 0:
      return { ...lasting, kind: 'crash', host }
    case 1:
      return { ...lasting, kind: 'pause', host }
    case 2:
      return { ...lasting, kind: 'link-down', host }
    case 3:
      return { ...lasting, kind: 'tracker-bad', host }
    case 4:
      return { ...lasting, kind: 'one-way', from: host, to: other }
    case 5:
      return { ...lasting, kind: 'loss', probability: random.fraction() }
    default:
      return { ...lasting, kind: 'delay', maxMs: random.between(1, 2 * intervalMs) }
  }
}
