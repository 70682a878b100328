import type { Config } from '../bind/index.ts'
import { Devices } from './devices.ts'

/** A setting of the kernel, by its path below /proc/sys/net: an interface may have dots in its name. */
export interface Sysctl {
  readonly path: readonly string[]
  readonly value: string
  /** A greater value is as good. */
  readonly atLeast?: true
}

export interface Tuned {
  /** Interfaces that are there. */
  readonly interfaces: readonly string[]
  /** Reverse path filtering of all interfaces, as it was found. */
  readonly filter: string
}

/** Settings that are there while the host is run, and are put back afterwards. */
export function sysctls(config: Config, { interfaces, filter }: Tuned): Sysctl[] {
  const promoted = config.vrrpInstances.filter(
    ({ promoteSecondaries, interface: dev }) => promoteSecondaries && dev !== '',
  )
  const { links } = Devices.of(config)
  const answering = links.filter(({ type, family }) => type === 'macvlan' && family === 4)
  const parents = new Set(answering.flatMap(({ parent }) => parent ?? []))
  const names = new Set(links.map(({ name }) => name))
  const others = ['default', ...interfaces].filter((name) => !names.has(name))
  return [
    ...promoted.flatMap(({ interface: dev }) => of('ipv4', dev, { promote_secondaries: 1 })),
    // The interface below must not answer for what is on the macvlan.
    ...[...parents].flatMap((dev) => of('ipv4', dev, { arp_ignore: 1, arp_filter: 1 })),
    ...(config.vrrpInstances.some(({ vmac }) => vmac) ? filtersOf(others, filter) : []),
    ...(config.global.localIgmp === false ? [noReports] : []),
  ]
}

/** Of groups of the local network, which switches flood (RFC 4541 section 2.1.2). */
const noReports: Sysctl = { path: ['ipv4', 'igmp_link_local_mcast_reports'], value: '0' }

/**
 * A macvlan hears the adverts of others from addresses that lie behind the interface below. The greater of what is set
 * for it and for all counts, so that the latter goes to each of the others instead.
 */
function filtersOf(others: readonly string[], filter: string): Sysctl[] {
  if (filter === '0') return []
  const each = others.map((dev): Sysctl => ({ path: ['ipv4', 'conf', dev, 'rp_filter'], value: filter, atLeast: true }))
  return [...each, ...of('ipv4', 'all', { rp_filter: 0 })]
}

/**
 * Settings of macvlans and ipvlans, which go with them: a macvlan answers for its own addresses alone and has none but
 * those it is given; an ipvlan has a link-local address of its own, for an IPv6 router to send from.
 */
export function deviceSysctls(config: Config): Sysctl[] {
  return Devices.of(config).links.flatMap(({ name, family, type }) => {
    if (type === 'ipvlan') return of('ipv6', name, family === 6 ? { accept_ra: 0 } : { disable_ipv6: 1 })
    return family === 6
      ? [
          ...of('ipv6', name, { disable_ipv6: 0, addr_gen_mode: 1, accept_ra: 0 }),
          ...of('ipv4', name, { arp_ignore: 1 }),
        ]
      : [
          ...of('ipv6', name, { disable_ipv6: 1, addr_gen_mode: 1 }),
          ...of('ipv4', name, { arp_ignore: 1, accept_local: 1, rp_filter: 0, promote_secondaries: 1 }),
        ]
  })
}

function of(family: 'ipv4' | 'ipv6', dev: string, values: Readonly<Record<string, number>>): Sysctl[] {
  return Object.entries(values).map(([name, value]) => ({ path: [family, 'conf', dev, name], value: String(value) }))
}
