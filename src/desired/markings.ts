import { familyOf, type IpRange, ipFromNumber, ipNumber, lastOfRange } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { IpvsProtocol, Marking, Stretch, Wanted } from '../kernel/index.ts'
import { Claims } from './claims.ts'

/** The table that gives packets to groups their marks; none where no group has one. */
export function markings({ global, virtualServers, serverGroups }: Config): Wanted<Marking>[] {
  const { nftablesIpvs, nftablesIpvsPriority: priority, nftablesCounters: counters, spans, at: blockAt } = global
  const groups = new Map(serverGroups.map((group) => [group.name, group]))
  const claims = new Claims()
  const stretches = virtualServers.flatMap(({ service, protocol }) => {
    const mark = service.kind === 'group' ? service.mark : undefined
    if (service.kind !== 'group' || mark === undefined) return []
    const ranges = groups.get(service.group)?.addresses ?? []
    return ranges.flatMap(({ port, ...range }) =>
      stretchesOf({ protocol: protocol.toLowerCase() as IpvsProtocol, mark, ...(port && { port }) }, range, claims),
    )
  })
  if (stretches.length === 0) return []
  const because = { block: 'global_defs', blockAt, setting: 'nftables_ipvs', at: spans.nftablesIpvs ?? blockAt }
  const table = nftablesIpvs || 'keepalived_ipvs'
  return [{ object: { table, priority, counters, stretches }, present: true, because }]
}

/** What of a range nobody has claimed before: a packet has one mark, that of the first group in which its address is. */
function stretchesOf(packets: Omit<Stretch, 'first' | 'last'>, range: IpRange, claims: Claims): Stretch[] {
  const family = familyOf(range.address)
  const among = `${family} ${packets.protocol} ${packets.port ?? 'any'}`
  const parts = claims.claim(among, ipNumber(range.address), ipNumber(lastOfRange(range)))
  return parts.map(([first, last]) => {
    return { ...packets, first: ipFromNumber(first, family), last: ipFromNumber(last, family) }
  })
}
