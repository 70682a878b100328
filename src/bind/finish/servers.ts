import { type Findings, familyOf, type Ip, type Span, seconds } from '../../base/index.ts'
import type { ConfigDraft, RealServerDraft, VirtualServerDraft } from '../config.ts'
import { finishCheck, inherit } from './checks.ts'
import { endOf, keepKnown, placesOf } from './names.ts'

/** Defaults and adjustments of virtual servers; those without a real server are left out. */
export function finishServers(draft: ConfigDraft, findings: Findings): void {
  draft.serverGroups = draft.serverGroups.filter((group) => {
    const { name, marks, addresses } = group
    const empty = marks.length + addresses.length === 0
    if (empty) findings.report('bind/empty-group', { name }, ...endOf(group))
    const families = new Set(addresses.map(({ address }) => familyOf(address)))
    const unclear = families.size > 1 && marks.some(({ family }) => family === undefined)
    if (unclear) findings.report('bind/unclear-mark', { name }, ...endOf(group))
    return !empty && !unclear
  })
  const marks = new Set(draft.serverGroups.flatMap(({ name, addresses }) => (addresses.length === 0 ? [name] : [])))
  dropUnknownChecks(draft, findings)
  draft.virtualServers = draft.virtualServers.filter((virtual) => finishVirtual(virtual, marks, findings))
}

/** What a check names has to be there, above it. */
function dropUnknownChecks(draft: ConfigDraft, findings: Findings): void {
  const files = placesOf(draft.trackFiles)
  const sessions = placesOf(draft.bfdInstances)
  for (const real of draft.virtualServers.flatMap(({ realServers }) => realServers)) {
    real.checks = real.checks.filter((check) => {
      if (check.kind !== 'file' && check.kind !== 'bfd') return true
      const [what, known, name, at] =
        check.kind === 'file'
          ? (['track_file', files, check.file, check.spans.file] as const)
          : (['bfd_instance', sessions, check.name, check.spans.name] as const)
      if (name === undefined || keepKnown([{ name, at: at ?? check.at }], known, what, findings).length > 0) return true
      const params = { what: check.kind === 'file' ? 'FILE_CHECK' : 'BFD_CHECK', missing: what }
      findings.report('bind/no-request', params, ...endOf(check))
      return false
    })
  }
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
  settleSorryOptions(virtual, findings)
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
  settleScheduling(virtual, findings)
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

/** Flags of two schedulers have one field, and which was written only its word says. */
function settleScheduling({ scheduler, spans, at }: VirtualServerDraft, findings: Findings): void {
  const { hashPort } = spans
  if (!hashPort) return
  const [of] = hashPort.source.text.slice(hashPort.start, hashPort.end).split('-')
  if (scheduler === of) return
  const params = { keyword: `${of}-port`, without: `without lb_algo ${of}` }
  findings.report('bind/no-effect', params, hashPort ?? at)
}

/** What is about the sorry server has to stand below it. */
function settleSorryOptions(virtual: VirtualServerDraft, findings: Findings): void {
  const { spans } = virtual
  const order = Object.keys(spans)
  const early = (field: 'sorryInhibit' | 'sorryForwarding') =>
    spans[field] && (!spans.sorryServer || order.indexOf(field) < order.indexOf('sorryServer'))
  const report = (keyword: string, at: Span | undefined) =>
    findings.report('bind/no-effect', { keyword, without: 'above sorry_server, or without it' }, at)
  if (early('sorryInhibit')) {
    virtual.sorryInhibit = false
    report('sorry_server_inhibit', spans.sorryInhibit)
  }
  if (early('sorryForwarding')) {
    delete virtual.sorryForwarding
    report('sorry_server_lvs_method', spans.sorryForwarding)
  }
}

function settleSorryServer(virtual: VirtualServerDraft, findings: Findings): void {
  const { sorryServer: sorry, spans } = virtual
  if (sorry && !fitsService(sorry.address, virtual.forwarding, virtual)) {
    const place = endOf(virtual, spans.sorryServer, 'it stands here')
    findings.report('bind/service-family', { what: `sorry_server ${showServer(sorry)}` }, ...place)
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
    findings.report('bind/service-family', { what: `real_server ${server}` }, ...endOf(real))
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
  real.checks = real.checks.filter((check) => finishCheck(check, real, virtual, findings))
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
