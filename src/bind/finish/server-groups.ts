import { type Findings, familyOf, rangeSize } from '../../base/index.ts'
import type { ConfigDraft, VirtualServerDraft } from '../config.ts'
import type { LvsContext } from './lvs.ts'
import { endOf, firstOfName } from './names.ts'

/** Groups that have something in them and can be told apart by family; of a name the first one counts. */
export function settleServerGroups(draft: ConfigDraft, findings: Findings): void {
  const usable = draft.serverGroups.filter((group) => {
    if (!isMarked(group, draft.global)) limitAddresses(group, findings)
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

type Group = ConfigDraft['serverGroups'][number]
type Addresses = Group['addresses']

/** As many as the last part of an IPv6 address tells apart, which is the longest range that keepalived does as it is written. */
const servicesMax = 65536n

/** Each address is a service of the kernel: ranges that would be too many are left out. */
function limitAddresses(group: Group, findings: Findings): void {
  let sum = 0n
  group.addresses = group.addresses.filter((range) => {
    const size = rangeSize(range)
    if (sum + size > servicesMax) {
      const params = { name: group.name, from: range.address, size: String(size), most: Number(servicesMax) }
      findings.report('lint/too-many-addresses', params, ...endOf(group))
      return false
    }
    sum += size
    return true
  })
}

/** Whether nftables mark the packets of the group, so that one service stands for all its addresses. */
function isMarked({ marks }: Group, { nftablesIpvs }: ConfigDraft['global']): boolean {
  return nftablesIpvs !== undefined && marks.length === 0
}

const markMax = 0xffffffff

/**
 * Gives a mark to each group and protocol, counted up from the first one; those that the configuration uses itself are
 * left out.
 */
export function markGroups({ global, serverGroups, virtualServers }: ConfigDraft): void {
  const marked = new Set(serverGroups.filter((group) => isMarked(group, global)).map(({ name }) => name))
  const taken = new Set([
    ...serverGroups.flatMap(({ marks }) => marks.map(({ mark }) => mark)),
    ...virtualServers.flatMap(({ service }) => (service.kind === 'fwmark' ? service.mark : [])),
  ])
  const given = new Map<string, number>()
  const after = (mark: number) => (mark < markMax ? mark + 1 : 1)
  let next = global.nftablesIpvsFirstMark ?? 1000
  for (const virtual of virtualServers) {
    const { service, protocol } = virtual
    if (service.kind !== 'group' || !marked.has(service.group)) continue
    const key = `${protocol} ${service.group}`
    let mark = given.get(key)
    if (mark === undefined) {
      while (taken.has(next)) next = after(next)
      mark = next
      next = after(next)
      given.set(key, mark)
    }
    virtual.service = { ...service, mark }
  }
}

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
