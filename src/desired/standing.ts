import type { Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import type { Link, WantedState } from '../kernel/index.ts'
import { addressOf } from './address.ts'
import { type Carried, wantedBy } from './carried.ts'
import { routeOf } from './route.ts'
import { ruleOf } from './rule.ts'

/** What is there as long as the host is run, whatever the roles: static_ipaddress and its like. */
export function standing(config: Config, links: readonly Link[]): Carried[] {
  return [
    ...config.staticAddresses.map((line): Carried => ({ kind: 'address', object: addressOf(line), ...from(line) })),
    ...config.staticRoutes.flatMap((line): Carried[] => {
      const object = routeOf(line, links)
      return object ? [{ kind: 'route', object, ...from(line) }] : []
    }),
    ...config.staticRules.map((line): Carried => ({ kind: 'rule', object: ruleOf(line), ...from(line) })),
  ].map((each) => ({ ...each, setting: settings[each.kind] }))
}

const settings = { address: 'static_ipaddress', route: 'static_routes', rule: 'static_rules' }

function from({ noTrack, at }: { readonly noTrack: boolean; readonly at: Span }) {
  return { noTrack, at, setting: '' }
}

export function standingWanted(config: Config, links: readonly Link[]): WantedState {
  return wantedBy(standing(config, links), { present: true })
}

/** Interfaces whose loss is a fault of the router, since a line of this host with one of its track_groups needs them. */
export function groupInterfaces(config: Config, { name }: VrrpInstance): string[] {
  const groups = new Set(config.trackGroups.filter(({ members }) => members.includes(name)).map((group) => group.name))
  const isConcerned = ({ trackGroup, noTrack }: { readonly trackGroup?: string; readonly noTrack: boolean }) =>
    trackGroup !== undefined && groups.has(trackGroup) && !noTrack
  const found = [
    ...config.staticAddresses.filter(isConcerned).map(({ dev }) => dev),
    ...config.staticRoutes.filter(isConcerned).map(({ dev }) => dev),
    ...config.staticRules.filter(isConcerned).map(({ inputInterface }) => inputInterface),
  ]
  return found.filter((dev) => dev !== undefined)
}
