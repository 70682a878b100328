import {
  type Check,
  type Config,
  keepalivedServerName,
  keepalivedServiceName,
  type RealServer,
  type VirtualServer,
} from '../bind/index.ts'
import { checkName } from '../check/index.ts'
import { asSeconds, enabled, indented } from './dump-words.ts'
import type { ServerStatus, ServiceStatus } from './services.ts'
import type { StatusSnapshot } from './snapshot.ts'

/** The text of keepalived_check.data: for people, in keepalived's layout. Undefined without virtual servers. */
export function checkDump(snapshot: StatusSnapshot, config: Config): string | undefined {
  const { virtualServers, global } = config
  if (virtualServers.length === 0) return undefined
  return [
    '------< Global definitions >------',
    ...indented(1, [`Router ID = ${global.routerId ?? snapshot.host}`]),
    '------< LVS Topology >------',
    ...virtualServers.flatMap((virtual, index) => serviceLines(virtual, snapshot.services[index], config)),
    '------< Health checkers >------',
    ...virtualServers.flatMap((virtual) => checkerLines(virtual, config)),
    '',
  ].join('\n')
}

function serviceLines(virtual: VirtualServer, status: ServiceStatus | undefined, config: Config): string[] {
  const { sorryServer, persistence } = virtual
  return [
    ...indented(1, ['------< Virtual server >------']),
    ...indented(2, [
      `VS = ${keepalivedServiceName(virtual, config)}`,
      `lvs_sched = ${virtual.scheduler}`,
      ...(persistence === undefined ? [] : [`persistence timeout = ${asSeconds(persistence)}`]),
      `protocol = ${virtual.protocol}`,
      `alpha is ${onOff(virtual.alpha)}, omega is ${onOff(virtual.omega)}`,
      `quorum = ${virtual.quorum}, hysteresis = ${virtual.hysteresis}`,
      ...(status ? [`Quorum is ${status.state}, weight of alive servers = ${status.weight}`] : []),
      `default forwarding method = ${virtual.forwarding.method}`,
      `smtp_alert = ${enabled(virtual.mailAlerts)}`,
      ...(sorryServer
        ? [
            `sorry server = ${keepalivedServerName(sorryServer, virtual, config)}`,
            `sorry server is ${status?.sorryServer?.active ? 'active' : 'inactive'}`,
          ]
        : []),
    ]),
    ...virtual.realServers.flatMap((real, index) => serverLines(real, status?.servers[index], virtual, config)),
  ]
}

function serverLines(
  real: RealServer,
  status: ServerStatus | undefined,
  virtual: VirtualServer,
  config: Config,
): string[] {
  return [
    ...indented(2, ['------< Real server >------']),
    ...indented(3, [
      `RIP = ${keepalivedServerName(real, virtual, config)}`,
      ...(status ? [`Alive = ${status.state === 'UP' ? 'true' : 'false'}`] : []),
      `weight = ${status?.weight ?? real.weight}`,
      `configured weight = ${real.weight}`,
      `forwarding method = ${real.forwarding.method}`,
      `inhibit_on_failure = ${onOff(real.inhibitOnFailure)}`,
      `smtp_alert = ${enabled(real.mailAlerts)}`,
    ]),
  ]
}

function checkerLines(virtual: VirtualServer, config: Config): string[] {
  return virtual.realServers.flatMap((real) =>
    real.checks.flatMap((check) => [
      ...indented(1, [`${keepalivedServerName(real, virtual, config)} of ${keepalivedServiceName(virtual, config)}`]),
      ...indented(3, [`Checker = ${checkName(check)}`, ...timing(check)]),
    ]),
  )
}

function timing(check: Check): string[] {
  if (check.kind === 'file' || check.kind === 'bfd') return []
  return [
    `Delay loop = ${asSeconds(check.delayLoop)}`,
    `Retry count = ${check.retry}`,
    `Retry delay = ${asSeconds(check.delayBeforeRetry)}`,
    `Warmup = ${asSeconds(check.warmup)}`,
    `Timeout = ${asSeconds(check.timeout)}`,
    `Alpha is ${onOff(check.alpha)}`,
  ]
}

function onOff(flag: boolean): string {
  return flag ? 'ON' : 'OFF'
}
