import type { Mac } from '../../base/index.ts'
import {
  AF_UNSPEC,
  IFF_LOWER_UP,
  IFF_UP,
  NLM_F_CREATE,
  NLM_F_EXCL,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
} from '../wire/constants.ts'
import { decode, type Frame, type LinkData, linkMessage } from '../wire/index.ts'
import { given, indexOf, type Links, type ListedKind, linkResource, settings } from './kind.ts'
import { request } from './request.ts'

/** A network interface. */
export interface Link {
  readonly name: string
  /** 0 for one that is not made yet. */
  readonly index: number
  readonly mac?: Mac
  /** 0 leaves it to the kernel. */
  readonly mtu: number
  /** IFF_*. */
  readonly flags: number
  /** The interface below it, or a veth's other end, where that is in the same namespace. */
  readonly parent?: string
  /** The bridge, bond or VRF that it belongs to. */
  readonly master?: string
  /** `macvlan`, `vrf` ...; absent for hardware and loopback. */
  readonly type?: string
  /** The group of interfaces (IFLA_GROUP) that it is in, unless that is the default one, 0. */
  readonly group?: number
  /** The settings of its type, by their kernel names. */
  readonly data?: LinkData
}

export const linkKind: ListedKind<Link> = {
  rank: 10,
  key: (link) => link.name,
  same: (live, want) =>
    sameMake(live, want) &&
    (want.mac === undefined || live.mac === want.mac) &&
    (want.mtu === 0 || live.mtu === want.mtu) &&
    (want.group === undefined || (live.group ?? 0) === want.group) &&
    (want.master === undefined || live.master === want.master) &&
    isUp(live) === isUp(want),
  origin: () => undefined,
  show: ({ name, mac, mtu, parent, master, group, type, data }) => ({
    title: name,
    settings: settings({ type, ...shownData(data), parent, master, group, mac, mtu: mtu || undefined }),
  }),
  provides: (link) => [linkResource(link.name)],
  needs: (link) => (link.parent === undefined || link.type === 'veth' ? [] : [linkResource(link.parent)]),
  follows: () => [],
  dump: request(RTM_GETLINK, 0, linkMessage, {}),
  decode: (frame, links) => (frame.type === RTM_NEWLINK ? decodeLink(frame.body, links) : undefined),
  create: (link, links) => [
    request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, linkMessage, {
      ...changeable(link, links),
      IFLA_IFNAME: link.name,
      IFLA_LINK: link.parent === undefined ? undefined : indexOf(links, link.parent),
      IFLA_LINKINFO: link.type === undefined ? undefined : { IFLA_INFO_KIND: link.type, IFLA_INFO_DATA: link.data },
    }),
  ],
  remove: (link, links) => [request(RTM_DELLINK, 0, linkMessage, { ifi_index: indexOf(links, link.name) })],
  canUpdate: sameMake,
  update: (to, links) => [
    request(RTM_NEWLINK, 0, linkMessage, { ...changeable(to, links), ifi_index: indexOf(links, to.name) }),
  ],
  upserts: false,
}

export function isUp(link: Link): boolean {
  return (link.flags & IFF_UP) !== 0
}

/** Up and with a carrier. */
export function isRunning(link: Link): boolean {
  return isUp(link) && (link.flags & IFF_LOWER_UP) !== 0
}

export function linkNames(links: Iterable<Pick<Link, 'name' | 'index'>>): Links {
  const names = new Map<number, string>()
  const indices = new Map<string, number>()
  for (const { name, index } of links) {
    names.set(index, name)
    indices.set(name, index)
  }
  return { nameOf: (index) => names.get(index), indexOf: (name) => indices.get(name) }
}

/** The names of links as RTM_NEWLINK messages have them. */
export function namesInFrames(frames: readonly Frame[]): { name: string; index: number }[] {
  return frames.flatMap(({ type, body }) => {
    const { IFLA_IFNAME: name, ifi_index: index } = decode(linkMessage, body)
    return type === RTM_NEWLINK && name !== undefined ? [{ name, index }] : []
  })
}

/** Equal in what can not change while the link stays. Type settings that nobody asked for are the kernel's own. */
function sameMake(live: Link, want: Link): boolean {
  const have = shownData(live.data)
  const asked = Object.entries(shownData(want.data))
  return live.parent === want.parent && live.type === want.type && asked.every(([name, value]) => have[name] === value)
}

function shownData(data: LinkData = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, JSON.stringify(value)]))
}

function changeable({ mac, mtu, flags, group, master }: Link, links: Links) {
  return {
    ifi_flags: flags & IFF_UP,
    ifi_change: IFF_UP,
    IFLA_ADDRESS: mac,
    IFLA_MTU: mtu || undefined,
    IFLA_GROUP: group,
    IFLA_MASTER: master === undefined ? undefined : indexOf(links, master),
  }
}

function decodeLink(body: Uint8Array, links: Links): Link | undefined {
  const fields = decode(linkMessage, body)
  const { IFLA_IFNAME: name, IFLA_LINK: below, IFLA_MASTER: above, IFLA_LINKINFO: info } = fields
  // Bridges tell of their ports by messages of the same type, of the family AF_BRIDGE.
  if (name === undefined || fields.ifi_family !== AF_UNSPEC) return undefined
  const inOtherNamespace = fields.IFLA_LINK_NETNSID !== undefined
  const { unknown: _, ...data } = info?.IFLA_INFO_DATA ?? {}
  return {
    name,
    index: fields.ifi_index,
    mtu: fields.IFLA_MTU ?? 0,
    flags: fields.ifi_flags,
    ...given({
      mac: fields.IFLA_ADDRESS,
      parent: below === undefined || inOtherNamespace ? undefined : links.nameOf(below),
      master: above === undefined ? undefined : links.nameOf(above),
      type: info?.IFLA_INFO_KIND,
      group: fields.IFLA_GROUP || undefined,
      data: Object.keys(data).length > 0 ? data : undefined,
    }),
  }
}
