import { type Findings, familyOf, type Ip, ipBytes, type Span } from '../../base/index.ts'
import type { GlobalDefs, VrrpInstanceDraft } from '../config.ts'
import type { RouterRule } from './context.ts'
import { endOf } from './names.ts'

/** One peer at least makes an instance unicast; without one what is of unicast has no effect. */
export const settleUnicast: RouterRule = (router, { findings }) => {
  const { spans } = router
  router.unicastPeers = withoutRepeats(router, ({ address }, at) =>
    findings.report('bind/duplicate-address', { address }, at),
  )
  for (const { minTtl: min = 0, maxTtl: max = 255, at } of router.unicastPeers) {
    if (min > max) findings.report('bind/peer-ttl', { min, max }, at)
  }
  if (router.unicastPeers.length > 0) {
    if (spans.multicastGroup) findings.report('bind/multicast-with-peers', {}, spans.multicastGroup)
    if (router.family === 4) router.unicastTtl ??= 255
    return
  }
  if (router.unicastTtl !== undefined) delete router.unicastTtl
  if (spans.unicastTtl) {
    const place = endOf(router, spans.unicastTtl, 'unicast_ttl stands here')
    findings.report('bind/unicast-without-peers', { keyword: 'unicast_ttl' }, ...place)
  }
  const meant = meantUnicast(router)
  if (meant && !router.faultWithoutPeer) {
    findings.report('bind/unicast-without-peers', { keyword: meant.keyword }, meant.at)
  }
}

const unicastKeywords = {
  unicastPeers: 'unicast_peer',
  unicastSource: 'unicast_src_ip',
  checkUnicastSource: 'check_unicast_src',
  oldUnicastChecksum: 'old_unicast_checksum',
} as const satisfies { [F in keyof VrrpInstanceDraft['spans']]?: string }

/** The keyword that says that an instance is meant for unicast, with peers or without. */
export function meantUnicast({ spans }: VrrpInstanceDraft): { keyword: string; at: Span } | undefined {
  for (const [field, keyword] of Object.entries(unicastKeywords)) {
    const at = spans[field as keyof typeof unicastKeywords]
    if (at) return { keyword, at }
  }
  return undefined
}

type Peer = VrrpInstanceDraft['unicastPeers'][number]

function withoutRepeats({ unicastPeers }: VrrpInstanceDraft, repeated: (peer: Peer, at: Peer['at']) => void): Peer[] {
  const seen = new Set<Ip>()
  return unicastPeers.filter((peer) => {
    if (seen.has(peer.address)) repeated(peer, peer.at)
    return !seen.has(peer.address) && seen.add(peer.address)
  })
}

/**
 * The two keywords for a source address set one thing; the later one holds, under the name of how adverts are sent. The
 * address of an ipvlan is the source where neither is given.
 */
export const settleSource: RouterRule = (router) => {
  const order = Object.keys(router.spans)
  const unicastLater = order.indexOf('unicastSource') > order.indexOf('multicastSource')
  const { unicastSource, multicastSource, unicastPeers, ipvlan } = router
  const given = unicastLater ? (unicastSource ?? multicastSource) : (multicastSource ?? unicastSource)
  const source = given ?? ipvlan?.source?.address
  if (source === undefined) return
  const [used, other] =
    unicastPeers.length > 0 ? (['unicast', 'multicast'] as const) : (['multicast', 'unicast'] as const)
  router[`${used}Source`] = source
  delete router[`${other}Source`]
}

/** A group of IPv6 has to stay on its network. */
export const settleGroup: RouterRule = (router, { global, findings }) => {
  const { multicastGroup: group, spans } = router
  if (!group || !spans.multicastGroup || staysOnNetwork(group)) return
  findings.report('bind/group-not-local', { address: group }, spans.multicastGroup)
  router.multicastGroup = global.multicastGroup6
}

/** keepalived takes one that does not for all instances, and only says so. */
export function checkGlobalGroup({ multicastGroup6: group, spans, at }: GlobalDefs, findings: Findings): void {
  if (staysOnNetwork(group)) return
  const hint = 'keepalived uses it all the same'
  findings.report('bind/group-not-local', { address: group }, spans.multicastGroup6 ?? at, { hint })
}

function staysOnNetwork(group: Ip): boolean {
  return familyOf(group) === 4 || ((ipBytes(group)[1] ?? 0) & 0x0f) === 2
}
