import type { Findings } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { endOf, firstOfName } from './names.ts'

/** Groups of instances: members exist and are in one group; a group without any is left out. */
export function settleGroups(draft: ConfigDraft, findings: Findings): void {
  const instances = new Set(draft.vrrpInstances.map(({ name }) => name))
  const taken = new Set<string>()
  draft.syncGroups = firstOfName('vrrp_sync_group', draft.syncGroups, true, findings).filter((group) => {
    const { name, at, spans } = group
    const place = spans.members ?? at
    const listed = group.members.length
    group.members = group.members.filter((member) => {
      const why = !instances.has(member) ? 'unknown' : taken.has(member) ? 'taken' : undefined
      if (why) findings.report('bind/group-member', { group: name, member, why }, place)
      else taken.add(member)
      return why === undefined
    })
    const count = group.members.length
    if (count < 2) {
      const [where, details] = listed === 0 ? endOf(group) : [place]
      findings.report('bind/small-group', { group: name, count }, where, details)
    }
    return count > 0
  })
  tellPriorities(draft)
  draft.trackGroups = firstOfName('track_group', draft.trackGroups, true, findings).filter((group) => {
    const { name, at, spans } = group
    if (group.members.length === 0) {
      findings.report('bind/missing-keyword', { block: `track_group ${name}`, keyword: 'group' }, ...endOf(group))
    }
    group.members = group.members.filter((member) => {
      const known = instances.has(member)
      if (!known) findings.report('lint/unknown-member', { group: name, member }, spans.members ?? at)
      return known
    })
    return group.members.length > 0
  })
  draft.garpGroups = draft.garpGroups.filter((group) => {
    const { garpInterval, gnaInterval, spans } = group
    const useless = garpInterval === undefined && gnaInterval === undefined
    if (useless && !spans.garpInterval && !spans.gnaInterval) {
      findings.report(
        'bind/missing-keyword',
        { block: 'garp_group', keyword: 'garp_interval or gna_interval' },
        ...endOf(group),
      )
    }
    return !useless
  })
}

/** An instance tells changes of its priority as it says itself, else as its group does. */
function tellPriorities({ syncGroups, vrrpInstances }: ConfigDraft): void {
  const groups = new Map(syncGroups.flatMap((group) => group.members.map((member) => [member, group] as const)))
  for (const router of vrrpInstances) {
    const tell = groups.get(router.name)?.notifyPriorityChanges
    if (tell !== undefined && !router.spans.notifyPriorityChanges) router.notifyPriorityChanges = tell
  }
}
