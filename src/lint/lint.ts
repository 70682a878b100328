import type { Diagnostic } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Report, Rule, Visitors } from './rule.ts'
import { allRules } from './rules/index.ts'

/** The findings of the rules about one configuration. */
export function lint(config: Config, rules: readonly Rule[] = allRules): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of rules) visit(config, rule.create(reporter(rule, found)))
  return found
}

/** Adds what a rule reports, under its code. */
export function reporter({ code, severity }: Pick<Rule, 'code' | 'severity'>, into: Diagnostic[]): Report {
  return (message, span, { related = [], hint, fix } = {}) => {
    into.push({ code, severity, message, span, related, ...(hint !== undefined && { hint }), ...(fix && { fix }) })
  }
}

function visit(config: Config, visitors: Visitors): void {
  visitors.config?.(config)
  for (const router of config.vrrpInstances) visitors.vrrpInstance?.(router)
  for (const service of config.virtualServers) {
    visitors.virtualServer?.(service)
    for (const server of service.realServers) visitors.realServer?.(server, service)
  }
}
