import type { VrrpInstanceDraft } from '../config.ts'
import type { RouterRule } from './context.ts'

/** A source that is not link-local, and peers, are enough for the kernel to choose. */
function tellsItsInterface({ unicastSource, unicastPeers }: VrrpInstanceDraft): boolean {
  return unicastSource !== undefined && !/^fe[89ab]/.test(unicastSource) && unicastPeers.length > 0
}

/** Of unicast that leaves the choice of the interface to the kernel. */
const nowhere = ''

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
  else if (tellsItsInterface(router)) router.interface = nowhere
  else findings.refuse('bind/missing-keyword', { block, keyword: 'interface' }, router.at)
}
