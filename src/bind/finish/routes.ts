import type { Nexthop } from '../../../grammar/index.ts'
import { type Family, type Findings, familyOf } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { evidence, evidenceOf, lineFamily, settleProtocol, settleTrackGroup } from './lines.ts'
import { placesOf } from './names.ts'

type Route = ConfigDraft['vrrpInstances'][number]['virtualRoutes'][number]

/** Routes of one family each, without old forms; those that keepalived leaves out are. */
export function settleRoutes(draft: ConfigDraft, findings: Findings): void {
  const groups = placesOf(draft.trackGroups)
  draft.staticRoutes = draft.staticRoutes.filter((route) => settleRoute(route, findings))
  for (const route of draft.staticRoutes) {
    settleTrackGroup(route, { keyword: 'dev', name: route.dev }, groups, findings)
  }
  for (const router of draft.vrrpInstances) {
    router.virtualRoutes = router.virtualRoutes.filter((route) => settleRoute(route, findings))
  }
}

/** False when the route is left out. */
function settleRoute(route: Route, findings: Findings): boolean {
  dropTranslation(route, findings)
  const family = routeFamily(route, findings)
  if (family === undefined || !replaceOr(route, findings)) return false
  route.family = family
  settleProtocol(route, findings)
  return settleNexthops(route, family, findings)
}

function dropTranslation(route: Route, findings: Findings): void {
  if (route.translation === undefined) return
  findings.report('bind/no-effect', { keyword: 'as', without: 'on a route of IP' }, route.spans.translation ?? route.at)
  delete route.translation
}

function routeFamily(route: Route, findings: Findings): Family | undefined {
  const { destination, source, from, gateway, secondGateway, nexthops, family } = route
  const told = [
    ...evidence('destination', destination?.to?.address),
    ...evidence('source', source),
    ...evidence('from', from?.address),
    ...evidenceOf('from', from, 6),
    ...evidence('gateway', gateway),
    ...evidence('secondGateway', secondGateway),
    ...evidenceOf('realms', route.realms, 4),
    ...evidenceOf('expires', route.expires, 6),
    ...evidenceOf('pref', route.pref, 6),
    ...evidenceOf('family', family, family ?? 4),
    ...evidence('nexthops', nexthops?.[0]?.via),
  ]
  return lineFamily(route, told, destination?.to ? [] : ['destination'], findings)
}

/** The old form for two routers, as nexthops. False when it cannot be. */
function replaceOr(route: Route, findings: Findings): boolean {
  const { gateway, secondGateway, nexthops, spans, at } = route
  if (secondGateway === undefined) return true
  if (nexthops) {
    findings.report('bind/or-and-nexthop', {}, spans.secondGateway ?? at)
    return false
  }
  route.nexthops = [gateway, secondGateway].flatMap((via) => (via === undefined ? [] : [{ via }]))
  delete route.gateway
  delete route.secondGateway
  return true
}

/** Nexthops up to the first of another family. False when none is left. */
function settleNexthops(route: Route, family: Family, findings: Findings): boolean {
  const { nexthops, spans, at } = route
  const misfit = nexthops?.findIndex((hop) => !fitsFamily(hop, family)) ?? -1
  if (!nexthops || misfit === -1) return true
  const { via } = nexthops[misfit] as Nexthop
  findings.report('bind/mixed-families', { what: `nexthop via ${via ?? ''}`.trim(), family }, spans.nexthops ?? at)
  route.nexthops = nexthops.slice(0, misfit)
  return misfit > 0
}

function fitsFamily({ via, realms }: Nexthop, family: Family): boolean {
  return (via === undefined || familyOf(via) === family) && (realms === undefined || family === 4)
}
