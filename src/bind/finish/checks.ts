import { type Findings, familyOf, micros } from '../../base/index.ts'
import type { CheckDraft, RealServerDraft } from '../config.ts'

const RETRY_DELAY = { tcp: micros(1e6), http: micros(3e6) } as const

/** False when the check is left out. */
export function finishCheck(check: CheckDraft, real: RealServerDraft, findings: Findings): boolean {
  check.address ??= real.address
  if (check.source && familyOf(check.source) !== familyOf(check.address)) {
    findings.report('bind/source-family', { source: check.source }, check.spans.source ?? check.at)
    delete check.source
  }
  check.port ??= real.port ?? 0
  check.timeout ??= real.connectTimeout
  check.retry ??= real.retry ?? 1
  check.delayLoop ??= real.delayLoop
  check.delayBeforeRetry ??= real.delayBeforeRetry ?? RETRY_DELAY[check.kind]
  check.warmup ??= real.warmup ?? check.delayLoop
  check.alpha ??= real.alpha
  check.logAllFailures ??= false
  if (check.kind === 'tcp') return true
  inherit(check, real, ['host'])
  check.urls = check.urls.filter((url) => {
    if (url.path === undefined && !url.spans.path)
      findings.report('bind/no-request', { what: 'url', missing: 'path' }, url.at)
    inherit(url, check, ['host'])
    return url.path !== undefined
  })
  if (check.urls.length === 0 && !check.spans.urls) {
    findings.report('bind/no-request', { what: 'HTTP_GET', missing: 'url' }, check.at)
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
