import { type Findings, familyOf, type Ip, seconds } from '../../base/index.ts'
import type { ConfigDraft, RealServerDraft, VirtualServerDraft } from '../config.ts'
import { finishCheck, inherit } from './checks.ts'
import { endOf } from './names.ts'

/** Defaults and adjustments of virtual servers; those without a real server are left out. */
export function finishServers(draft: ConfigDraft, findings: Findings): void {
  draft.serverGroups = draft.serverGroups.filter((group) => {
    const { name, marks, addresses } = group
    const empty = marks.length + addresses.length === 0
    if (empty) findings.report('bind/empty-group', { name }, ...endOf(group))
    return !empty
  })
  const marks = new Set(draft.serverGroups.flatMap(({ name, addresses }) => (addresses.length === 0 ? [name] : [])))
  draft.virtualServers = draft.virtualServers.filter((virtual) => finishVirtual(virtual, marks, findings))
}

/** `marks`: names of groups that have no addresses. */
function finishVirtual(virtual: VirtualServerDraft, marks: ReadonlySet<string>, findings: Findings): boolean {
  settleService(virtual, marks, findings)
  const seen = new Set<string>()
  virtual.realServers = virtual.realServers.filter((real) => finishReal(real, virtual, seen, findings))
  if (virtual.realServers.length === 0) {
    findings.report('bind/no-real-server', { service: showService(virtual) }, ...endOf(virtual))
    return false
  }
  settleQuorum(virtual, findings)
  settleSorryServer(virtual, findings)
  return true
}

function settleService(virtual: VirtualServerDraft, marks: ReadonlySet<string>, findings: Findings): void {
  const fallBack = (keyword: string, used: string) =>
    findings.report('bind/default-used', { block: 'virtual_server', keyword, used }, virtual.at)
  const { service, spans } = virtual
  if (!virtual.scheduler) {
    virtual.scheduler = 'wlc'
    if (!spans.scheduler) fallBack('lb_algo', 'wlc')
  }
  if (!virtual.forwarding) {
    virtual.forwarding = 'NAT'
    if (!spans.forwarding) fallBack('lb_kind', 'NAT')
  }
  if (!virtual.protocol) {
    virtual.protocol = 'UDP'
    const byMark = service.kind === 'fwmark' || (service.kind === 'group' && marks.has(service.group))
    if (!spans.protocol && !byMark) fallBack('protocol', 'UDP')
  }
  if (virtual.onePacket && virtual.protocol !== 'UDP' && service.kind !== 'fwmark') {
    virtual.onePacket = false
    findings.report('bind/one-packet', {}, spans.onePacket ?? virtual.at)
  }
  if (
    virtual.family &&
    service.kind === 'address' &&
    (familyOf(service.address) === 6) !== (virtual.family === 'inet6')
  ) {
    findings.report('bind/service-family', { what: `ip_family ${virtual.family}` }, spans.family ?? virtual.at)
    delete virtual.family
  }
  if (service.kind === 'fwmark' && spans.protocol) findings.report('bind/protocol-of-mark', {}, spans.protocol)
  if (service.kind === 'address' && service.port === undefined && virtual.persistence === undefined) {
    virtual.persistence = seconds(360)
    findings.report('bind/any-port', { service: showService(virtual), seconds: 360 }, virtual.at)
  }
}

function settleSorryServer(virtual: VirtualServerDraft, findings: Findings): void {
  const { sorryServer: sorry, spans, at } = virtual
  if (sorry && !fitsService(sorry.address, virtual.forwarding, virtual)) {
    findings.report('bind/service-family', { what: `sorry_server ${showServer(sorry)}` }, spans.sorryServer ?? at)
    delete virtual.sorryServer
  } else if (sorry) {
    const port = sorry.port ?? servicePort(virtual)
    virtual.sorryServer = { address: sorry.address, ...(port !== undefined && { port }) }
  }
}

/** Only tunnels carry one family to servers of the other. */
function fitsService(address: Ip, method: RealServerDraft['forwarding'], { service }: VirtualServerDraft): boolean {
  return service.kind !== 'address' || method === 'TUN' || familyOf(service.address) === familyOf(address)
}

/** False when the server is left out. */
function finishReal(
  real: RealServerDraft,
  virtual: VirtualServerDraft,
  seen: Set<string>,
  findings: Findings,
): boolean {
  real.forwarding ??= virtual.forwarding
  settlePort(real, virtual, findings)
  const server = showServer(real)
  if (!fitsService(real.address, real.forwarding, virtual)) {
    findings.report('bind/service-family', { what: `real_server ${server}` }, real.at)
    return false
  }
  if (seen.has(server)) {
    findings.report('bind/duplicate-real-server', { server }, real.at)
    return false
  }
  seen.add(server)
  real.weight ??= virtual.weight
  real.inhibitOnFailure ??= virtual.inhibitOnFailure
  real.alpha ??= virtual.alpha
  real.connectTimeout ??= virtual.connectTimeout
  real.delayLoop ??= virtual.delayLoop
  inherit(real, virtual, ['retry', 'delayBeforeRetry', 'warmup', 'host'])
  real.checks = real.checks.filter((check) => finishCheck(check, real, findings))
  return true
}

function settlePort(real: RealServerDraft, virtual: VirtualServerDraft, findings: Findings): void {
  const port = servicePort(virtual)
  if (port === undefined) return
  if (real.port !== undefined && real.port !== port && real.forwarding !== 'NAT') {
    findings.report('bind/port-reset', { server: showServer(real), method: real.forwarding ?? 'NAT', port }, real.at)
    real.port = port
  }
  real.port ??= port
}

function settleQuorum(virtual: VirtualServerDraft, findings: Findings): void {
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

function servicePort({ service }: VirtualServerDraft): number | undefined {
  return service.kind === 'address' ? service.port : undefined
}

function showService({ service }: VirtualServerDraft): string {
  switch (service.kind) {
    case 'address':
      return showServer(service)
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group':
      return `group ${service.group}`
  }
}

function showServer({ address, port }: { readonly address: Ip; readonly port?: number | undefined }): string {
  return port === undefined ? address : `${familyOf(address) === 6 ? `[${address}]` : address}:${port}`
}
