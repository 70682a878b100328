import { type Cidr, type Family, familyOf } from '../base/index.ts'
import type { RuleLine } from '../bind/index.ts'
import { ownProtocol, type Range, type Rule, type RuleAction } from '../kernel/index.ts'

/** The kernel object that a rule line asks for. */
export function ruleOf(line: RuleLine): Rule {
  const { fwmark, tunnelId, realms } = line
  const [from, to] = [narrowing(line.from), narrowing(line.to)]
  return {
    family: familyOfRule(line),
    priority: line.priority ?? 0,
    invert: line.inverted,
    tos: line.tos ?? 0,
    action: actionOf(line),
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
      tunnelId: tunnelId ? String(tunnelId) : undefined,
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

function familyOfRule({ from, to, family }: RuleLine): Family {
  for (const end of [from, to]) if (end !== undefined && end !== 'all') return familyOf(end.address)
  return family ?? 4
}

function rangeOf(range: readonly [number, number] | undefined): Range | undefined {
  return range && { start: range[0], end: range[1] }
}

function actionOf({ action, table, goto }: RuleLine): RuleAction {
  if (table !== undefined) return { kind: 'table', table }
  if (goto !== undefined) return { kind: 'goto', priority: goto }
  return { kind: action ?? 'nop' }
}

function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
