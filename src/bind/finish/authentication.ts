import type { RouterRule } from './context.ts'

/** A type and a password, in version 2; else there is none. What could not be read was reported there. */
export const settleAuthentication: RouterRule = (router, { findings }) => {
  const { authentication, version, family, hmac, spans: written } = router
  if (!authentication) return
  const { type, password, spans, at } = authentication
  const empty = password?.reveal() === ''
  const whole = type !== undefined && password !== undefined && !empty && version === 2
  if (whole && type === 'PASS' && !hmac) return
  if (whole && type === 'AH' && family === 4 && !hmac) {
    if (router.state !== 'MASTER' || router.priority === 255) return
    router.state = 'BACKUP'
    const without = 'with auth_type AH: the state is BACKUP'
    findings.report('bind/no-effect', { keyword: 'state MASTER', without }, written.state ?? router.at)
    return
  }
  delete router.authentication
  if (hmac) findings.report('bind/no-effect', { keyword: 'authentication', without: 'with auth_hmac' }, at)
  else if (version === 3) findings.report('bind/authentication-version', {}, at)
  else if (whole) findings.report('bind/no-effect', { keyword: 'auth_type AH', without: 'over IPv6' }, spans.type ?? at)
  else if (!spans.type) findings.report('lint/untyped-password', {}, at)
  else if (!spans.password || empty) findings.report('bind/half-authentication', { missing: 'auth_pass' }, at)
}

/** The first key of a number counts, and the one that signs has to be among them. */
export const settleHmac: RouterRule = (router, { findings }) => {
  const { hmac } = router
  if (!hmac) return
  const seen = new Set<number>()
  hmac.keys = hmac.keys.filter(({ id }) => {
    if (seen.has(id))
      findings.report('bind/duplicate-name', { block: 'key', name: `${id}` }, hmac.spans.keys ?? hmac.at)
    return !seen.has(id) && seen.add(id)
  })
  const { activeKey, spans, at } = hmac
  if (activeKey === undefined || !seen.has(activeKey)) {
    findings.report('bind/signing-key', { key: activeKey }, spans.activeKey ?? at)
    // No key has this number.
    hmac.activeKey ??= 0
  }
}
