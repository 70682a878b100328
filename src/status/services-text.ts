import { printable } from '../base/index.ts'
import { showSeconds, table, takenText } from './layout.ts'
import type { CheckStatus, Counters, ServerStatus, ServiceStatus } from './services.ts'
import type { StatusSnapshot } from './snapshot.ts'

const headings = ['VIRTUAL AND REAL SERVERS', 'STATE', 'WEIGHT', 'ALIVE', 'CONNECTIONS', '']

/** For `kac status`: each virtual server with its real servers below it. */
export function serviceTable({ services, checksSilent, ipvsProblem }: StatusSnapshot): string[] {
  const problems = [
    ...(checksSilent ? ['! the process that checks real servers does not answer'] : []),
    ...(ipvsProblem === undefined ? [] : [`! IPVS is not as the configuration wants it: ${ipvsProblem}`]),
  ]
  const rows = services.flatMap(rowsOf)
  const blocks = [problems, rows.length > 0 ? table(headings, rows) : []]
  return blocks.flatMap((lines) => (lines.length > 0 ? ['', ...lines] : []))
}

function rowsOf(service: ServiceStatus): string[][] {
  const { name, servers, sorryServer } = service
  const alive = servers.filter(({ state }) => state === 'UP').length
  const notes = [
    `quorum ${quorumText(service)}`,
    ...(service.mark === undefined ? [] : [`mark ${service.mark}`]),
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

const notChecked = 'servers are not checked: the address of the virtual server is not on this host (ha_suspend)'

function quorumText({ quorum, hysteresis }: ServiceStatus): string {
  return `${quorum}${hysteresis > 0 ? ` ± ${hysteresis}` : ''}`
}

/** For `kac why VIRTUAL_SERVER`. */
export function whyServiceText(snapshot: StatusSnapshot, service: ServiceStatus): string {
  const { name, state, weight, quorum, hysteresis, servers, sorryServer, suspended, mark } = service
  const change =
    state === 'UP'
      ? `it loses its quorum below ${Math.max(1, quorum - hysteresis)}`
      : `it has its quorum again from ${quorum + hysteresis} on`
  return printable(
    [
      `${name} is ${state} on ${snapshot.host}: the servers in use weigh ${weight}, and its quorum is ${quorumText(service)}.`,
      ...(quorum === 0 ? ['a quorum of 0, which is what weights of 0 leave of any, is always there'] : [change]),
      ...(mark === undefined ? [] : [`it is the packets with mark ${mark}, which nftables give to its addresses`]),
      ...(suspended ? [notChecked] : []),
      ...(sorryServer ? [`sorry server ${sorryServer.name} ${sorryServer.active ? 'stands in' : 'waits'}`] : []),
      ...countedLines(service.traffic),
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
  const reason =
    checks.length === 0
      ? 'it has no checks, so it is always in use'
      : whyDown(checks) || 'none of its checks has failed'
  const made = weight === configuredWeight ? '' : `; ${configuredWeight} is configured`
  return printable(
    [
      `${name} of ${service.name} is ${state}: ${reason}.`,
      `weight ${weight}${made}, by ${server.forwarding}`,
      ...(traffic ? [`${traffic.activeConnections} active and ${traffic.inactiveConnections} other connections`] : []),
      ...countedLines(traffic),
      ...checks.map((check) => {
        const { attempts, failures } = check
        return `${check.check} is ${check.state}, ${failures} of ${attempts} attempts failed; last ${lastText(check)}`
      }),
      ...(service.suspended ? [notChecked] : []),
      ...(service.sorryServer?.active ? [`the sorry server ${service.sorryServer.name} has its connections`] : []),
      takenText(snapshot),
    ].join('\n  '),
  )
}

/** Empty where nothing keeps it down. With alpha, and after a restart, a check is down before it was tried. */
function whyDown(checks: readonly CheckStatus[]): string {
  const down = checks.filter(({ state }) => state === 'DOWN')
  const failed = down.filter(({ attempts }) => attempts > 0).map(({ check }) => check)
  const untried = down.filter(({ attempts }) => attempts === 0).map(({ check }) => check)
  return [
    ...(failed.length > 0 ? [`${failed.join(' and ')} ${failed.length === 1 ? 'has' : 'have'} failed`] : []),
    ...(untried.length > 0 ? [`${untried.join(' and ')} ${untried.length === 1 ? 'is' : 'are'} still to succeed`] : []),
  ].join(', ')
}

function countedLines(traffic: Counters | undefined): string[] {
  if (!traffic) return []
  const { connections, bytesIn, bytesOut } = traffic
  return [`connections so far: ${connections}; ${showBytes(bytesIn)} in, ${showBytes(bytesOut)} out`]
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `812 B`, `1.4 MiB`. */
function showBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`
}
