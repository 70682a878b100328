import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mac, parseIp } from '../../src/base/index.ts'
import {
  type Address,
  type KindName,
  type Link,
  objectId,
  ownProtocol,
  type Route,
  type Rule,
} from '../../src/kernel/index.ts'
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
      '203.0.113.0/24 tos 0x10 via 192.0.2.9 dev e0 table 300 metric 5 onlink',
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
      'not from 192.0.2.0/24 to 203.0.113.0/24 tos 0x10 fwmark 0x7/0xff iif e0 uidrange 5-10 ipproto tcp sport 10-20 dport 80 lookup 300 suppress_prefixlength 8 proto keepalived',
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

  const create = (kind: KindName, object: object) => ({ action: 'create', kind, object }) as Step
  const remove = (kind: KindName, object: object) => ({ action: 'remove', kind, object }) as Step
  const update = (kind: KindName, before: object, after: object) => ({ action: 'update', kind, before, after }) as Step
  const [second, third] = [address('192.0.2.101'), address('192.0.2.102')]
  const sourced = { ...away, preferredSource: v4.address }
  const onMacvlan = address('192.0.2.103', { dev: 'm1' })

  test.for<[what: string, steps: Step[], options?: { promoteSecondaries: boolean }]>([
    ['an address put twice', [create('address', v4), create('address', { ...v4, preferredLifetime: 9 })]],
    ['an IPv6 address put twice', [create('address', v6), create('address', { ...v6, preferredLifetime: 0 })]],
    ['an address with another prefix', [create('address', v4), create('address', { ...v4, prefix: 32 })]],
    ['an address with another label', [create('address', v4), create('address', { ...v4, label: 'e0:1' })]],
    [
      'an address with another scope in a subnet',
      [create('address', v4), create('address', { ...second, scope: 253 })],
    ],
    ['an IPv6 address with another prefix', [create('address', v6), create('address', { ...v6, prefix: 128 })]],
    ['an IPv6 address with other flags', [create('address', v6), update('address', v6, { ...v6, flags: ['home'] })]],
    [
      'removing an IPv6 address with another prefix',
      [create('address', v6), remove('address', { ...v6, prefix: 128 })],
    ],
    [
      'removing the first address of a subnet',
      [create('address', v4), create('address', second), create('address', third), remove('address', v4)],
    ],
    [
      'removing the first address of a subnet, where the next takes its place',
      [create('address', v4), create('address', second), create('address', third), remove('address', v4)],
      { promoteSecondaries: true },
    ],
    [
      'removing a later address of a subnet',
      [create('address', v4), create('address', second), create('address', third), remove('address', second)],
    ],
    ['a route from an address that is not there', [create('route', sourced)]],
    [
      'removing the address that a route is from',
      [create('address', v4), create('route', sourced), remove('address', v4)],
    ],
    ['removing the last IPv4 address', [create('address', v4), create('route', away), remove('address', v4)]],
    [
      'removing the last but one IPv4 address',
      [create('address', v4), create('address', third), create('route', away), remove('address', third)],
    ],
    ['a route put twice', [create('route', away), update('route', away, { ...away, metrics: { RTAX_MTU: 1400 } })]],
    ['removing a route that another program made', [create('route', { ...away, protocol: 4 }), remove('route', away)]],
    ['a rule made twice', [create('rule', selective), create('rule', selective)]],
    ['removing a rule that is not there', [remove('rule', selective)]],
    ['a link made twice', [create('link', macvlan('m1')), create('link', macvlan('m1'))]],
    [
      'removing a link with all that is on it',
      [
        create('link', macvlan('m1')),
        create('address', onMacvlan),
        create('route', { ...away, dev: 'm1' }),
        create('route', { ...route('198.51.100.0', 24, { dev: 'e0' }), preferredSource: onMacvlan.address }),
        remove('link', macvlan('m1')),
      ],
    ],
  ])('and the fake kernel agree on %s', async ([, steps, options = { promoteSecondaries: false }]) => {
    await host.sh(`sysctl -qw net.ipv4.conf.e0.promote_secondaries=${Number(options.promoteSecondaries)}`)
    expect(await runOn(host, 'steps', steps)).toEqual(await stepsOn(new FakeKernel(['e0'], options), steps))
  })

  test.for([0, 1])('becomes one world after the other, with promote_secondaries %i', async (promote) => {
    await host.sh(`sysctl -qw net.ipv4.conf.all.promote_secondaries=${promote}`)
    const { changed, wrong } = await runOn(host, 'converge', { seed: promote, times: 60 })
    expect(wrong).toEqual([])
    expect(changed).toBeGreaterThan(200)
  })

  test('says in its own words what it has against a request', async () => {
    const { refusals } = await runOn(host, 'refusals', [create('address', { ...v4, prefix: 33 })])
    expect(refusals).toEqual([{ errno: 22, code: 'EINVAL', seq: expect.any(Number), text: expect.any(String) }])
  })

  test('takes many addresses at once and gives them all back', async () => {
    expect(await runOn(host, 'many', 10_000)).toEqual({ refused: 0, read: 10_000 })
  })

  test('tells of links and addresses as they come and go', async () => {
    const script = `
      ip address add 192.0.2.1/24 dev e0
      ip address del 192.0.2.1/24 dev e0
      ip link add link e0 name m1 type macvlan
      ip link del m1`
    const told = await runOn(host, 'watched', { script, last: 'gone link m1' })
    expect(told.filter((line, i) => line !== told[i - 1] && line !== 'there link e0')).toEqual([
      'state',
      'there address 192.0.2.1/24 dev e0',
      'gone address 192.0.2.1/24 dev e0',
      'there link m1',
      'gone link m1',
    ])
  })
})

/** What of a link is asked for; the rest is the kernel's. */
function madeOf({ name, mac, parent, type, data }: Link) {
  return { name, mac, parent, type, data }
}

function idOf({ kind, object }: AnyObject): string {
  return objectId(kind, object)
}
