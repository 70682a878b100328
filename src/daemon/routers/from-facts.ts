import { digestText, type Ip } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { firewallTable, virtualAddressesOf } from '../../desired/index.ts'
import type { EngineFacts } from '../../engine/index.ts'
import { IFF_NOARP, isRunning } from '../../kernel/index.ts'

/**
 * Equal for facts that give the same image. The virtual addresses come and go with the role and are left out, and so
 * is whether a link is up: the engine sees both for itself.
 */
export function factsDigest(config: Config, { links, addresses, forwarding, firewalls }: EngineFacts): string {
  const virtual = virtualAddressesOf(config)
  const own = addresses.filter(({ address }) => !virtual.has(address))
  return digestText(
    JSON.stringify([
      links.map(({ name, index, mac, mtu, flags }) => [name, index, mac, mtu, flags & IFF_NOARP]),
      own.map(({ address, dev }) => [address, dev]),
      [...forwarding].sort(),
      firewalls.filter(({ table }) => table === firewallTable(config.global)),
    ]),
  )
}

/** Names of interfaces that are up and have a carrier. */
export function linksUp({ links }: EngineFacts): ReadonlySet<string> {
  return new Set(links.filter(isRunning).map(({ name }) => name))
}

/** Every address of this host. */
export function addressesIn({ addresses }: EngineFacts): ReadonlySet<Ip> {
  return new Set(addresses.map(({ address }) => address))
}
