import fc from 'fast-check'
import { type Ip, type Mac, parseIp } from '../../../src/base/index.ts'
import {
  type Address,
  isOurs,
  type KernelState,
  type KindName,
  kindNames,
  kinds,
  type Link,
  type Objects,
  objectId,
  ownProtocol,
  type Route,
  type Rule,
  type Scope,
  type Wanted,
  type WantedState,
} from '../../../src/kernel/index.ts'

/** What somebody else made: it must never change. `e0` is there from the start. */
export const foreign: KernelState = {
  link: [],
  address: [address('198.51.100.1', { prefix: 30 }), address('2001:db8:ff::1', { prefix: 64, flags: ['nodad'] })].map(
    ({ protocol: _, ...each }) => each,
  ),
  route: [{ ...route('203.0.113.0', 25), protocol: 4 }],
  rule: [rule(77, '198.51.100.0')].map((each) => ({ ...each, protocol: 4 })),
}

const macvlans = ['m1', 'm2']

export const scope: Scope = {
  protocol: ownProtocol,
  known: new Set(macvlans.map((name) => objectId('link', { name } as Link))),
}

function ipOf(text: string): Ip {
  const ip = parseIp(text)
  if (ip === undefined) throw new Error(text)
  return ip
}

function address(text: string, fields: Partial<Address>): Address {
  const ipv4 = !text.includes(':') && { scope: 0 }
  return {
    address: ipOf(text),
    prefix: 24,
    dev: 'e0',
    flags: [],
    preferredLifetime: 'forever',
    protocol: ownProtocol,
    ...ipv4,
    ...fields,
  }
}

function route(text: string, prefix: number): Route {
  const destination = { address: ipOf(text), prefix }
  return {
    destination,
    type: 1,
    table: 254,
    metric: 0,
    tos: 0,
    scope: 0,
    protocol: ownProtocol,
    dev: 'e0',
    onlink: false,
    nexthops: [],
  }
}

function rule(priority: number, from: string): Rule {
  return {
    family: 4,
    priority,
    invert: false,
    tos: 0,
    from: { address: ipOf(from), prefix: 24 },
    action: { kind: 'table', table: 300 },
    protocol: ownProtocol,
  }
}

/** Few names and numbers, so that two worlds have much in common and differ in one setting here and there. */
function linkIn(name: string): fc.Arbitrary<Link> {
  return fc.constantFrom(1, 4).map((mode) => ({
    name,
    index: 0,
    mtu: 0,
    flags: 1,
    mac: `02:00:00:00:01:0${name.slice(1)}` as Mac,
    parent: 'e0',
    type: 'macvlan',
    data: { IFLA_MACVLAN_MODE: mode },
  }))
}

function addressOn(devs: readonly string[]): fc.Arbitrary<Address> {
  const dev = fc.constantFrom(...devs)
  const ipv4 = fc.record({
    ip: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3', '203.0.113.129'),
    prefix: fc.constantFrom(24, 32),
    broadcast: fc.option(fc.constant(ipOf('192.0.2.255')), { nil: undefined }),
    label: fc.option(fc.constant('vip'), { nil: undefined }),
    dev,
  })
  const ipv6 = fc.record({
    ip: fc.constantFrom('2001:db8::1', '2001:db8::2'),
    prefix: fc.constantFrom(64, 128),
    preferredLifetime: fc.constantFrom<Address['preferredLifetime']>('forever', 0),
    flags: fc.constantFrom<Address['flags']>(['nodad'], ['home', 'nodad'], ['nodad', 'noprefixroute']),
    dev,
  })
  return fc.oneof(
    {
      arbitrary: ipv4.map(({ ip, broadcast, label, ...rest }) =>
        address(ip, { ...rest, ...(broadcast && { broadcast }), ...(label && { label }) }),
      ),
      weight: 3,
    },
    { arbitrary: ipv6.map(({ ip, ...rest }) => address(ip, rest)), weight: 1 },
  )
}

function routeOver(devs: readonly string[], addresses: readonly Address[]): fc.Arbitrary<Route> {
  const sources = addresses.map((each) => each.address).filter((ip) => !ip.includes(':'))
  const ipv4 = fc.record({
    to: fc.constantFrom('203.0.113.128', '198.51.100.128'),
    dev: fc.constantFrom(...devs),
    metric: fc.constantFrom(0, 5),
    source: fc.constantFrom(undefined, ...sources),
    mtu: fc.constantFrom(undefined, 1400),
  })
  const ipv6 = fc.record({ dev: fc.constantFrom(...devs), metric: fc.constantFrom(5, 6) })
  return fc.oneof(
    {
      arbitrary: ipv4.map(({ to, dev, metric, source, mtu }) => ({
        ...route(to, 25),
        dev,
        metric,
        ...(source !== undefined && { preferredSource: source }),
        ...(mtu !== undefined && { metrics: { RTAX_MTU: mtu } }),
      })),
      weight: 3,
    },
    { arbitrary: ipv6.map((fields) => ({ ...route('2001:db8:5::', 64), ...fields })), weight: 1 },
  )
}

/** Objects of ours that may all be there at once. */
export const world: fc.Arbitrary<KernelState> = fc.subarray(macvlans).chain((names) =>
  fc.tuple(...names.map(linkIn)).chain((link) => {
    const devs = ['e0', ...names]
    return fc.uniqueArray(addressOn(devs), { selector: kinds.address.key, maxLength: 8 }).chain((addresses) =>
      fc.record({
        link: fc.constant(link),
        address: fc.constant(addresses),
        route: fc.uniqueArray(routeOver(devs, addresses), { selector: kinds.route.key, maxLength: 4 }),
        rule: fc.subarray([rule(100, '192.0.2.0'), rule(101, '192.0.2.0'), rule(100, '198.51.100.0')]),
      }),
    )
  }),
)

export function wanted(state: KernelState): WantedState {
  const of = <K extends KindName>(kind: K) =>
    state[kind].map((object): Wanted<Objects[K]> => ({ object, present: true }))
  return { link: of('link'), address: of('address'), route: of('route'), rule: of('rule') }
}

/** Objects as text to compare; of links the name, since the kernel sets much of them by itself. */
export function inventory(state: KernelState): string[] {
  const of = <K extends KindName>(kind: K) =>
    state[kind].map((object) => {
      const settings = kind === 'link' ? {} : kinds[kind].show(object).settings
      return `${objectId(kind, object)} ${JSON.stringify(settings)}`
    })
  return kindNames.flatMap((kind) => of(kind)).sort()
}

export function ours(state: KernelState): KernelState {
  const of = <K extends KindName>(kind: K): readonly Objects[K][] =>
    state[kind].filter((object) => isOurs(kind, object, scope))
  return { link: of('link'), address: of('address'), route: of('route'), rule: of('rule') }
}
