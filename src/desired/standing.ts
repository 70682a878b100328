import { familyOf, type Span } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import { type Address, type Link, objectId, ownProtocol } from '../kernel/index.ts'
import { addressOf } from './address.ts'
import { isLinkLocal, ownAddresses, type Standing } from './carried.ts'
import { Devices } from './devices.ts'
import { standingFirewall } from './firewall.ts'
import { routeOf } from './route.ts'
import { ruleOf } from './rule.ts'

/** What of the host it depends on. */
export interface Host {
  readonly links: readonly Link[]
  readonly addresses: readonly Address[]
}

/** What is there as long as the host is run, whatever the roles: firewall, macvlans, static_ipaddress and its like. */
export function standing(config: Config, { links, addresses }: Host): Standing[] {
  return [
    ...standingFirewall(config),
    ...virtualLinks(config, links),
    ...linkLocals(config, addresses),
    ...ipvlanSources(config),
    ...config.staticAddresses.map(
      (line): Standing => ({ kind: 'address', object: addressOf(line), ...why(line, 'static_ipaddress') }),
    ),
    ...config.staticRoutes.flatMap((line): Standing[] => {
      const object = routeOf(line, links)
      return object ? [{ kind: 'route', object, ...why(line, 'static_routes') }] : []
    }),
    ...config.staticRules.map(
      (line): Standing => ({ kind: 'rule', object: ruleOf(line), ...why(line, 'static_rules') }),
    ),
  ]
}

function why({ noTrack, at }: { readonly noTrack: boolean; readonly at: Span }, setting: string) {
  return { noTrack, at, setting }
}

/** In the group and the VRF of the interface below, which they wait for. */
function virtualLinks(config: Config, links: readonly Link[]): Standing[] {
  return Devices.of(config).links.flatMap(({ family: _, at, ...link }): Standing[] => {
    const below = links.find(({ name }) => name === link.parent)
    if (!below) return []
    const { group = 0, master } = below
    const object = { group, ...link, ...(master !== undefined && { master }) }
    return [{ kind: 'link', object, noTrack: false, at, setting: link.type === 'ipvlan' ? 'use_ipvlan' : 'use_vmac' }]
  })
}

/** Links that are there as the configuration asks for them: nobody else has a macvlan with such a MAC on such an interface, or an ipvlan of such a name. */
export function ownLinks(config: Config, links: readonly Link[]): Set<string> {
  const isLike = (a: Link, b: Link) =>
    a.name === b.name && a.type === b.type && (b.mac === undefined || a.mac === b.mac) && a.parent === b.parent
  const ours = Devices.of(config).links.filter((wanted) => links.some((live) => isLike(live, wanted)))
  return new Set(ours.map((link) => objectId('link', link)))
}

/** Adverts leave by an ipvlan from its own address. */
function ipvlanSources(config: Config): Standing[] {
  const devices = Devices.of(config)
  return config.vrrpInstances.flatMap((instance): Standing[] => {
    const { ipvlan, at, spans } = instance
    const dev = devices.own(instance)?.name
    if (dev === undefined || !ipvlan?.source) return []
    const { address, prefix } = ipvlan.source
    const flags = familyOf(address) === 6 ? (['nodad'] as const) : []
    const object: Address = { address, prefix, dev, flags, preferredLifetime: 'forever', protocol: ownProtocol }
    return [{ kind: 'address', object, noTrack: false, at: spans.ipvlan ?? at, setting: 'use_ipvlan' }]
  })
}

/**
 * IPv6 macvlans have the link-local address of the interface below: a router sends its adverts from it, and without one
 * the kernel asks for no neighbour of whom it forwards to (RFC 4861 section 4.3).
 */
function linkLocals(config: Config, addresses: readonly Address[]): Standing[] {
  const devices = Devices.of(config)
  const hosts = ownAddresses(config, addresses)
  return config.vrrpInstances.flatMap((instance): Standing[] => {
    const own = instance.vmac && !instance.vmacTransmitBase ? devices.own(instance) : undefined
    const links = [...(own ? [own] : []), ...devices.ofAddresses(instance).values()]
    return links.flatMap(({ name: dev, parent = '', family }): Standing[] => {
      const below = hosts.get(parent)?.find(({ address }) => isLinkLocal(address))
      if (family === 4 || !below) return []
      const { address, prefix } = below
      const object: Address = { address, prefix, dev, flags: ['nodad'], preferredLifetime: 0, protocol: ownProtocol }
      return [{ kind: 'address', object, noTrack: false, at: instance.at, setting: 'use_vmac' }]
    })
  })
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
