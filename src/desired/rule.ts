import type { Cidr } from '../base/index.ts'
import type { RuleLine } from '../bind/index.ts'
import { ownProtocol, type Range, type Rule } from '../kernel/index.ts'

/** The kernel object that a rule line asks for. */
export function ruleOf(line: RuleLine): Rule {
  const { fwmark, tunnelId, realms } = line
  const [from, to] = [narrowing(line.from), narrowing(line.to)]
  return {
    family: line.family,
    priority: line.priority,
    invert: line.inverted,
    tos: line.tos ?? 0,
    action: line.action,
    protocol: line.protocol ?? ownProtocol,
    ...given({
      from,
      to,
      iif: line.inputInterface,
      oif: line.outputInterface,
      fwmark: fwmark?.value,
      // All bits count unless others are named; the kernel does not tell the two apart.
      fwmask: fwmark?.mask === 0xffffffff ? undefined : fwmark?.mask,
      uidRange: rangeOf(line.userIds),
      ipProtocol: line.protocolNumber,
      sourcePorts: rangeOf(line.sourcePorts),
      destinationPorts: rangeOf(line.destinationPorts),
      // The kernel takes 0 for none.
      tunnelId: tunnelId === '0' ? undefined : tunnelId,
      realms: realms && realms[0] * 0x10000 + realms[1],
      suppressPrefixLength: line.suppressPrefixLength,
      suppressGroup: line.suppressGroup,
    }),
  }
}

/** What every packet fits is no condition. */
function narrowing(network: Cidr | 'all' | undefined): Cidr | undefined {
  return network === 'all' || network?.prefix === 0 ? undefined : network
}

function rangeOf(range: readonly [number, number] | undefined): Range | undefined {
  return range && { start: range[0], end: range[1] }
}

function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
