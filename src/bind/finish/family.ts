import { type Family, familyOf, type Ip, type Span } from '../../base/index.ts'
import type { VrrpInstanceDraft } from '../config.ts'
import type { RouterRule } from './context.ts'

/** Fields that set the family, by what they hold. */
const deciding = {
  family: ({ family }) => family,
  multicastSource: ({ multicastSource }) => multicastSource && familyOf(multicastSource),
  unicastSource: ({ unicastSource }) => unicastSource && familyOf(unicastSource),
  multicastGroup: ({ multicastGroup }) => multicastGroup && familyOf(multicastGroup),
  ipvlan: ({ ipvlan }) => ipvlan?.source && familyOf(ipvlan.source.address),
  unicastPeers: ({ unicastPeers: [first] }) => first && familyOf(first.address),
  virtualAddresses: ({ virtualAddresses: [first] }) => first && familyOf(first.address),
} satisfies { [F in keyof VrrpInstanceDraft]?: (router: VrrpInstanceDraft) => Family | undefined }

type Deciding = keyof typeof deciding

/** The first address that was written decides the family; those of the other family are left out. */
export const settleFamily: RouterRule = (router, { findings }) => {
  const order = Object.keys(router.spans) as (keyof typeof router.spans)[]
  const decider = order.find((field) => deciding[field as Deciding]?.(router) !== undefined) as Deciding | undefined
  const family = decider ? (deciding[decider](router) ?? 4) : 4
  const fits = (address: Ip, at: Span | undefined): boolean => {
    if (familyOf(address) === family) return true
    findings.report('bind/other-family', { address, family }, at ?? router.at)
    return false
  }
  if (router.family === 6 && family === 4) findings.report('bind/native-too-late', {}, router.spans.family ?? router.at)
  router.family = family
  for (const field of ['multicastSource', 'unicastSource', 'multicastGroup'] as const) {
    const address = router[field]
    if (address && !fits(address, router.spans[field])) delete router[field]
  }
  const own = router.ipvlan?.source
  if (own && !fits(own.address, router.spans.ipvlan)) delete router.ipvlan
  router.unicastPeers = router.unicastPeers.filter(({ address, at }) => fits(address, at))
  router.virtualAddresses = router.virtualAddresses.filter(({ address, at }) => fits(address, at))
  const versionAbove = decider !== undefined && order.indexOf('version') < order.indexOf(decider)
  if (router.version === 2 && family === 6) {
    if (!versionAbove) findings.report('bind/version-too-late', {}, router.spans.version ?? router.at)
    if (!versionAbove || decider === 'family') router.version = 3
  }
}
