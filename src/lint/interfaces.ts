import type { Span } from '../base/index.ts'
import type { Config } from '../bind/index.ts'

export interface NamedInterface {
  readonly name: string
  readonly at: Span
}

/** The interfaces that a configuration needs the host to have: not those that it makes. */
export function interfacesOf(config: Config): NamedInterface[] {
  const { vrrpInstances, syncGroups, staticAddresses } = config
  const made = new Set(vrrpInstances.flatMap(({ vmac, ipvlan }) => [vmac?.name, ipvlan?.name]))
  const own = vrrpInstances.flatMap((router) => [
    { name: router.vrf ?? router.interface, at: router.spans.vrf ?? router.spans.interface ?? router.at },
    ...[...router.virtualAddresses, ...router.excludedAddresses].flatMap(onDevice),
  ])
  const tracked = [...vrrpInstances, ...syncGroups].flatMap(({ trackedInterfaces }) =>
    trackedInterfaces.map(({ interface: name, at }) => ({ name, at })),
  )
  return [...own, ...tracked, ...staticAddresses.flatMap(onDevice)].filter(({ name }) => name !== '' && !made.has(name))
}

function onDevice({ dev, spans }: Config['staticAddresses'][number]): NamedInterface[] {
  return spans.dev ? [{ name: dev, at: spans.dev }] : []
}
