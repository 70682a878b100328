import { type Config, endpointName, type VirtualServer, virtualServerName } from '../bind/index.ts'
import type { CheckReport, PoolReport, ServerReport } from '../check/index.ts'

export type ServiceState = 'UP' | 'DOWN'

/** A virtual server, and what its checks say. */
export interface ServiceStatus {
  /** `192.0.2.10:80/tcp`, `fwmark 7`, `group G`. */
  readonly name: string
  /** Whether it has its quorum. */
  readonly state: ServiceState
  readonly scheduler: string
  /** Not tried while its address is not on this host (ha_suspend). */
  readonly suspended: boolean
  readonly quorum: number
  readonly hysteresis: number
  /** Of the servers in use, all together. */
  readonly weight: number
  readonly sorryServer?: { readonly name: string; readonly active: boolean }
  readonly servers: readonly ServerStatus[]
}

export interface ServerStatus {
  readonly name: string
  /** UP while none of its checks has failed. */
  readonly state: ServiceState
  /** What checks make of the configured one. */
  readonly weight: number
  readonly configuredWeight: number
  readonly forwarding: string
  readonly checks: readonly CheckStatus[]
  readonly traffic?: ServerTraffic
}

export interface CheckStatus {
  /** Its block. */
  readonly check: string
  readonly state: ServiceState
  readonly attempts: number
  readonly failures: number
  /** The last attempt; absent before the first. */
  readonly last?: {
    readonly result: 'success' | 'failure' | 'unable'
    readonly why?: string
    readonly secondsAgo: number
    readonly tookSeconds?: number
  }
}

/** What the kernel counts for a destination, over all services of its virtual server. */
export interface ServerTraffic {
  readonly activeConnections: number
  readonly inactiveConnections: number
  /** Templates of clients that stay with the server. */
  readonly persistentConnections: number
}

/** By place: of each virtual server its real servers; undefined for those that are not in the table. */
export type Traffic = readonly (readonly (ServerTraffic | undefined)[])[]

/** In the order of the configuration. */
export function serviceStatuses(
  { virtualServers }: Config,
  reports: readonly PoolReport[],
  traffic: Traffic = [],
): ServiceStatus[] {
  return virtualServers.flatMap((virtual, pool) => {
    const report = reports[pool]
    return report ? [serviceStatus(virtual, report, traffic[pool] ?? [])] : []
  })
}

function serviceStatus(virtual: VirtualServer, report: PoolReport, traffic: Traffic[number]): ServiceStatus {
  const { scheduler, quorum, hysteresis, sorryServer, realServers } = virtual
  return {
    name: virtualServerName(virtual),
    state: stateOf(report.up),
    scheduler,
    suspended: report.suspended,
    quorum,
    hysteresis,
    weight: report.servers.reduce((sum, { alive, weight }) => sum + (alive ? weight : 0), 0),
    ...(sorryServer && { sorryServer: { name: endpointName(sorryServer), active: report.sorry } }),
    servers: realServers.flatMap((real, index) => {
      const server = report.servers[index]
      return server ? [serverStatus(real, server, traffic[index])] : []
    }),
  }
}

function serverStatus(
  real: VirtualServer['realServers'][number],
  { alive, weight, checks }: ServerReport,
  traffic: ServerTraffic | undefined,
): ServerStatus {
  return {
    name: endpointName(real),
    state: stateOf(alive),
    weight,
    configuredWeight: real.weight,
    forwarding: real.forwarding.method,
    checks: checks.map(checkStatus),
    ...(traffic && { traffic }),
  }
}

function checkStatus({ check, up, last, attempts, failures }: CheckReport): CheckStatus {
  return { check, state: stateOf(up), attempts, failures, ...(last && { last: lastStatus(last) }) }
}

function lastStatus({ result, ago, took }: NonNullable<CheckReport['last']>): NonNullable<CheckStatus['last']> {
  return {
    result: result.kind,
    ...(result.kind !== 'success' && { why: result.why }),
    secondsAgo: ago / 1e6,
    ...(took !== undefined && { tookSeconds: took / 1e6 }),
  }
}

/** By its name, with or without the protocol. */
export function serviceNamed(services: readonly ServiceStatus[], wanted: string): ServiceStatus | undefined {
  return services.find(({ name }) => name === wanted || name.replace(/\/\w+$/, '') === wanted)
}

/** A real server wherever it serves: by address and port, or by address alone. */
export function serversNamed(
  services: readonly ServiceStatus[],
  wanted: string,
): { readonly service: ServiceStatus; readonly server: ServerStatus }[] {
  return services.flatMap((service) =>
    service.servers
      .filter(({ name }) => name === wanted || name.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') === wanted)
      .map((server) => ({ service, server })),
  )
}

function stateOf(up: boolean): ServiceState {
  return up ? 'UP' : 'DOWN'
}
