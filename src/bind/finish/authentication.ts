import type { RouterRule } from './context.ts'

/** A type and a password, in version 2; else there is none. What could not be read was reported there. */
export const settleAuthentication: RouterRule = (router, { findings }) => {
  const { authentication, version } = router
  if (!authentication) return
  const { type, password, spans, at } = authentication
  const empty = password?.reveal() === ''
  if (type === 'AH' && version === 2) {
    delete router.authentication
    findings.report('lint/not-served-yet', { what: 'auth_type AH' }, spans.type ?? at)
    if (router.state !== 'MASTER' || router.priority === 255) return
    router.state = 'BACKUP'
    const without = 'with auth_type AH: the state is BACKUP'
    findings.report('bind/no-effect', { keyword: 'state MASTER', without }, router.spans.state ?? router.at)
    return
  }
  if (type !== undefined && password !== undefined && !empty && version === 2) return
  delete router.authentication
  if (version === 3) findings.report('bind/authentication-version', {}, at)
  else if (!spans.type) findings.report('lint/untyped-password', {}, at)
  else if (!spans.password || empty) findings.report('bind/half-authentication', { missing: 'auth_pass' }, at)
}
