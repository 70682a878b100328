import { familyOf, type Micros, micros } from '../../base/index.ts'
import type { CheckDraft, RealServerDraft, VirtualServerDraft } from '../config.ts'
import type { LvsContext } from './lvs.ts'
import { endOf, isKnown } from './names.ts'
import { settlePattern } from './pattern.ts'

type Timed = Exclude<CheckDraft, { kind: 'file' | 'bfd' }>
type Connecting = Exclude<Timed, { kind: 'misc' }>
type Requesting = Extract<CheckDraft, { kind: 'http' | 'https' }>

/** Where a check stands. */
interface Home {
  readonly real: RealServerDraft
  /** Of the server as it is written: checks ask there, also where connections cannot be sent there. */
  readonly port: number | undefined
  readonly virtual: VirtualServerDraft
  /** Among the checks of its server. */
  readonly index: number
  readonly cx: LvsContext
}

/** False when the check is left out. */
export function finishCheck(check: CheckDraft, home: Home): boolean {
  const { real, virtual, cx } = home
  switch (check.kind) {
    case 'file':
      return has(check.file, 'FILE_CHECK', 'track_file', check, cx) && settleFile(check, cx)
    case 'bfd':
      return has(check.name, 'BFD_CHECK', 'name', check, cx) && settleSession(check, home)
    case 'misc':
      settleTiming(check, home)
      if (!check.timeout) check.timeout = virtual.delayLoop
      return has(check.command, 'MISC_CHECK', 'misc_path', check, cx)
    case 'http':
    case 'https':
      return settleConnection(check, home) && settleRequests(check, real, cx)
    case 'smtp':
      mergeHosts(check)
      return settleConnection(check, home)
    case 'udp':
      if (check.replyLeast > check.replyMost) {
        const { replyLeast: least, replyMost: most, spans } = check
        cx.findings.report('bind/reply-length', { least, most }, ...endOf(check, spans.replyLeast, 'it stands here'))
      }
      return settleConnection(check, home)
    default:
      return settleConnection(check, home)
  }
}

/** What was written and could not be read was reported there. */
function has(value: unknown, what: string, missing: string, check: CheckDraft, { findings }: LvsContext): boolean {
  const written = ['file', 'name', 'command'].some((field) => field in check.spans)
  if (value === undefined && !written) findings.report('bind/no-request', { what, missing }, ...endOf(check))
  return value !== undefined
}

/** The file has to stand above, and its weight holds unless the check has one. */
function settleFile(
  check: Extract<CheckDraft, { kind: 'file' }>,
  { files, filePlaces, findings }: LvsContext,
): boolean {
  const { file: name = '', spans, at } = check
  if (!isKnown({ name, at: spans.file ?? at }, filePlaces, 'track_file', findings)) {
    findings.report('bind/no-request', { what: 'FILE_CHECK', missing: 'track_file' }, ...endOf(check))
    return false
  }
  const weight = check.weight ?? files.get(name)?.weight
  if (weight) check.weight = weight
  return true
}

/** The session has to stand above and be for real servers, and is watched once by each. */
function settleSession(check: Extract<CheckDraft, { kind: 'bfd' }>, { real, index, cx }: Home): boolean {
  const { name = '', spans, at } = check
  const place = spans.name ?? at
  if (!isKnown({ name, at: place }, cx.sessionPlaces, 'bfd_instance', cx.findings)) return false
  const why =
    cx.sessions.get(name)?.forCheckers === false
      ? 'is for vrrp alone'
      : real.checks.slice(0, index).some((other) => other.kind === 'bfd' && other.name === name)
        ? 'is checked by this server already'
        : undefined
  if (why) cx.findings.report('bind/session-unusable', { name, why }, place)
  check.alpha ??= real.alpha
  return why === undefined
}

/** What is in the old form for several targets counts for the check around it. */
function mergeHosts(check: Extract<CheckDraft, { kind: 'smtp' }>): void {
  for (const host of check.hosts) {
    const written = Object.entries(host).filter(([field]) => field in host.spans)
    Object.assign(check, Object.fromEntries(written))
  }
  check.hosts = []
}

const RETRIES: { readonly [K in Timed['kind']]?: number } = { misc: 0, dns: 3 }
const RETRY_DELAY: { readonly [K in Timed['kind']]?: Micros } = { http: micros(3e6), https: micros(3e6) }

function settleTiming(check: Timed, { real, cx }: Home): void {
  check.retry ??= real.retry ?? RETRIES[check.kind] ?? 1
  check.delayLoop ??= real.delayLoop
  check.delayBeforeRetry ??= real.delayBeforeRetry ?? retryDelay(check)
  check.warmup ??= real.warmup ?? check.delayLoop
  check.alpha ??= real.alpha
  check.logAllFailures = check.logAllFailures === true || cx.global.logAllFailures
}

function retryDelay({ kind, delayLoop }: Timed): Micros {
  return (kind === 'dns' ? delayLoop : RETRY_DELAY[kind]) ?? micros(1e6)
}

/** False when there is no way to the address. */
function settleConnection(check: Connecting, home: Home): boolean {
  const { real, port, cx } = home
  check.address ??= real.address
  const { address, source, spans, at } = check
  if (/^fe[89ab]/.test(address) && check.interface === undefined) {
    cx.findings.report('bind/link-local-check', { address }, spans.address ?? at)
    return false
  }
  if (source && familyOf(source) !== familyOf(address)) {
    cx.findings.report('bind/source-family', { source }, spans.source ?? at)
    delete check.source
  }
  check.port ??= port ?? 0
  check.timeout ??= real.connectTimeout
  settleTiming(check, home)
  return true
}

/** False when there is nothing to ask for. */
function settleRequests(check: Requesting, real: RealServerDraft, { findings }: LvsContext): boolean {
  inherit(check, real, ['host'])
  for (const url of check.urls) {
    if (url.path === undefined && !url.spans.path)
      findings.report('bind/no-request', { what: 'url', missing: 'path' }, ...endOf(url))
    inherit(url, check, ['host'])
    settlePattern(url, findings)
  }
  check.urls = (check.urls as { path?: string }[]).filter(({ path }) => path !== undefined) as typeof check.urls
  if (check.urls.length === 0) {
    const what = check.kind === 'http' ? 'HTTP_GET' : 'SSL_GET'
    findings.report('bind/no-request', { what, missing: 'url' }, ...endOf(check))
  }
  return check.urls.length > 0
}

/** Takes over what has a value there and none here. */
export function inherit<F extends string>(
  to: { [K in F]?: unknown },
  from: { readonly [K in F]?: unknown },
  fields: readonly F[],
): void {
  for (const field of fields) if (to[field] === undefined && from[field] !== undefined) to[field] = from[field]
}
