import { digestText } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { carriedAddresses, Devices, firewallTable } from '../desired/index.ts'
import type { EngineFacts } from '../engine/index.ts'
import { IFF_NOARP } from '../kernel/index.ts'

/**
 * Equal for facts that give the same image. The virtual addresses come and go with the role and are left out, and so
 * is whether a link is up: the engine sees both for itself.
 */
export function factsDigest(config: Config, { links, addresses, forwarding, firewalls }: EngineFacts): string {
  const devices = new Devices(config)
  const virtual = new Set(
    config.vrrpInstances.flatMap((each) => carriedAddresses(each, devices).map(({ object }) => object.address)),
  )
  const own = addresses.filter(({ address }) => !virtual.has(address))
  return digestText(
    JSON.stringify([
      links.map(({ name, index, mac, flags }) => [name, index, mac, flags & IFF_NOARP]),
      own.map(({ address, dev }) => [address, dev]),
      [...forwarding].sort(),
      firewalls.filter(({ table }) => table === firewallTable(config.global)),
    ]),
  )
}
