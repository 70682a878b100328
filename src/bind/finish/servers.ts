import { type Findings, familyOf, showEndpoint } from '../../base/index.ts'
import type { ConfigDraft, RealServerDraft, VirtualServerDraft } from '../config.ts'
import { finishCheck, inherit } from './checks.ts'
import { type LvsContext, lvsContext } from './lvs.ts'
import { endOf } from './names.ts'
import { fitsGroup, markGroups, settleServerGroups } from './server-groups.ts'
import { reportPort, settleService, settleSorryServer } from './service.ts'
import { showService } from './show-service.ts'

/** Defaults and adjustments of virtual servers; those that keepalived leaves out are. */
export function finishServers(draft: ConfigDraft, findings: Findings): void {
  settleServerGroups(draft, findings)
  const cx = lvsContext(draft, findings)
  draft.virtualServers = draft.virtualServers.filter((virtual) => finishVirtual(virtual, cx))
  markGroups(draft)
}

function finishVirtual(virtual: VirtualServerDraft, cx: LvsContext): boolean {
  settleService(virtual, cx)
  virtual.mailAlerts ??= cx.global.mailAlertsChecker ?? cx.global.mailAlerts ?? false
  const seen = new Set<string>()
  virtual.realServers = virtual.realServers.filter((real) => finishReal(real, virtual, seen, cx))
  if (virtual.realServers.length === 0) {
    cx.findings.report('bind/no-real-server', { service: showService(virtual) }, ...endOf(virtual))
    return false
  }
  if (!fitsGroup(virtual, cx)) return false
  settleQuorum(virtual, cx)
  settleSorryServer(virtual, cx)
  return true
}

/** False when the server is left out. */
function finishReal(real: RealServerDraft, virtual: VirtualServerDraft, seen: Set<string>, cx: LvsContext): boolean {
  real.forwarding ??= virtual.forwarding
  const { port } = real
  settlePort(real, virtual, cx)
  const server = showEndpoint(real)
  if (!fitsService(real, virtual)) {
    cx.findings.report('bind/service-family', { what: `real_server ${server}` }, ...endOf(real))
    return false
  }
  if (seen.has(server)) {
    cx.findings.report('bind/duplicate-real-server', { server }, real.at)
    return false
  }
  seen.add(server)
  real.weight ??= virtual.weight
  real.inhibitOnFailure ??= virtual.inhibitOnFailure
  real.alpha ??= virtual.alpha
  real.connectTimeout ??= virtual.connectTimeout
  real.delayLoop ??= virtual.delayLoop
  real.mailAlerts ??= cx.global.mailAlertsChecker ?? cx.global.mailAlerts ?? true
  inherit(real, virtual, ['retry', 'delayBeforeRetry', 'warmup', 'host'])
  real.checks = real.checks.filter((check, index) =>
    finishCheck(check, { real, port: port ?? real.port, virtual, index, cx }),
  )
  return true
}

/** Only tunnels carry one family to servers of the other. A group is compared as a whole. */
function fitsService({ address, forwarding }: RealServerDraft, { service, family }: VirtualServerDraft): boolean {
  return service.kind === 'group' || forwarding?.method === 'TUN' || (familyOf(address) === 6) === (family === 'inet6')
}

function settlePort(real: RealServerDraft, { service }: VirtualServerDraft, cx: LvsContext): void {
  const { method = 'NAT' } = real.forwarding ?? {}
  if (method !== 'NAT') reportPort({ ...real, method }, service, cx)
  if (service.kind === 'group') return
  const port = service.kind === 'address' ? service.port : undefined
  if (method !== 'NAT') delete real.port
  if (port !== undefined) real.port ??= port
}

function settleQuorum(virtual: VirtualServerDraft, { findings }: LvsContext): void {
  const { quorum = 1, hysteresis = 0, realServers, spans, at } = virtual
  const total = realServers.reduce((sum, { weight = 1 }) => sum + weight, 0)
  const used = Math.min(quorum, total)
  if (used < quorum) {
    const params = { keyword: 'quorum', value: quorum, used, why: `more than all weights together, ${total}` }
    findings.report('bind/quorum', params, spans.quorum ?? at)
  }
  virtual.quorum = used
  const most = Math.max(0, used - 1)
  if (hysteresis > most) {
    const params = { keyword: 'hysteresis', value: hysteresis, used: most, why: 'not below the quorum' }
    findings.report('bind/quorum', params, spans.hysteresis ?? at)
    virtual.hysteresis = most
  }
}
