import type { Findings } from '../../base/index.ts'
import type { VrrpInstanceDraft } from '../config.ts'

/** A second instance of a name is left out. */
export function dropRepeatedNames(routers: readonly VrrpInstanceDraft[], findings: Findings): VrrpInstanceDraft[] {
  const seen = new Map<string, VrrpInstanceDraft>()
  return routers.filter((router) => {
    const before = seen.get(router.name)
    if (!before) return seen.set(router.name, router)
    const related = [{ span: before.at, message: 'the first one' }]
    findings.report('bind/duplicate-name', { block: 'vrrp_instance', name: router.name }, router.at, { related })
    return false
  })
}

/** Two virtual routers that a network, or a peer, could not tell apart. */
export function refuseRepeatedRouters(routers: readonly VrrpInstanceDraft[], findings: Findings): void {
  const seen = new Map<string, VrrpInstanceDraft>()
  for (const router of routers) {
    for (const identity of identities(router)) {
      const before = seen.get(identity)
      if (before) {
        const { virtualRouterId: vrid = 0, interface: on = '' } = router
        const related = [{ span: before.spans.virtualRouterId ?? before.at, message: `also in ${before.name}` }]
        const at = router.spans.virtualRouterId ?? router.at
        findings.refuse('bind/duplicate-router', { vrid, interface: on, other: before.name }, at, { related })
        break
      }
      seen.set(identity, router)
    }
  }
}

function identities(router: VrrpInstanceDraft): string[] {
  const { family, virtualRouterId, interface: on, multicastGroup, unicastSource, unicastPeers } = router
  if (virtualRouterId === undefined || on === undefined) return []
  if (unicastPeers.length === 0) return [`${family} ${virtualRouterId} ${on} ${multicastGroup}`]
  return unicastPeers.map(({ address }) => `${family} ${virtualRouterId} ${on} ${unicastSource} ${address}`)
}
