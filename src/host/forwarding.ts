import { readFileSync } from 'node:fs'

/** Whether an interface forwards IPv6, so that its neighbour advertisements are a router's. */
export function forwardsIpv6(name: string): boolean {
  try {
    return readFileSync(`/proc/sys/net/ipv6/conf/${name}/forwarding`, 'utf8').trim() !== '0'
  } catch (error) {
    // The interface has gone meanwhile, or this kernel is without IPv6.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
