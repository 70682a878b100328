import type { Config, RealServer, VirtualServer } from '../bind/index.ts'
import type { Fleet } from './fleet.ts'

/** The same service on two directors of a fleet. */
export interface SharedService {
  readonly host: string
  readonly service: VirtualServer
  /** The director that it is compared with, and its service. */
  readonly first: { readonly host: string; readonly service: VirtualServer }
}

/** Services that more directors of a cluster have: each with that of the first of them. */
export function sharedServices({ clusters }: Fleet): SharedService[] {
  return clusters.flatMap((cluster) => {
    const seen = new Map<string, SharedService['first']>()
    return cluster.flatMap(({ name: host, config }) =>
      config.virtualServers.flatMap((service) => {
        const key = serviceName(service)
        const first = seen.get(key)
        if (!first) seen.set(key, { host, service })
        return first && first.host !== host ? [{ host, service, first }] : []
      }),
    )
  })
}

/** The addresses that a host may come to hold. */
export function heldAddresses({ vrrpInstances, staticAddresses }: Config): Set<string> {
  const lists = vrrpInstances.flatMap((router) => [...router.virtualAddresses, ...router.excludedAddresses])
  return new Set([...lists, ...staticAddresses].map(({ address }) => address))
}

/** As logs name it. */
export function serviceName({ service, protocol }: VirtualServer): string {
  switch (service.kind) {
    case 'address':
      return `${serverName(service)} ${protocol}`
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group':
      return `group ${service.group} ${protocol}`
  }
}

export function serverName({ address, port }: Pick<RealServer, 'address' | 'port'>): string {
  const host = address.includes(':') ? `[${address}]` : address
  return port === undefined ? host : `${host}:${port}`
}

/** Where a check leaves from is each director's own business, as is where it is written. */
const own = new Set(['at', 'end', 'spans', 'source', 'sourcePort', 'interface'])

/** Equal for values that were written alike. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (own.has(key) ? undefined : inner))
}
