import { familyOf, type Span } from '../base/index.ts'
import type { Config, GlobalDefs, VrrpInstance } from '../bind/index.ts'
import { type Element, type Link, refusingSet } from '../kernel/index.ts'
import type { CarriedAddress, CarriedElement, Standing, Surroundings } from './carried.ts'
import { Devices } from './devices.ts'

export function firewallTable({ nftables }: GlobalDefs): string {
  return nftables || 'keepalived'
}

/** The table, where a router needs one, and the macvlans of this host in it. */
export function standingFirewall(config: Config): Standing[] {
  const { nftablesPriority: priority, nftablesCounters: counters, spans } = config.global
  const table = firewallTable(config.global)
  const macvlans = Devices.of(config).links.filter(isMacvlan)
  const refusing = config.vrrpInstances.find(({ accept }) => !accept)
  const needed: { readonly setting: string; readonly at: Span } | undefined = refusing
    ? { setting: 'no_accept', at: refusing.spans.accept ?? refusing.at }
    : macvlans.map(({ at }) => ({ setting: 'use_vmac', at }))[0]
  if (!needed) return []
  const at = spans.nftables ?? needed.at
  return [
    { kind: 'firewall', object: { table, priority, counters }, noTrack: false, ...needed, at },
    ...macvlans.map(({ name, at }): Standing => {
      return { kind: 'element', object: { table, set: 'vmacs', dev: name }, noTrack: false, setting: 'use_vmac', at }
    }),
  ]
}

/** What the firewall has to know of a router that is Master: what to keep from it, and by which macvlans it speaks. */
export function carriedElements(
  instance: VrrpInstance,
  addresses: readonly CarriedAddress[],
  { devices, table }: Pick<Surroundings, 'devices' | 'table'>,
): CarriedElement[] {
  const { at, spans, accept } = instance
  const virtual = new Set(devices.links.filter(isMacvlan).map(({ name }) => name))
  const speaking = new Set([devices.own(instance)?.name, ...addresses.map(({ object }) => object.dev)])
  const carry = (object: Omit<Element, 'table'>, setting: string, at: Span): CarriedElement => {
    return { kind: 'element', object: { table, ...object }, noTrack: true, setting, at }
  }
  return [
    ...[...virtual].filter((dev) => speaking.has(dev)).map((dev) => carry({ set: 'masters', dev }, 'use_vmac', at)),
    ...addresses.flatMap(({ object: { address, dev } }) =>
      virtual.has(dev) && familyOf(address) === 6 ? [carry({ set: 'announced', address, dev }, 'use_vmac', at)] : [],
    ),
    ...(accept ? [] : addresses).map(({ object }) => carry(refusingSet(object), 'no_accept', spans.accept ?? at)),
  ]
}

/** An ipvlan has the MAC address of the interface below. */
function isMacvlan({ type }: Link): boolean {
  return type === 'macvlan'
}
