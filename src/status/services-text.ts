import { printable } from '../base/index.ts'
import { showSeconds, table, takenText } from './layout.ts'
import type { CheckStatus, ServerStatus, ServiceStatus } from './services.ts'
import type { StatusSnapshot } from './snapshot.ts'

const headings = ['VIRTUAL AND REAL SERVERS', 'STATE', 'WEIGHT', 'ALIVE', 'CONNECTIONS', '']

/** For `kac status`: each virtual server with its real servers below it. */
export function serviceTable({ services, checksSilent }: StatusSnapshot): string[] {
  if (checksSilent) return ['', '! the process that checks real servers does not answer']
  if (services.length === 0) return []
  return ['', ...table(headings, services.flatMap(rowsOf))]
}

function rowsOf(service: ServiceStatus): string[][] {
  const { name, servers, sorryServer } = service
  const alive = servers.filter(({ state }) => state === 'UP').length
  const notes = [
    `quorum ${quorumText(service)}`,
    ...(service.suspended ? ['not checked: its address is not here'] : []),
  ]
  const head = [name, service.state, `${service.weight}`, `${alive} of ${servers.length}`, '', notes.join(', ')]
  const sorry = sorryServer && [
    `  sorry ${sorryServer.name}`,
    '',
    '',
    '',
    '',
    sorryServer.active ? 'stands in' : 'waits',
  ]
  return [head, ...servers.map(serverRow), ...(sorry ? [sorry] : [])]
}

function serverRow({ name, state, weight, configuredWeight, traffic, checks }: ServerStatus): string[] {
  const weights = weight === configuredWeight ? `${weight}` : `${weight} (${configuredWeight})`
  const connections = traffic ? `${traffic.activeConnections} + ${traffic.inactiveConnections}` : ''
  return [`  ${name}`, state, weights, '', connections, worst(checks)]
}

/** Of several checks the one that says most: one that failed, or the slowest. */
function worst(checks: readonly CheckStatus[]): string {
  const [first] = [...checks].sort(
    (a, b) => Number(b.state === 'DOWN') - Number(a.state === 'DOWN') || tookOf(b) - tookOf(a),
  )
  return first ? `${first.check} ${lastText(first)}` : 'not checked'
}

function tookOf({ last }: CheckStatus): number {
  return last?.tookSeconds ?? 0
}

function lastText({ last }: CheckStatus): string {
  if (!last) return 'not tried yet'
  const { result, why, tookSeconds, secondsAgo } = last
  const said = result === 'success' ? 'ok' : result === 'failure' ? `failed: ${why}` : `could not be tried: ${why}`
  const took = tookSeconds === undefined ? [] : [showSeconds(tookSeconds)]
  return [said, ...took, `${showSeconds(secondsAgo)} ago`].join(', ')
}

function quorumText({ quorum, hysteresis }: ServiceStatus): string {
  return `${quorum}${hysteresis > 0 ? ` ± ${hysteresis}` : ''}`
}

/** For `kac why VIRTUAL_SERVER`. */
export function whyServiceText(snapshot: StatusSnapshot, service: ServiceStatus): string {
  const { name, state, weight, quorum, hysteresis, servers, sorryServer, suspended } = service
  const change =
    state === 'UP'
      ? `it loses its quorum below ${Math.max(1, quorum - hysteresis)}`
      : `it has its quorum again from ${quorum + hysteresis} on`
  return printable(
    [
      `${name} is ${state} on ${snapshot.host}: the servers in use weigh ${weight}, and its quorum is ${quorumText(service)}.`,
      ...(quorum === 0 ? ['a quorum of 0, which is what weights of 0 leave of any, is always there'] : [change]),
      ...(suspended ? ['its servers are not checked: its address is not on this host (ha_suspend)'] : []),
      ...(sorryServer ? [`sorry server ${sorryServer.name} ${sorryServer.active ? 'stands in' : 'waits'}`] : []),
      ...servers.map(
        (server) => `${server.name} is ${server.state} with weight ${server.weight}: ${worst(server.checks)}`,
      ),
      takenText(snapshot),
    ].join('\n  '),
  )
}

/** For `kac why REAL_SERVER`. */
export function whyServerText(snapshot: StatusSnapshot, service: ServiceStatus, server: ServerStatus): string {
  const { name, state, weight, configuredWeight, checks, traffic } = server
  const failed = checks.filter((check) => check.state === 'DOWN').map(({ check }) => check)
  const reason =
    checks.length === 0
      ? 'it has no checks, so it is always in use'
      : failed.length > 0
        ? `${failed.join(' and ')} ${failed.length === 1 ? 'has' : 'have'} failed`
        : 'none of its checks has failed'
  const made = weight === configuredWeight ? '' : `; ${configuredWeight} is configured`
  return printable(
    [
      `${name} of ${service.name} is ${state}: ${reason}.`,
      `weight ${weight}${made}, by ${server.forwarding}`,
      ...(traffic ? [`${traffic.activeConnections} active and ${traffic.inactiveConnections} other connections`] : []),
      ...checks.map((check) => {
        const { attempts, failures } = check
        return `${check.check} is ${check.state}, ${failures} of ${attempts} attempts failed; last ${lastText(check)}`
      }),
      ...(service.sorryServer?.active ? [`the sorry server ${service.sorryServer.name} has its connections`] : []),
      takenText(snapshot),
    ].join('\n  '),
  )
}
