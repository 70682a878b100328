import { endpointName } from '../base/index.ts'
import { type Config, type VirtualServer, virtualServerNames } from '../bind/index.ts'
import type { CheckReport, PoolReport, ServerReport } from '../check/index.ts'

export type ServiceState = 'UP' | 'DOWN'

/** A virtual server, and what its checks say. */
export interface ServiceStatus {
  /** Of one virtual server alone: `192.0.2.10:80/tcp`, `fwmark 7`, `group G/udp`. */
  readonly name: string
  /** Whether it has its quorum. */
  readonly state: ServiceState
  readonly scheduler: string
  /** Not tried while its address is not on this host (ha_suspend). */
  readonly suspended: boolean
  /** What nftables give its packets (nftables_ipvs). */
  readonly mark?: number
  readonly quorum: number
  readonly hysteresis: number
  /** Of the servers in use, all together. */
  readonly weight: number
  readonly sorryServer?: { readonly name: string; readonly active: boolean }
  readonly traffic?: Counters
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

/** What the kernel has counted since it has it. Out is what goes back through this host: nothing but by masquerading. */
export interface Counters {
  readonly connections: number
  readonly packetsIn: number
  readonly packetsOut: number
  readonly bytesIn: number
  readonly bytesOut: number
}

/** What the kernel counts for a destination, over all services of its virtual server. */
export interface ServerTraffic extends Counters {
  readonly activeConnections: number
  readonly inactiveConnections: number
  /** Templates of clients that stay with the server. */
  readonly persistentConnections: number
}

/** What the kernel counts for a virtual server. */
export interface ServiceTraffic {
  readonly total: Counters
  /** By place; undefined for those that are not in the table. */
  readonly servers: readonly (ServerTraffic | undefined)[]
}

/** In the order of the configuration. */
export function serviceStatuses(
  config: Config,
  reports: readonly PoolReport[],
  traffic: readonly ServiceTraffic[] = [],
): ServiceStatus[] {
  const names = virtualServerNames(config)
  return config.virtualServers.flatMap((virtual, pool) => {
    const [report, name = ''] = [reports[pool], names[pool]]
    return report ? [{ name, ...serviceStatus(virtual, report, traffic[pool]) }] : []
  })
}

function serviceStatus(
  virtual: VirtualServer,
  report: PoolReport,
  traffic: ServiceTraffic | undefined,
): Omit<ServiceStatus, 'name'> {
  const { service, scheduler, quorum, hysteresis, sorryServer, realServers } = virtual
  return {
    state: stateOf(report.up),
    scheduler,
    suspended: report.suspended,
    ...(service.kind === 'group' && service.mark !== undefined && { mark: service.mark }),
    quorum,
    hysteresis,
    weight: report.servers.reduce((sum, { alive, weight }) => sum + (alive ? weight : 0), 0),
    ...(sorryServer && { sorryServer: { name: endpointName(sorryServer), active: report.sorry } }),
    ...(traffic && { traffic: traffic.total }),
    servers: realServers.flatMap((real, index) => {
      const server = report.servers[index]
      return server ? [serverStatus(real, server, traffic?.servers[index])] : []
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

/** Those of this name; their protocols, families and numbers need not be said. */
export function servicesNamed(services: readonly ServiceStatus[], wanted: string): readonly ServiceStatus[] {
  return services.filter(({ name }) => {
    const unnumbered = name.replace(/ #\d+$/, '')
    return [name, unnumbered, unnumbered.replace(/\/\w+$/, '')].includes(wanted)
  })
}

/** A real server wherever it serves: by address and port, or by address alone. */
export function serversNamed(
  services: readonly ServiceStatus[],
  wanted: string,
): { readonly service: ServiceStatus; readonly server: ServerStatus }[] {
  return services.flatMap((service) =>
    service.servers.filter(({ name }) => isCalled(name, wanted)).map((server) => ({ service, server })),
  )
}

/** Whether a server is meant: by address and port, or by address alone. */
export function isCalled(server: string, wanted: string): boolean {
  return server === wanted || server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') === wanted
}

function stateOf(up: boolean): ServiceState {
  return up ? 'UP' : 'DOWN'
}
