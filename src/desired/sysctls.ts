import type { Config } from '../bind/index.ts'

/** A setting of the kernel, by its path below /proc/sys/net: an interface may have dots in its name. */
export interface Sysctl {
  readonly path: readonly string[]
  readonly value: string
}

/** Settings that are there while the host is run, and are put back afterwards. */
export function sysctls({ vrrpInstances }: Config): Sysctl[] {
  return vrrpInstances
    .filter(({ promoteSecondaries }) => promoteSecondaries)
    .map(({ interface: dev }) => ofInterface('ipv4', dev, 'promote_secondaries', 1))
}

function ofInterface(family: 'ipv4' | 'ipv6', dev: string, name: string, value: number): Sysctl {
  return { path: [family, 'conf', dev, name], value: String(value) }
}
