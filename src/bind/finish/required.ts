import type { RouterRule } from './context.ts'

/** What an instance cannot be without. What was written and could not be read was reported there. */
export const requireIdentity: RouterRule = (router, { findings }) => {
  const block = `vrrp_instance ${router.name}`
  if (router.virtualRouterId === undefined) {
    if (router.spans.virtualRouterId) findings.refused = true
    else findings.refuse('bind/missing-keyword', { block, keyword: 'virtual_router_id' }, router.at)
  }
  if (router.interface === 'lo') findings.refuse('bind/loopback', {}, router.spans.interface ?? router.at)
  if (router.interface !== undefined) return
  if (router.spans.interface) findings.refused = true
  else if (router.unicastSource && router.unicastPeers.length > 0) {
    findings.refuse('lint/not-served-yet', { what: 'unicast without an interface' }, router.at)
  } else findings.refuse('bind/missing-keyword', { block, keyword: 'interface' }, router.at)
}
