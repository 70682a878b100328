import { gauge, type Labels, type Metric, type Sample } from './openmetrics.ts'
import type { Counters, ServerStatus } from './services.ts'
import type { StatusSnapshot } from './snapshot.ts'

/** Of virtual servers, their real servers and the checks of these. */
export function serviceMetrics({ services, draining = [] }: StatusSnapshot): Metric[] {
  const servers = services.flatMap((service) =>
    service.servers.map((server) => ({ server, labels: { service: service.name, server: server.name } })),
  )
  const traffic = (kind: 'activeConnections' | 'inactiveConnections' | 'persistentConnections') =>
    servers.flatMap(({ server, labels }) =>
      server.traffic
        ? [{ labels: { ...labels, state: kind.replace('Connections', '') }, value: server.traffic[kind] }]
        : [],
    )
  return [
    gauge(
      'kac_service_up',
      'The virtual server has its quorum.',
      services.map(({ name, state }) => ({ labels: { service: name }, value: up(state) })),
    ),
    gauge(
      'kac_server_up',
      'No check of the real server has failed.',
      servers.map(({ server, labels }) => ({ labels, value: up(server.state) })),
    ),
    gauge(
      'kac_server_weight',
      'What checks make of the configured weight.',
      servers.map(({ server, labels }) => ({ labels, value: server.weight })),
    ),
    gauge('kac_server_connections', 'Connections that the kernel has for the real server.', [
      ...traffic('activeConnections'),
      ...traffic('inactiveConnections'),
      ...traffic('persistentConnections'),
    ]),
    ...counters(
      'service',
      services.map(({ name, traffic }) => ({ labels: { service: name }, traffic })),
    ),
    ...counters(
      'server',
      servers.map(({ server, labels }) => ({ labels, traffic: server.traffic })),
    ),
    gauge(
      'kac_draining_connections',
      'Connections that a real server still has that left the configuration.',
      draining.map(({ service, server, connections }) => ({ labels: { service, server }, value: connections })),
    ),
    ...checkMetrics(servers),
  ]
}

function checkMetrics(servers: readonly { readonly server: ServerStatus; readonly labels: Labels }[]): Metric[] {
  const checks = servers.flatMap(({ server, labels }) =>
    server.checks.map((check, index) => {
      // Two of a kind are two series.
      const before = server.checks.slice(0, index).filter((other) => other.check === check.check).length
      return { check, labels: { ...labels, check: `${check.check}${before > 0 ? ` #${before + 1}` : ''}` } }
    }),
  )
  return [
    gauge(
      'kac_check_up',
      'The check has not failed.',
      checks.map(({ check, labels }) => ({ labels, value: up(check.state) })),
    ),
    gauge(
      'kac_check_duration_seconds',
      'How long the last attempt took.',
      checks.flatMap(({ check, labels }) =>
        check.last?.tookSeconds === undefined ? [] : [{ labels, value: check.last.tookSeconds }],
      ),
    ),
    {
      name: 'kac_check_failures',
      type: 'counter',
      help: 'Attempts that failed.',
      samples: checks.map(({ check, labels }) => ({ labels, value: check.failures })),
    },
  ]
}

function up(state: string): number {
  return state === 'UP' ? 1 : 0
}

/** What the kernel has counted of virtual or of real servers. */
function counters(
  what: 'service' | 'server',
  counted: readonly { readonly labels: Labels; readonly traffic: Counters | undefined }[],
): Metric[] {
  const samples = (value: (traffic: Counters) => number, more: Labels = {}): Sample[] =>
    counted.flatMap(({ labels, traffic }) =>
      traffic ? [{ labels: { ...labels, ...more }, value: value(traffic) }] : [],
    )
  const bothWays = (inward: (traffic: Counters) => number, outward: (traffic: Counters) => number) => [
    ...samples(inward, { direction: 'in' }),
    ...samples(outward, { direction: 'out' }),
  ]
  const metric = (name: string, help: string, some: Sample[]): Metric => {
    return { name: `kac_${what}_${name}`, type: 'counter', help, samples: some }
  }
  return [
    metric(
      'new_connections',
      'Connections that began.',
      samples(({ connections }) => connections),
    ),
    metric(
      'packets',
      'Packets that were passed on.',
      bothWays(
        ({ packetsIn }) => packetsIn,
        ({ packetsOut }) => packetsOut,
      ),
    ),
    metric(
      'bytes',
      'Bytes that were passed on.',
      bothWays(
        ({ bytesIn }) => bytesIn,
        ({ bytesOut }) => bytesOut,
      ),
    ),
  ]
}
