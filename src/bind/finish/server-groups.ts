import { type Findings, familyOf } from '../../base/index.ts'
import type { ConfigDraft, VirtualServerDraft } from '../config.ts'
import type { LvsContext } from './lvs.ts'
import { endOf, firstOfName } from './names.ts'

/** Groups that have something in them and can be told apart by family; of a name the first one counts. */
export function settleServerGroups(draft: ConfigDraft, findings: Findings): void {
  const usable = draft.serverGroups.filter((group) => {
    const { name, marks, addresses } = group
    if (marks.length + addresses.length === 0) {
      findings.report('bind/empty-group', { name }, ...endOf(group))
      return false
    }
    const vague = hasBothFamilies(addresses) && marks.some(({ family }) => family === undefined)
    if (vague) findings.report('bind/mark-of-no-family', { name }, ...endOf(group))
    return !vague
  })
  draft.serverGroups = firstOfName('virtual_server_group', usable, false, findings)
}

type Addresses = ConfigDraft['serverGroups'][number]['addresses']

function hasBothFamilies(addresses: Addresses): boolean {
  return new Set(addresses.map(({ address }) => familyOf(address))).size > 1
}

/** False when the group of a virtual server is not there, or its servers cannot answer for its addresses. */
export function fitsGroup({ service, realServers, at }: VirtualServerDraft, { groups, findings }: LvsContext): boolean {
  if (service.kind !== 'group') return true
  const group = groups.get(service.group)
  if (!group) {
    findings.report('lint/unknown-group', { name: service.group }, at)
    return false
  }
  const [first] = group.addresses
  const both = hasBothFamilies(group.addresses)
  const misfit = realServers.find(
    ({ forwarding, address }) =>
      forwarding?.method !== 'TUN' && first && (both || familyOf(first.address) !== familyOf(address)),
  )
  if (misfit) findings.report('lint/group-family', { group: group.name, server: misfit.address }, misfit.at)
  return misfit === undefined
}
