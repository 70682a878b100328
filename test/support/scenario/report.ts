import type { Advert, Announcement, Frame, Host } from '../lab/index.ts'

/** What adverts have in common, whoever is master. */
function shapeOf(advert: Advert): string {
  const { source, destination, ttl, from, version, vrid, intervalMs, auth, password, signedBy, checksum, addresses } =
    advert
  const proof = [auth === 'none' ? '' : auth, password ?? '', signedBy === undefined ? '' : `key ${signedBy}`]
  return [
    `advert ${source} > ${destination} ttl ${ttl} from ${from}`,
    `v${version} vrid ${vrid} every ${intervalMs} ms`,
    ...proof.filter(Boolean),
    `checksum ${checksum}`,
    `[${addresses.join(' ')}]`,
  ].join(', ')
}

/** Microseconds. */
const atOnce = 20_000

/** Who speaks for each virtual router, in order, with which priority: of the same one after another the first. */
function speakersOf(adverts: readonly Advert[]): string[] {
  const routers = [...new Set(adverts.map(({ vrid, version }) => `v${version} vrid ${vrid}`))].sort()
  return routers.map((router) => {
    const heard = adverts.filter(({ vrid, version }) => `v${version} vrid ${vrid}` === router)
    const words = heard.map(({ source, priority, at }, index) => {
      const before = heard[index - 1]
      const isAnswer = before !== undefined && before.source !== source && at - before.at < atOnce
      return `${source} ${priority}${isAnswer ? ' at once' : ''}`
    })
    return `heard ${router}: ${words.filter((word, at) => word !== words[at - 1]).join(', ')}`
  })
}

/** Per address and announcer: how many, at which tenth of a second after the first. */
function announcementsOf(announcements: readonly Announcement[]): string[] {
  const key = ({ address, form, mac, from }: Announcement) =>
    `announced ${address} at ${mac} by ${form}${from === mac ? '' : ` from ${from}`}`
  return [...new Set(announcements.map(key))].sort().map((each) => {
    const times = announcements.filter((announcement) => key(announcement) === each).map(({ at }) => at)
    const after = times.map((at) => (Math.round((at - (times[0] ?? 0)) / 100_000) / 10).toFixed(1))
    const counts = [...new Set(after)].map((time) => `${time} x${after.filter((other) => other === time).length}`)
    return `${each}: ${counts.join(', ')}`
  })
}

/** The wire in words that are the same each time. */
export function wireReport(frames: readonly Frame[]): string[] {
  const adverts = frames.filter((frame) => frame.kind === 'advert')
  const shapes = [...new Set(adverts.map(shapeOf))].sort()
  const announcements = frames.filter((frame) => frame.kind === 'announcement')
  return [...shapes, ...speakersOf(adverts), ...announcementsOf(announcements)]
}

const look = `
ip -o address | sed 's/^[0-9]*: /address /; s/  */ /g; s/\\\\\\\\.*//'
ip -o -d link show type macvlan | sed 's/^[0-9]*: /link /; s/<.*link.ether/ether/; s/ brd.*macvlan/ macvlan/; s/ bcqueuelen.*//; s/  */ /g'
ip route show table all | sed 's/^/route /; s/ *$//'
ip -6 route show table all | sed 's/^/route6 /; s/ *$//'
ip rule | sed 's/\\t/ /; s/^/rule /; s/ *$//'
ip -6 rule | sed 's/\\t/ /; s/^/rule6 /; s/ *$//'
sysctl -a 2>/dev/null | grep -E '^net.ipv4.(igmp_link|conf.*.(promote_secondaries|arp_ignore|arp_filter|accept_local|rp_filter))' | sed 's/^/sysctl /'
ls /run | grep told | sed 's/^/file /' || true
`

/** What a host's kernel has, a line each. */
export async function kernelOf(host: Host): Promise<string[]> {
  const lines = (await host.sh(look)).split('\n')
  return lines.filter((line) => line !== '' && !line.includes('proto kernel') && !/kernel_ll|fe80::ff:/.test(line))
}
