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

/** Microseconds within which an advert is an answer to that of another. */
const atOnce = 2000

/** Who speaks for each virtual router, with which priority, in the order in which that was first heard. */
function speakersOf(adverts: readonly Advert[]): string[] {
  const routerOf = ({ vrid, version }: Advert) => `v${version} vrid ${vrid}`
  return [...new Set(adverts.map(routerOf))].sort().map((router) => {
    const heard = adverts.filter((advert) => routerOf(advert) === router)
    const words = heard.map((advert, at) => wordFor(advert, heard.slice(0, at)))
    return `heard ${router}: ${[...new Set(words)].join(', ')}`
  })
}

function wordFor({ source, priority, at }: Advert, before: readonly Advert[]): string {
  const last = before.at(-1)
  const another = last !== undefined && last.source !== source && before.some((each) => each.source === source)
  return `${source} ${priority}${another && at - last.at < atOnce ? ' at once' : ''}`
}

/** Of announcements again and again so many are shown. */
const enough = 4

/** Per address and announcer: how many, at which tenth of a second after the first. What kernels answer is left out. */
function announcementsOf(announcements: readonly Announcement[], isTimed: boolean): string[] {
  const ours = announcements.filter(({ form }) => form !== 'arp-reply')
  const key = ({ address, form, mac, from }: Announcement) =>
    `announced ${address} at ${mac} by ${form}${from === mac ? '' : ` from ${from}`}`
  return [...new Set(ours.map(key))].sort().map((each) => {
    const times = ours.filter((announcement) => key(announcement) === each).map(({ at }) => at)
    const after = times.map((at) => (Math.round((at - (times[0] ?? 0)) / 100_000) / 10).toFixed(1))
    const blocks = [...new Set(after)].map((time) => ({ time, count: after.filter((other) => other === time).length }))
    const shown = blocks.map(({ time, count }) => (isTimed ? `${time} x${count}` : `x${count}`))
    const first = [...new Set(shown)].slice(0, enough)
    return `${each}: ${first.join(', ')}${isTimed && blocks.length > enough ? ' and so on' : ''}`
  })
}

/** The wire in words that are the same each time; not timed: where announcements answer to what comes at any time. */
export function wireReport(frames: readonly Frame[], isTimed: boolean): string[] {
  const adverts = frames.filter((frame) => frame.kind === 'advert')
  const shapes = [...new Set(adverts.map(shapeOf))].sort()
  const announcements = frames.filter((frame) => frame.kind === 'announcement')
  return [...shapes, ...speakersOf(adverts), ...announcementsOf(announcements, isTimed)]
}

const look = `
ip -o address | sed 's/^[0-9]*: /address /'
ip -o -d link show type macvlan | sed 's/^[0-9]*: /link /; s/<.*link.ether/ether/; s/ brd.*macvlan/ macvlan/; s/ bcqueuelen.*//'
ip route show table all | sed 's/^/route /'
ip -6 route show table all | sed 's/^/route6 /'
ip rule | sed 's/^/rule /'
ip -6 rule | sed 's/^/rule6 /'
sysctl -a 2>/dev/null | grep -E '^net.ipv4.conf.*.(promote_secondaries|arp_ignore|arp_filter|accept_local|rp_filter) ' | sed 's/^/sysctl /'
ls /run | grep told | sed 's/^/file /' || true
`

/** What a host's kernel has, a line each, but for what the kernel adds by itself. */
export async function kernelOf(host: Host): Promise<string[]> {
  const lines = (await host.sh(look)).split('\n').map(unchanging)
  return lines.filter((line) => line !== '' && !/proto kernel|kernel_ll/.test(line)).sort()
}

/** Without what passes with time. */
function unchanging(line: string): string {
  const spaced = line.replace(/\\? +|\t/g, ' ').trim()
  return spaced.replace(/ tentative| valid_lft forever| preferred_lft forever/g, '').replace(/\b\d+\d(?=sec)/g, 'some ')
}
