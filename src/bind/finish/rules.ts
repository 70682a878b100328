import type { Findings } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { evidence, evidenceOf, lineFamily, settleProtocol, settleTrackGroup } from './lines.ts'
import { placesOf } from './names.ts'

type Rule = ConfigDraft['vrrpInstances'][number]['virtualRules'][number]

/** Rules of one family each, whose words go together, with priorities; those that keepalived leaves out are. */
export function settleRules(draft: ConfigDraft, findings: Findings): void {
  const groups = placesOf(draft.trackGroups)
  draft.staticRules = draft.staticRules.filter((rule) => settleRule(rule, findings))
  for (const rule of draft.staticRules) {
    settleTrackGroup(rule, { keyword: 'iif', name: rule.inputInterface }, groups, findings)
  }
  for (const router of draft.vrrpInstances) {
    router.virtualRules = router.virtualRules.filter((rule) => settleRule(rule, findings))
  }
  numberRules(draft, findings)
}

/** False when the rule is left out. */
function settleRule(rule: Rule, findings: Findings): boolean {
  const { from, to, realms, family } = rule
  const told = [
    ...evidence('from', from === 'all' ? undefined : from?.address),
    ...evidence('to', to === 'all' ? undefined : to?.address),
    ...evidenceOf('realms', realms, 4),
    ...evidenceOf('family', family, family ?? 4),
  ]
  const everything = [...(from === 'all' ? ['from'] : []), ...(to === 'all' ? ['to'] : [])]
  const settled = lineFamily(rule, told, everything, findings)
  if (settled === undefined || !hasPossibleAction(rule, findings)) return false
  rule.family = settled
  settleProtocol(rule, findings)
  return true
}

const ofTables = { realms: 'realms', suppressPrefixLength: 'suppress_prefixlength', suppressGroup: 'suppress_ifgroup' }

function hasPossibleAction({ action, priority, spans, at, ...rule }: Rule, findings: Findings): boolean {
  if (action?.kind === 'goto' && (priority === undefined || priority >= action.priority)) {
    findings.report('bind/goto', {}, spans.action ?? at)
    return false
  }
  for (const [field, keyword] of Object.entries(ofTables) as [keyof typeof ofTables, string][]) {
    if (rule[field] === undefined || action?.kind === 'table') continue
    findings.report('bind/needs-table', { keyword }, spans[field] ?? at)
    return false
  }
  return true
}

const FIRST_PRIORITY = 16384

/** Rules without a priority count downwards, each family for itself, in the order of the file. */
function numberRules(draft: ConfigDraft, findings: Findings): void {
  const next = { 4: FIRST_PRIORITY, 6: FIRST_PRIORITY }
  const rules = [...draft.staticRules, ...draft.vrrpInstances.flatMap(({ virtualRules }) => virtualRules)]
  for (const rule of rules) {
    if (rule.priority !== undefined) continue
    rule.priority = next[rule.family ?? 4]--
    findings.report('bind/default-used', { block: 'rule', keyword: 'priority', used: `${rule.priority}` }, rule.at)
  }
}
