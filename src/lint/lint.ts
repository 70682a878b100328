import type { Diagnostic } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Fleet } from './fleet.ts'
import { fleetRules } from './fleet-rules/index.ts'
import type { FleetRule, Given, Report, Rule, RuleDoc, Visitors } from './rule.ts'
import { allRules } from './rules/index.ts'

/** The findings of the rules about one configuration. */
export function lint(config: Config, given: Given = {}, rules: readonly Rule[] = allRules): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of rules) visit(config, rule.create(reporter(rule, found), given))
  return found
}

/** The findings about hosts together. */
export function lintFleet(fleet: Fleet, rules: readonly FleetRule[] = fleetRules): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of rules) {
    const visitors = rule.create(reporter(rule, found), {})
    visitors.fleet?.(fleet)
    for (const router of fleet.virtualRouters) visitors.virtualRouter?.(router)
  }
  return found
}

/** Adds what a rule reports, under its code. */
function reporter({ code, severity, doc }: Pick<Rule, 'code' | 'severity' | 'doc'>, into: Diagnostic[]): Report {
  return (message, span, { related = [], hint = hintOf(doc), fix } = {}) => {
    into.push({ code, severity, message, span, related, hint, ...(fix && { fix }) })
  }
}

/** The first sentence of what to write instead, as a hint has it. */
function hintOf({ instead }: RuleDoc): string {
  const [sentence = ''] = instead.split(/[.:](?:\s|$)/)
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function visit(config: Config, visitors: Visitors): void {
  visitors.config?.(config)
  if (visitors.vrrpInstance) for (const router of config.vrrpInstances) visitors.vrrpInstance(router)
  if (!visitors.virtualServer && !visitors.realServer) return
  for (const service of config.virtualServers) {
    visitors.virtualServer?.(service)
    for (const server of service.realServers) visitors.realServer?.(server, service)
  }
}
