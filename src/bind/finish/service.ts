import { familyOf, type Ip, type Span, seconds, showEndpoint } from '../../base/index.ts'
import type { VirtualServerDraft } from '../config.ts'
import { isBelow, type LvsContext } from './lvs.ts'
import { endOf } from './names.ts'
import { showService } from './show-service.ts'

const PERSISTENCE = 360

/** What the kernel is told of a service: defaults, and settings that do not go together. */
export function settleService(virtual: VirtualServerDraft, cx: LvsContext): void {
  fallBack(virtual, cx)
  settleFlags(virtual, cx)
  settleFamily(virtual, cx)
  settlePersistence(virtual, cx)
  settleSuspension(virtual, cx)
}

function fallBack(virtual: VirtualServerDraft, { groups, findings }: LvsContext): void {
  const { service, spans, at } = virtual
  const used = (keyword: string, value: string) =>
    findings.report('bind/default-used', { block: 'virtual_server', keyword, used: value }, at)
  if (!virtual.scheduler) {
    virtual.scheduler = 'wlc'
    if (!spans.scheduler) used('lb_algo', 'wlc')
  }
  if (!virtual.forwarding) {
    virtual.forwarding = { method: 'NAT' }
    if (!spans.forwarding) used('lb_kind', 'NAT')
  }
  if (!virtual.protocol) {
    virtual.protocol = 'UDP'
    const group = service.kind === 'group' ? groups.get(service.group) : undefined
    const byMark = service.kind === 'fwmark' || group?.addresses.length === 0
    if (!spans.protocol && !byMark) used('protocol', 'UDP')
  }
  if (service.kind === 'fwmark' && spans.protocol) findings.report('bind/protocol-of-mark', {}, spans.protocol)
}

/** Flags of a scheduler, which has to be chosen above them. The kernel sets the last one by itself. */
const flags = [
  { field: 'shPort', keyword: 'sh-port', scheduler: 'sh' },
  { field: 'shFallback', keyword: 'sh-fallback', scheduler: 'sh' },
  { field: 'mhPort', keyword: 'mh-port', scheduler: 'mh' },
  { field: 'mhFallback', keyword: 'mh-fallback', scheduler: 'mh' },
  { field: 'hashed', keyword: 'hashed', scheduler: undefined },
] as const

function settleFlags(virtual: VirtualServerDraft, { findings }: LvsContext): void {
  const { spans, at, service, protocol } = virtual
  for (const { field, keyword, scheduler } of flags) {
    const chosen = isBelow(spans, field, 'scheduler') ? virtual.scheduler : undefined
    if (!virtual[field] || (scheduler !== undefined && chosen === scheduler)) continue
    virtual[field] = false
    // Of the two schedulers that hash, one ignores the flags of the other without a word.
    if (chosen === 'sh' || chosen === 'mh') continue
    const without = `without lb_algo ${scheduler ?? 'sh'} above it`
    findings.report('bind/no-effect', { keyword, without }, spans[field] ?? at)
  }
  if (virtual.onePacket && protocol !== 'UDP' && service.kind !== 'fwmark') {
    virtual.onePacket = false
    findings.report('bind/one-packet', {}, spans.onePacket ?? at)
  }
}

/** An address has its family; a mark that of its servers, unless it is given. */
function settleFamily(virtual: VirtualServerDraft, { findings }: LvsContext): void {
  const { service, family, spans, at } = virtual
  if (service.kind !== 'address') {
    const server = virtual.realServers.find(({ forwarding }) => (forwarding ?? virtual.forwarding)?.method !== 'TUN')
    if (service.kind === 'fwmark') virtual.family ??= server && familyOf(server.address) === 6 ? 'inet6' : 'inet'
    return
  }
  if (family && (familyOf(service.address) === 6) !== (family === 'inet6')) {
    findings.report('bind/service-family', { what: `ip_family ${family}` }, spans.family ?? at)
  }
  virtual.family = familyOf(service.address) === 6 ? 'inet6' : 'inet'
}

function settlePersistence(virtual: VirtualServerDraft, { findings }: LvsContext): void {
  const { service, persistenceMask: mask, family, spans, at } = virtual
  const place = spans.persistenceMask ?? at
  if (mask !== undefined) {
    const isNumber = !mask.includes('.')
    if (family === 'inet' && isNumber) {
      const used = [24, 16, 8, 0].map((shift) => (Number(mask) >>> shift) & 255).join('.')
      findings.report('lint/mask-number', { text: mask }, place, { hint: `keepalived uses ${used} instead` })
      virtual.persistenceMask = used
    } else if (family === 'inet6' && !isNumber) {
      findings.report('bind/mask-of-ipv4', { text: mask }, place)
      delete virtual.persistenceMask
    }
    if (virtual.persistenceMask !== undefined) virtual.persistence ??= seconds(PERSISTENCE)
  }
  if (service.kind === 'address' && service.port === undefined && virtual.persistence === undefined) {
    virtual.persistence = seconds(PERSISTENCE)
    findings.report('bind/any-port', { service: showService(virtual), seconds: PERSISTENCE }, at)
  }
}

/** A mark is no address that a host could have. */
function settleSuspension(virtual: VirtualServerDraft, { groups, findings }: LvsContext): void {
  const { service, spans, at } = virtual
  const marks = service.kind === 'group' ? (groups.get(service.group)?.marks.length ?? 0) : 0
  if (!virtual.suspend || (service.kind !== 'fwmark' && marks === 0)) return
  virtual.suspend = false
  findings.report('bind/no-effect', { keyword: 'ha_suspend', without: 'with a firewall mark' }, spans.suspend ?? at)
}

export function settleSorryServer(virtual: VirtualServerDraft, cx: LvsContext): void {
  const { findings } = cx
  const { sorryServer: sorry, service, spans, at } = virtual
  for (const [field, keyword] of [
    ['sorryInhibit', 'sorry_server_inhibit'],
    ['sorryForwarding', 'sorry_server_lvs_method'],
  ] as const) {
    if (!spans[field] || isBelow(spans, field, 'sorryServer')) continue
    findings.report('bind/no-effect', { keyword, without: 'without sorry_server above it' }, spans[field])
    if (field === 'sorryInhibit') virtual.sorryInhibit = false
    else delete virtual.sorryForwarding
  }
  if (!sorry) return
  const { method = 'NAT' } = virtual.sorryForwarding ?? virtual.forwarding ?? {}
  if (service.kind === 'address' && method !== 'TUN' && familyOf(service.address) !== familyOf(sorry.address)) {
    const place = endOf(virtual, spans.sorryServer, 'it stands here')
    findings.report('bind/service-family', { what: `sorry_server ${showEndpoint(sorry)}` }, ...place)
    delete virtual.sorryServer
    return
  }
  const port = service.kind === 'address' ? service.port : undefined
  const { port: written = port } = sorry
  if (method !== 'NAT') reportPort({ ...sorry, method, at: spans.sorryServer ?? at }, service, cx)
  const used = method === 'NAT' || service.kind === 'group' ? written : port
  virtual.sorryServer = { address: sorry.address, ...(used !== undefined && { port: used }) }
}

/** What is written of a server that gets packets as they were sent. */
interface Unchanged {
  readonly address: Ip
  readonly port?: number | undefined
  readonly method: string
  readonly at: Span
}

/** Such a server has the port of the service, whatever is written. */
export function reportPort(
  { address, port, method, at }: Unchanged,
  service: VirtualServerDraft['service'],
  { groups, findings }: LvsContext,
): void {
  if (port === undefined || portsOf(service, groups).every((each) => each === port)) return
  const used =
    service.kind === 'group' ? 'the port of each address' : `port ${(service.kind === 'address' && service.port) || 0}`
  findings.report('bind/port-reset', { server: showEndpoint({ address, port }), method, used }, at)
}

/** Undefined stands for what is a service by a mark, or by an address alone. */
function portsOf(service: VirtualServerDraft['service'], groups: LvsContext['groups']): (number | undefined)[] {
  switch (service.kind) {
    case 'address':
      return [service.port]
    case 'fwmark':
      return [undefined]
    case 'group': {
      const { addresses, marks } = groups.get(service.group) ?? { addresses: [], marks: [] }
      return [...addresses.map(({ port }) => port), ...marks.map(() => undefined)]
    }
  }
}
