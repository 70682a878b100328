import type { Mac } from '../../../src/base/index.ts'
import type { KindName, Route } from '../../../src/kernel/index.ts'
import type { Step } from '../../../src/plan/index.ts'
import { address, ip, macvlan, route, rule } from './objects.ts'
import type { AnyObject } from './scenarios.ts'

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

/** Each with the arguments of `ip` that show it, what they show, and what removing it again fails with. */
export const roundTrips: [entry: AnyObject, look: string[], seen: string, again: string][] = [
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
    { kind: 'link', object: { ...macvlan('vrrp.51'), mac: '00:00:5e:00:01:33' as Mac } },
    ['-d', 'link', 'show', 'vrrp.51'],
    'macvlan mode private',
    'ENODEV',
  ],
]

const create = (kind: KindName, object: object) => ({ action: 'create', kind, object }) as Step
const remove = (kind: KindName, object: object) => ({ action: 'remove', kind, object }) as Step
const update = (kind: KindName, before: object, after: object) => ({ action: 'update', kind, before, after }) as Step
const [second, third] = [address('192.0.2.101'), address('192.0.2.102')]
const sourced = { ...away, preferredSource: v4.address }
const onMacvlan = address('192.0.2.103', { dev: 'm1' })

/** Steps, each from a clean slate, where the kernel's ways matter to the order of a plan. */
export const sequences: [what: string, steps: Step[], options?: { promoteSecondaries: boolean }][] = [
  ['an address put twice', [create('address', v4), create('address', { ...v4, preferredLifetime: 9 })]],
  ['an IPv6 address put twice', [create('address', v6), create('address', { ...v6, preferredLifetime: 0 })]],
  ['an address with another prefix', [create('address', v4), create('address', { ...v4, prefix: 32 })]],
  ['an address with another label', [create('address', v4), create('address', { ...v4, label: 'e0:1' })]],
  ['an address with another scope in a subnet', [create('address', v4), create('address', { ...second, scope: 253 })]],
  ['an IPv6 address with another prefix', [create('address', v6), create('address', { ...v6, prefix: 128 })]],
  ['an IPv6 address with other flags', [create('address', v6), update('address', v6, { ...v6, flags: ['home'] })]],
  ['removing an IPv6 address with another prefix', [create('address', v6), remove('address', { ...v6, prefix: 128 })]],
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
]
