import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mac, parseIp } from '../../src/base/index.ts'
import { type Address, type Link, objectId, ownProtocol, type Route, type Rule } from '../../src/kernel/index.ts'
import type { Step } from '../../src/plan/index.ts'
import { FakeKernel } from '../support/kernel/fake-kernel.ts'
import { runOn } from '../support/kernel/run-on.ts'
import { type AnyObject, stepsOn } from '../support/kernel/scenarios.ts'
import { type Host, Lab } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const ip = (text: string) => parseIp(text)!

function address(text: string, fields: Partial<Address> = {}): Address {
  const ipv4 = !text.includes(':') && { scope: 0 }
  const common = { prefix: 24, dev: 'e0', flags: [], preferredLifetime: 'forever', protocol: ownProtocol } as const
  return { address: ip(text), ...common, ...ipv4, ...fields }
}

function route(text: string, prefix: number, fields: Partial<Route>): Route {
  const common = {
    type: 1,
    table: 254,
    metric: 0,
    tos: 0,
    scope: 0,
    protocol: ownProtocol,
    onlink: false,
    nexthops: [],
  }
  return { destination: { address: ip(text), prefix }, ...common, ...fields }
}

function rule(priority: number, fields: Partial<Rule>): Rule {
  const common = {
    family: 4,
    invert: false,
    tos: 0,
    action: { kind: 'table', table: 300 },
    protocol: ownProtocol,
  } as const
  return { ...common, priority, ...fields }
}

function macvlan(name: string, fields: Partial<Link> = {}): Link {
  return { name, index: 0, mtu: 0, flags: 1, parent: 'e0', type: 'macvlan', data: { IFLA_MACVLAN_MODE: 1 }, ...fields }
}

describe('a real kernel', needs('root', 'ip', 'nsenter'), () => {
  let lab: Lab
  let host: Host
  let count = 0

  beforeAll(async () => {
    lab = await Lab.open('kernel')
  })

  beforeEach(async () => {
    host = await lab.host(`h${++count}`)
    await host.sh(`
      ip link add e0 type veth peer name e1
      ip link set e0 addrgenmode none
      ip link set e1 addrgenmode none up
      ip link set e0 up`)
  })

  afterAll(() => lab.close())

  const showAddress = ['-o', 'address', 'show', 'dev', 'e0']
  const showRoutes = ['route', 'show', 'table', 'all', 'proto', 'keepalived']
  const [v4, v6] = [address('192.0.2.100'), address('2001:db8::100', { prefix: 64, flags: ['nodad'] })]
  const away = route('203.0.113.0', 24, { dev: 'e0' })
  const two: Route['nexthops'] = [
    { gateway: ip('192.0.2.8'), dev: 'e0', onlink: true, weight: 5 },
    { gateway: ip('192.0.2.9'), dev: 'e0', onlink: true, weight: 256 },
  ]
  const metrics = { RTAX_LOCK: 4, RTAX_MTU: 1400, RTAX_RTT: 2400, RTAX_CC_ALGO: 'reno' }
  const selective = rule(100, {
    invert: true,
    tos: 0x10,
    from: { address: ip('192.0.2.0'), prefix: 24 },
    to: { address: ip('203.0.113.0'), prefix: 24 },
    iif: 'e0',
    fwmark: 7,
    fwmask: 255,
    uidRange: { start: 5, end: 10 },
    ipProtocol: 6,
    sourcePorts: { start: 10, end: 20 },
    destinationPorts: { start: 80, end: 80 },
    suppressPrefixLength: 8,
  })

  const roundTrips: [entry: AnyObject, look: string[], seen: string, again: string][] = [
    [
      { kind: 'address', object: { ...v4, broadcast: ip('192.0.2.255'), label: 'e0:1' } },
      showAddress,
      'inet 192.0.2.100/24 brd 192.0.2.255 scope global e0:1',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v4, prefix: 32, scope: 253 } },
      showAddress,
      'inet 192.0.2.100/32 scope link e0',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v4, prefix: 32, peer: ip('192.0.2.200') } },
      showAddress,
      'inet 192.0.2.100 peer 192.0.2.200/32 scope global e0',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v4, flags: ['noprefixroute'] } },
      showAddress,
      'scope global noprefixroute e0',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v6, prefix: 128, preferredLifetime: 0 } },
      showAddress,
      'inet6 2001:db8::100/128 scope global nodad deprecated',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v6, flags: ['home', 'nodad', 'mngtmpaddr', 'noprefixroute'] } },
      showAddress,
      'inet6 2001:db8::100/64 scope global nodad home mngtmpaddr noprefixroute',
      'EADDRNOTAVAIL',
    ],
    [
      { kind: 'address', object: { ...v6, prefix: 128, peer: ip('2001:db8::200') } },
      showAddress,
      'inet6 2001:db8::100 peer 2001:db8::200/128 scope global nodad',
      'EADDRNOTAVAIL',
    ],
    [{ kind: 'route', object: away }, showRoutes, '203.0.113.0/24 dev e0', 'ESRCH'],
    [
      { kind: 'route', object: { ...away, gateway: ip('192.0.2.9'), onlink: true, metric: 5, table: 300, tos: 16 } },
      showRoutes,
      '203.0.113.0/24 tos lowdelay via 192.0.2.9 dev e0 table 300 metric 5 onlink',
      'ESRCH',
    ],
    [{ kind: 'route', object: { ...away, metrics, realms: 327686 } }, showRoutes, 'realms 5/6 mtu lock 1400', 'ESRCH'],
    [{ kind: 'route', object: route('203.0.113.0', 24, { type: 6 }) }, showRoutes, 'blackhole 203.0.113.0/24', 'ESRCH'],
    [
      { kind: 'route', object: route('203.0.113.0', 24, { nexthops: two }) },
      showRoutes,
      'nexthop via 192.0.2.9 dev e0 weight 256 onlink',
      'ESRCH',
    ],
    [
      { kind: 'route', object: route('2001:db8:5::', 64, { dev: 'e0', metric: 1024, preference: 1 }) },
      ['-6', ...showRoutes],
      '2001:db8:5::/64 dev e0 metric 1024 pref high',
      'ESRCH',
    ],
    [
      { kind: 'rule', object: selective },
      ['rule'],
      'not from 192.0.2.0/24 to 203.0.113.0/24 tos lowdelay fwmark 0x7/0xff iif e0 ipproto tcp sport 10-20 dport 80 uidrange 5-10 lookup 300 suppress_prefixlength 8 proto keepalived',
      'ENOENT',
    ],
    [
      { kind: 'rule', object: rule(101, { action: { kind: 'prohibit' } }) },
      ['rule'],
      '101:\tfrom all prohibit',
      'ENOENT',
    ],
    [
      { kind: 'rule', object: rule(102, { oif: 'e0', action: { kind: 'goto', priority: 32766 } }) },
      ['rule'],
      '102:\tfrom all oif e0 goto 32766',
      'ENOENT',
    ],
    [{ kind: 'rule', object: rule(103, { action: { kind: 'l3mdev' } }) }, ['rule'], '[l3mdev-table]', 'ENOENT'],
    [
      { kind: 'rule', object: rule(104, { family: 6, from: { address: ip('2001:db8::'), prefix: 64 } }) },
      ['-6', 'rule'],
      'from 2001:db8::/64 lookup 300 proto keepalived',
      'ENOENT',
    ],
    [
      { kind: 'link', object: macvlan('vrrp.51', { mac: '00:00:5e:00:01:33' as Mac }) },
      ['-d', 'link', 'show', 'vrrp.51'],
      'macvlan mode private',
      'ENODEV',
    ],
  ]

  test.for(roundTrips.map(([entry, look, seen, again]) => ({ entry, look, seen, again, id: idOf(entry) })))(
    'keeps and gives back $id as it was made ($seen)',
    async ({ entry, look, seen, again }) => {
      const outcome = await runOn(host, 'roundTrip', { ...entry, look })
      expect([outcome.created, outcome.removed, outcome.left]).toEqual([undefined, undefined, undefined])
      expect(outcome.live).toMatchObject(entry.kind === 'link' ? madeOf(entry.object) : entry.object)
      expect(outcome.seen).toContain(seen)
      expect(outcome.again).toBe(again)
    },
  )
})

/** What of a link is asked for; the rest is the kernel's. */
function madeOf({ name, mac, parent, type, data }: Link) {
  return { name, mac, parent, type, data }
}

function idOf({ kind, object }: AnyObject): string {
  return objectId(kind, object)
}
