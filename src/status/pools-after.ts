import type { PoolState, ServerState } from '../base/index.ts'
import { endpointName } from '../base/index.ts'
import { type Config, virtualServerNames } from '../bind/index.ts'
import { checkName, hasQuorum, Pool, type PoolServer, poolsOf, WEIGHT_MAX } from '../check/index.ts'
import type { ServerStatus, ServiceStatus } from './services.ts'

/**
 * The pools of a configuration, in its order, as they will be when whoever checks now begins to check by it: what is known
 * of a check stays, a new one counts as alive unless it is to succeed first (alpha). `found` is what the table in use says
 * of each virtual server, which counts for those that are not checked yet.
 */
export function poolsAfter(
  config: Config,
  services: readonly ServiceStatus[],
  found: readonly (PoolState | undefined)[],
): PoolState[] {
  const statuses = new Map(services.map((service) => [service.name, service]))
  const known = virtualServerNames(config).map((name) => statuses.get(name))
  return poolsOf(config).map((spec, index) => {
    const status = known[index]
    const pool = new Pool(spec, { found: status ? { up: false, sorry: false, servers: [] } : found[index] })
    pool.begin({ fresh: false })
    if (!status) return pool.state
    const reals = config.virtualServers[index]?.realServers ?? []
    const servers = new Map(status.servers.map((server) => [server.name, server]))
    const states = pool.servers.map((server, at) => {
      const real = reals[at]
      return serverAfter(server, real && servers.get(endpointName(real)))
    })
    const sum = states.reduce((total, { alive, weight }) => total + (alive ? weight : 0), 0)
    const up = hasQuorum(spec, { before: status.state === 'UP', sum })
    return { up, sorry: !up && spec.sorryServer, servers: states }
  })
}

/** What checks made of the weight before, they make of it again. */
function serverAfter({ spec, checks, alive, weight }: PoolServer, known: ServerStatus | undefined): ServerState {
  if (!known) return { alive, weight }
  const tried = new Set(known.checks.map(({ check }) => check))
  const failed = new Set(known.checks.flatMap(({ check, state }) => (state === 'DOWN' ? [check] : [])))
  const isAlive = checks.every(({ spec }) => {
    const name = checkName(spec)
    return tried.has(name) ? !failed.has(name) : known.state === 'UP'
  })
  const isSet = checks.some(({ spec }) => spec.kind === 'misc' && spec.dynamic)
  const after = isSet ? known.weight : known.weight - known.configuredWeight + spec.weight
  return { alive: isAlive, weight: Math.min(Math.max(0, after), WEIGHT_MAX) }
}
