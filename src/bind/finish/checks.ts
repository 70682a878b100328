import { type Findings, familyOf, type Micros, micros } from '../../base/index.ts'
import type { CheckDraft, RealServerDraft } from '../config.ts'
import { endOf } from './names.ts'

type Timed = Exclude<CheckDraft, { kind: 'file' | 'bfd' }>
type Connecting = Exclude<Timed, { kind: 'misc' }>
type Requesting = Extract<CheckDraft, { kind: 'http' | 'https' }>

/** False when the check is left out. */
export function finishCheck(check: CheckDraft, real: RealServerDraft, findings: Findings): boolean {
  switch (check.kind) {
    case 'file':
      return has(check.file, 'FILE_CHECK', 'track_file', check, findings)
    case 'bfd':
      return has(check.name, 'BFD_CHECK', 'name', check, findings)
    case 'misc':
      settleTiming(check, real)
      return has(check.command, 'MISC_CHECK', 'misc_path', check, findings)
    case 'http':
    case 'https':
      settleConnection(check, real, findings)
      return settleRequests(check, real, findings)
    default:
      settleConnection(check, real, findings)
      return true
  }
}

/** What was written and could not be read was reported there. */
function has(value: unknown, what: string, missing: string, check: CheckDraft, findings: Findings): boolean {
  const { spans } = check
  const written = missing in spans || ('command' in spans && spans.command !== undefined)
  if (value === undefined && !written) findings.report('bind/no-request', { what, missing }, ...endOf(check))
  return value !== undefined
}

const RETRIES: { readonly [K in Timed['kind']]?: number } = { misc: 0, dns: 3 }
const RETRY_DELAY: { readonly [K in Timed['kind']]?: Micros } = { http: micros(3e6), https: micros(3e6) }

function settleTiming(check: Timed, real: RealServerDraft): void {
  check.retry ??= real.retry ?? RETRIES[check.kind] ?? 1
  check.delayLoop ??= real.delayLoop
  check.delayBeforeRetry ??= real.delayBeforeRetry ?? retryDelay(check)
  check.warmup ??= real.warmup ?? check.delayLoop
  check.alpha ??= real.alpha
  check.logAllFailures ??= false
}

function retryDelay({ kind, delayLoop }: Timed): Micros {
  return (kind === 'dns' ? delayLoop : RETRY_DELAY[kind]) ?? micros(1e6)
}

function settleConnection(check: Connecting, real: RealServerDraft, findings: Findings): void {
  check.address ??= real.address
  if (check.source && familyOf(check.source) !== familyOf(check.address)) {
    findings.report('bind/source-family', { source: check.source }, check.spans.source ?? check.at)
    delete check.source
  }
  check.port ??= real.port ?? 0
  check.timeout ??= real.connectTimeout
  settleTiming(check, real)
}

/** False when there is nothing to ask for. */
function settleRequests(check: Requesting, real: RealServerDraft, findings: Findings): boolean {
  inherit(check, real, ['host'])
  for (const url of check.urls) {
    if (url.path === undefined && !url.spans.path)
      findings.report('bind/no-request', { what: 'url', missing: 'path' }, ...endOf(url))
    inherit(url, check, ['host'])
  }
  check.urls = (check.urls as { path?: string }[]).filter(({ path }) => path !== undefined) as typeof check.urls
  if (check.urls.length === 0 && !check.spans.urls) {
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
