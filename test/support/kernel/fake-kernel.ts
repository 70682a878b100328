import { familyOf, type Ip, ipBytes } from '../../../src/base/index.ts'
import type {
  Address,
  Answer,
  Frame,
  KernelPort,
  KernelState,
  Link,
  ListedKindName,
  Message,
  News,
  Objects,
  Route,
  Rule,
} from '../../../src/kernel/index.ts'
import { emptyState, errnoName, kinds, linkNames, listedKinds } from '../../../src/kernel/index.ts'
import {
  errnoNames,
  IFA_F_SECONDARY,
  IFF_UP,
  NLM_F_CREATE,
  NLM_F_REPLACE,
  RTM_DELADDR,
  RTM_DELLINK,
  RTM_DELROUTE,
  RTM_DELRULE,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETROUTE,
  RTM_GETRULE,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWROUTE,
  RTM_NEWRULE,
} from '../../../src/kernel/wire/constants.ts'
import { addressMessage, decode, encode, linkMessage } from '../../../src/kernel/wire/index.ts'
import { FakeTable } from './fake-table.ts'

type Rtnetlink = Extract<Message, { kind: 'rtnetlink' }>
/** The name of an error number, or nothing for success. */
type Refused = string | undefined

interface FakeOptions {
  /** net.ipv4.conf.*.promote_secondaries: another address of the subnet takes the place of a removed first one. */
  readonly promoteSecondaries?: boolean
}

/**
 * As much of the kernel as can say no: it keeps links, addresses, routes and rules, speaks netlink, and insists on order.
 * What it does is what Linux 6.1 was seen to do; test/kernel-namespace.test.ts holds the real one to the same.
 */
export class FakeKernel implements KernelPort {
  /** Everything that was asked of it but dumps. */
  readonly log: Message[] = []
  /** Makes the request of that number (from 0) fail. */
  readonly refuse = new Map<number, string>()
  readonly table = new FakeTable()
  #state: { [K in ListedKindName]: Objects[K][] } = { link: [], address: [], route: [], rule: [] }
  readonly #options: FakeOptions
  #lastIndex = 0

  constructor(links: readonly string[], options: FakeOptions = {}) {
    this.#options = options
    for (const name of links) this.#state.link.push({ name, index: ++this.#lastIndex, mtu: 1500, flags: IFF_UP })
  }

  exchange(messages: readonly Message[]): Promise<Answer[]> {
    return Promise.resolve(messages.map((message) => this.#answer(message)))
  }

  dump(message: Message): Promise<Answer> {
    if (message.kind === 'generic') return Promise.resolve(this.table.dump(message))
    if (message.kind === 'netfilter') return Promise.resolve({ replies: [] })
    const kind = dumps[message.type]
    if (!kind) throw new Error('not a dump that the fake kernel knows')
    return Promise.resolve({ replies: this.#frames(kind) })
  }

  listen(_groups: readonly number[], _listener: (news: News) => void) {
    return { close: () => {} }
  }

  close(): void {}

  get state(): KernelState {
    const { services, destinations } = this.table
    return structuredClone({ ...emptyState, ...this.#state, service: services, destination: destinations })
  }

  #answer(message: Message): Answer {
    const injected = this.refuse.get(this.log.length)
    this.log.push(message)
    const code = injected ?? this.#carryOut(message)
    if (code === undefined) return { replies: [] }
    const errno = Number(Object.keys(errnoNames).find((number) => errnoName(Number(number)) === code))
    return { replies: [], refusal: { errno, code, seq: this.log.length } }
  }

  #carryOut(message: Message): Refused {
    if (message.kind === 'generic') return this.table.do(message)
    return message.kind === 'rtnetlink' ? this.#do(message) : 'EOPNOTSUPP'
  }

  #do({ type, flags, body }: Rtnetlink): Refused {
    switch (type) {
      case RTM_NEWLINK:
        return flags & NLM_F_CREATE ? this.#addLink(body) : this.#setLink(body)
      case RTM_DELLINK:
        return this.#removeLink(this.#linkAt(decode(linkMessage, body).ifi_index))
      case RTM_NEWADDR:
        return this.#putAddress(this.#read('address', RTM_NEWADDR, body), flags)
      case RTM_DELADDR:
        return this.#removeAddress(this.#read('address', RTM_NEWADDR, body))
      case RTM_NEWROUTE:
        return this.#putRoute(this.#read('route', RTM_NEWROUTE, body), flags)
      case RTM_DELROUTE:
        return this.#removeRoute(this.#read('route', RTM_NEWROUTE, body))
      case RTM_NEWRULE:
        return this.#addRule(this.#read('rule', RTM_NEWRULE, body))
      case RTM_DELRULE:
        return this.#removeRule(this.#read('rule', RTM_NEWRULE, body))
      default:
        return 'EOPNOTSUPP'
    }
  }

  #read<K extends ListedKindName>(kind: K, type: number, body: Uint8Array): Objects[K] | undefined {
    return listedKinds[kind].decode({ type, flags: 0, seq: 0, portId: 0, body }, linkNames(this.#state.link))
  }

  #frames(kind: ListedKindName): Frame[] {
    const frames = <K extends ListedKindName>(kind: K) =>
      this.#state[kind].map((object) => frame(replyTypes[kind], this.#bodyOf(kind, object)))
    return frames(kind)
  }

  #bodyOf<K extends ListedKindName>(kind: K, object: Objects[K]): Uint8Array {
    const body = kinds[kind].create(object, linkNames(this.#state.link))[0]?.body ?? new Uint8Array()
    if (kind === 'link') {
      const { index, flags } = object as Link
      return encode(linkMessage, { ...decode(linkMessage, body), ifi_index: index, ifi_flags: flags })
    }
    if (kind === 'address' && (object as Address).secondary) {
      const fields = decode(addressMessage, body)
      return encode(addressMessage, { ...fields, IFA_FLAGS: (fields.IFA_FLAGS ?? 0) | IFA_F_SECONDARY })
    }
    return body
  }

  #linkAt(index: number): Link | undefined {
    return this.#state.link.find((link) => link.index === index)
  }

  #addLink(body: Uint8Array): Refused {
    const link = this.#read('link', RTM_NEWLINK, body)
    if (!link) return 'EINVAL'
    if (this.#state.link.some(({ name }) => name === link.name)) return 'EEXIST'
    this.#state.link.push({ ...link, index: ++this.#lastIndex, mtu: link.mtu || 1500 })
    return undefined
  }

  #setLink(body: Uint8Array): Refused {
    const { ifi_index, ifi_flags, IFLA_ADDRESS: mac, IFLA_MTU: mtu } = decode(linkMessage, body)
    const link = this.#linkAt(ifi_index)
    if (!link) return 'ENODEV'
    const changed = { ...link, flags: ifi_flags, mtu: mtu ?? link.mtu, ...(mac !== undefined && { mac }) }
    this.#state.link = this.#state.link.map((each) => (each === link ? changed : each))
    return undefined
  }

  #removeLink(link: Link | undefined): Refused {
    if (!link) return 'ENODEV'
    for (const child of this.#state.link.filter(({ parent }) => parent === link.name)) this.#removeLink(child)
    this.#state.link = this.#state.link.filter((each) => each !== link)
    this.#state.address = this.#state.address.filter(({ dev }) => dev !== link.name)
    this.#state.route = this.#state.route.filter(({ dev }) => dev !== link.name)
    this.#dropRoutesFromNowhere()
    return undefined
  }

  #putAddress(address: Address | undefined, flags: number): Refused {
    if (!address) return 'ENODEV'
    const known = this.#find('address', address)
    if (known) {
      if (!(flags & NLM_F_REPLACE)) return 'EEXIST'
      const { protocol, flags: own, preferredLifetime } = address
      const changed = {
        ...(protocol !== undefined && { protocol }),
        ...(familyOf(address.address) === 6 && { flags: own, preferredLifetime }),
      }
      this.#state.address = this.#state.address.map((each) => (each === known ? { ...known, ...changed } : each))
      return undefined
    }
    const neighbours = this.#state.address.filter((each) => sameSubnet(each, address))
    if (neighbours.some(({ scope }) => scope !== address.scope)) return 'EINVAL'
    const firstSecondary = this.#state.address.findIndex(({ secondary }) => secondary)
    if (neighbours.length > 0) this.#state.address.push({ ...address, secondary: true })
    else this.#state.address.splice(firstSecondary === -1 ? this.#state.address.length : firstSecondary, 0, address)
    return undefined
  }

  #removeAddress(address: Address | undefined): Refused {
    const known = address && this.#find('address', address)
    if (!known || known.prefix !== address.prefix) return 'EADDRNOTAVAIL'
    const others = this.#state.address.filter((each) => each !== known)
    const heirs = known.secondary ? [] : others.filter((each) => sameSubnet(each, known))
    if (!this.#options.promoteSecondaries) this.#state.address = others.filter((each) => !heirs.includes(each))
    else {
      const { secondary: _, ...promoted } = heirs[0] ?? known
      this.#state.address = others.map((each) => (each === heirs[0] ? promoted : each))
    }
    if (familyOf(known.address) === 4) this.#dropRoutesWithoutIpv4(known.dev)
    this.#dropRoutesFromNowhere()
    return undefined
  }

  /** An interface that loses its last IPv4 address loses its IPv4 routes (fib_disable_ip). */
  #dropRoutesWithoutIpv4(dev: string): void {
    if (this.#state.address.some((each) => each.dev === dev && familyOf(each.address) === 4)) return
    this.#state.route = this.#state.route.filter((each) => each.dev !== dev || familyOf(each.destination.address) === 6)
  }

  #putRoute(route: Route | undefined, flags: number): Refused {
    if (!route) return 'EINVAL'
    const { preferredSource } = route
    if (preferredSource !== undefined && !this.#has(preferredSource)) return 'EINVAL'
    const known = this.#find('route', route)
    if (known && !(flags & NLM_F_REPLACE)) return 'EEXIST'
    if (!known && !(flags & NLM_F_CREATE)) return 'ENOENT'
    this.#state.route = [...this.#state.route.filter((each) => each !== known), route]
    return undefined
  }

  #removeRoute(route: Route | undefined): Refused {
    const known = route && this.#find('route', route)
    if (!known || known.protocol !== route.protocol) return 'ESRCH'
    this.#state.route = this.#state.route.filter((each) => each !== known)
    return undefined
  }

  #addRule(rule: Rule | undefined): Refused {
    if (!rule) return 'EINVAL'
    if (this.#find('rule', rule)) return 'EEXIST'
    this.#state.rule.push(rule)
    return undefined
  }

  #removeRule(rule: Rule | undefined): Refused {
    const known = rule && this.#find('rule', rule)
    if (!known) return 'ENOENT'
    this.#state.rule = this.#state.rule.filter((each) => each !== known)
    return undefined
  }

  #find<K extends ListedKindName>(kind: K, object: Objects[K]): Objects[K] | undefined {
    const { key } = kinds[kind]
    return this.#state[kind].find((each) => key(each) === key(object))
  }

  #has(ip: Ip): boolean {
    return this.#state.address.some(({ address }) => address === ip)
  }

  #dropRoutesFromNowhere(): void {
    this.#state.route = this.#state.route.filter(
      ({ preferredSource }) => preferredSource === undefined || this.#has(preferredSource),
    )
  }
}

const dumps: Readonly<Record<number, ListedKindName>> = {
  [RTM_GETLINK]: 'link',
  [RTM_GETADDR]: 'address',
  [RTM_GETROUTE]: 'route',
  [RTM_GETRULE]: 'rule',
}

const replyTypes = { link: RTM_NEWLINK, address: RTM_NEWADDR, route: RTM_NEWROUTE, rule: RTM_NEWRULE }

function frame(type: number, body: Uint8Array): Frame {
  return { type, flags: 0, seq: 0, portId: 0, body }
}

function sameSubnet(a: Address, b: Address): boolean {
  if (familyOf(a.address) === 6 || familyOf(b.address) === 6) return false
  return a.dev === b.dev && a.prefix === b.prefix && network(a) === network(b)
}

function network({ address, peer = address, prefix }: Address): number {
  const bits = new DataView(ipBytes(peer).buffer).getUint32(0)
  return prefix === 0 ? 0 : bits >>> (32 - prefix)
}
