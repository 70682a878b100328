import fc from 'fast-check'
import {
  type Address,
  emptyState,
  type IpvsDestination,
  type IpvsService,
  isOurs,
  type KernelState,
  type KindName,
  kindNames,
  kinds,
  type Link,
  objectId,
  ownProtocol,
  type Route,
  type Scope,
  showService,
  stateOf,
} from '../../../src/kernel/index.ts'
import { address, ip, macvlan, route, rule } from '../kernel/objects.ts'

const networks = { a: { address: ip('192.0.2.0'), prefix: 24 }, b: { address: ip('198.51.100.0'), prefix: 24 } }

/** What somebody else made: it must never change. `e0` is there from the start. */
export const foreign: KernelState = {
  ...emptyState,
  address: [address('198.51.100.1', { prefix: 30 }), address('2001:db8:ff::1', { prefix: 64, flags: ['nodad'] })].map(
    ({ protocol: _, ...each }) => each,
  ),
  route: [route('203.0.113.0', 25, { dev: 'e0', protocol: 4 })],
  rule: [rule(77, { from: networks.b, protocol: 4 })],
}

const macvlans = ['m1', 'm2']

export const scope: Scope = {
  protocol: ownProtocol,
  known: new Set(macvlans.map((name) => objectId('link', macvlan(name)))),
}

/** Few names and numbers, so that two worlds have much in common and differ in one setting here and there. */
function linkIn(name: string): fc.Arbitrary<Link> {
  return fc.constantFrom(1, 4).map((mode) => macvlan(name, mode))
}

function addressOn(devs: readonly string[]): fc.Arbitrary<Address> {
  const dev = fc.constantFrom(...devs)
  const ipv4 = fc.record({
    text: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3', '203.0.113.129'),
    prefix: fc.constantFrom(24, 32),
    broadcast: fc.option(fc.constant(ip('192.0.2.255')), { nil: undefined }),
    label: fc.option(fc.constant('vip'), { nil: undefined }),
    dev,
  })
  const ipv6 = fc.record({
    text: fc.constantFrom('2001:db8::1', '2001:db8::2'),
    prefix: fc.constantFrom(64, 128),
    preferredLifetime: fc.constantFrom<Address['preferredLifetime']>('forever', 0),
    flags: fc.constantFrom<Address['flags']>(['nodad'], ['home', 'nodad'], ['nodad', 'noprefixroute']),
    dev,
  })
  return fc.oneof(
    {
      arbitrary: ipv4.map(({ text, broadcast, label, ...rest }) =>
        address(text, { ...rest, ...(broadcast && { broadcast }), ...(label && { label }) }),
      ),
      weight: 3,
    },
    { arbitrary: ipv6.map(({ text, ...rest }) => address(text, rest)), weight: 1 },
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
        firewall: fc.constant([]),
        marking: fc.constant([]),
        element: fc.constant([]),
        service: fc.constant([]),
        destination: fc.constant([]),
        'sync daemon': fc.constant([]),
        'ipvs timeout': fc.constant([]),
        link: fc.constant(link),
        address: fc.constant(addresses),
        route: fc.uniqueArray(routeOver(devs, addresses), { selector: kinds.route.key, maxLength: 4 }),
        rule: fc.subarray([
          rule(100, { from: networks.a }),
          rule(101, { from: networks.a }),
          rule(100, { from: networks.b }),
        ]),
      }),
    )
  }),
)

const web: IpvsService['id'] = { kind: 'address', protocol: 'tcp', address: ip('192.0.2.1'), port: 80 }
const dns: IpvsService['id'] = { kind: 'address', protocol: 'udp', address: ip('2001:db8::1'), port: 53 }
const marked: IpvsService['id'] = { kind: 'fwmark', family: 4, fwmark: 7 }
/** Somebody else's, with a destination. */
const others: IpvsService['id'] = { kind: 'fwmark', family: 6, fwmark: 7 }

function serviceLike(id: IpvsService['id']): fc.Arbitrary<IpvsService> {
  const granularity = id === dns || id === others ? 128 : 32
  const persistence = fc.constantFrom({ flags: 0, persistenceTimeout: 0 }, { flags: 1, persistenceTimeout: 60 })
  const scheduler = fc.constantFrom('rr', 'wlc')
  return fc.tuple(scheduler, persistence).map(([scheduler, rest]) => ({ id, scheduler, granularity, ...rest }))
}

function destinationsOf(service: IpvsService['id']): fc.Arbitrary<IpvsDestination[]> {
  const hosts = service === dns ? ['2001:db8:1::1', '2001:db8:1::2'] : ['198.51.100.1', '198.51.100.2']
  const one = fc.record({
    service: fc.constant(service),
    address: fc.constantFrom(...hosts.map(ip)),
    port: fc.constantFrom(0, 8080),
    method: fc.constantFrom<IpvsDestination['method']>('masquerade', 'direct'),
    weight: fc.constantFrom(0, 1, 5),
    upperThreshold: fc.constantFrom(0, 10),
    lowerThreshold: fc.constantFrom(0, 5),
  })
  return fc.uniqueArray(one, { selector: kinds.destination.key, maxLength: 3 })
}

/** Tables of IPVS that are ours. */
export const table: fc.Arbitrary<KernelState> = fc
  .subarray([web, dns, marked])
  .chain((ids) =>
    fc
      .tuple(fc.tuple(...ids.map(serviceLike)), fc.tuple(...ids.map(destinationsOf)))
      .map(([service, destination]) => ({ ...emptyState, service, destination: destination.flat() })),
  )

export const foreignTable: KernelState = {
  ...emptyState,
  service: [{ id: others, scheduler: 'rr', granularity: 128, flags: 0, persistenceTimeout: 0 }],
  destination: [
    {
      service: others,
      address: ip('2001:db8:9::1'),
      port: 0,
      method: 'masquerade',
      weight: 1,
      upperThreshold: 0,
      lowerThreshold: 0,
    },
  ],
}

function isOthers(id: IpvsService['id']): boolean {
  return showService(id) === showService(others)
}

/** Owns every service but that of the others. */
export function tableScope({ service, destination }: KernelState): Scope {
  const known = [
    ...service.filter(({ id }) => !isOthers(id)).map((each) => objectId('service', each)),
    ...destination.filter((each) => !isOthers(each.service)).map((each) => objectId('destination', each)),
  ]
  return { protocol: ownProtocol, known: new Set(known) }
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
  return stateOf((kind) => state[kind].filter((object) => isOurs(kind, object, scope)))
}
