import { describe, expect, test } from 'vitest'
import type { Ip, Mac } from '../src/base/index.ts'
import { carriedAddresses, Devices, standing, sysctls, withNamesKept } from '../src/desired/index.ts'
import { type Link, objectId } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'

const links: Link[] = [
  { name: 'eth0', index: 2, mtu: 1500, flags: 0x1001 },
  { name: 'eth1', index: 3, mtu: 1500, flags: 0x1001 },
]

function instance(name: string, addresses: readonly string[], more = ''): string {
  const lines = ['interface eth0', 'virtual_router_id 51', more, 'virtual_ipaddress {', ...addresses, '}']
  return `vrrp_instance ${name} {\n${lines.join('\n')}\n}\n`
}

describe('the macvlans of routers', () => {
  const six = (name: string, more = 'use_vmac') => instance(name, ['fe80::10', '2001:db8::10'], more)
  const cases: readonly (readonly [what: string, text: string, links: readonly string[]])[] = [
    ['are named after the router', instance('A', ['192.0.2.10'], 'use_vmac'), ['vrrp.51 eth0 00:00:5e:00:01:33']],
    [
      'have a 6 in the name where both families have one number',
      instance('A', ['192.0.2.10'], 'use_vmac') + six('B'),
      ['vrrp.51 eth0 00:00:5e:00:01:33', 'vrrp6.51 eth0 00:00:5e:00:02:33'],
    ],
    [
      'keep the names that are written from others',
      instance('A', ['192.0.2.10'], 'use_vmac') + six('B', 'use_vmac vrrp.51'),
      ['vrrp1.51 eth0 00:00:5e:00:01:33', 'vrrp.51 eth0 00:00:5e:00:02:33'],
    ],
    [
      'have the prefix that is asked for, cut to what a name has room for',
      `global_defs {\n vmac_prefix a-very-long-prefix\n}\n${instance('A', ['192.0.2.10'], 'use_vmac')}`,
      ['a-very-long-.51 eth0 00:00:5e:00:01:33'],
    ],
    [
      'have the MAC that is written, with the router id as a last octet',
      instance('A', ['192.0.2.10'], 'use_vmac mine 02:0:0:0:5'),
      ['mine eth0 02:00:00:00:05:33'],
    ],
    [
      'are for addresses on other interfaces too, one for all of a family',
      instance('A', ['192.0.2.10', '192.0.2.11 dev eth1', '192.0.2.12 dev eth1'], 'use_vmac\n use_vmac_addr'),
      ['vrrp.51 eth0 00:00:5e:00:01:33', 'vrrp1.51 eth1 00:00:5e:00:01:33'],
    ],
    [
      'are for addresses on other interfaces alone',
      instance('A', ['192.0.2.10', '192.0.2.11 dev eth1'], 'use_vmac_addr'),
      ['vrrp.51 eth1 00:00:5e:00:01:33'],
    ],
    [
      'are for a single address',
      instance('A', ['192.0.2.10', '192.0.2.11 use_vmac']),
      ['vrrp.51 eth0 00:00:5e:00:01:33'],
    ],
  ]

  test.for(cases)('%s', ([, text, links]) => {
    const devices = Devices.of(configOf(text))
    expect(devices.links.map(({ name, parent, mac }) => `${name} ${parent} ${mac}`)).toEqual(links)
  })

  test.for([
    ['use_vmac group 7', 'macvlan', 7],
    ['use_vmac', 'macvlan', 3],
    ['use_ipvlan 192.0.2.11/24 vepa', 'ipvlan', 3],
  ] as const)(
    'with %s: a %s is in the group that is asked for, else in that of the interface below',
    ([line, type, group]) => {
      const below: Link = { name: 'eth0', index: 2, mtu: 1500, flags: 1, group: 3 }
      const made = standing(configOf(instance('A', ['192.0.2.10'], line)), { links: [below], addresses: [] })
      const links = made.flatMap((each) => (each.kind === 'link' ? [each.object] : []))
      expect(links).toMatchObject([{ name: 'vrrp.51', type, group }])
    },
  )

  test('and the address of an ipvlan, which adverts come from, are there whatever the role', () => {
    const links: Link[] = [{ name: 'eth0', index: 2, mtu: 1500, flags: 1 }]
    const made = standing(configOf(instance('A', ['192.0.2.10'], 'use_ipvlan 192.0.2.11/24')), { links, addresses: [] })
    const ids = made.map((each) => objectId(each.kind, each.object as never))
    expect(ids).toEqual(['link vrrp.51', 'address 192.0.2.11/24 dev vrrp.51'])
  })

  test('carry the addresses of their family; others stay where they are', () => {
    const config = configOf(
      `${instance('A', ['192.0.2.10', '192.0.2.11 dev eth1'], 'use_vmac\n virtual_ipaddress_excluded {\n 2001:db8::1\n }')}`,
    )
    const carried = carriedAddresses(config.vrrpInstances[0]!, Devices.of(config))
    expect(carried.map(({ object }) => `${object.address} ${object.dev}`)).toEqual([
      '192.0.2.10 vrrp.51',
      '192.0.2.11 eth1',
      '2001:db8::1 eth0',
    ])
  })

  test.for([
    ['keep the name that they have', 'use_vmac', 'vrrp6.51'],
    ['have the name that is written', 'use_vmac mine', 'mine'],
    [
      'leave the name that another is to have',
      'use_vmac',
      'vrrp.51',
      instance('B', ['192.0.2.10'], 'use_vmac vrrp6.51'),
    ],
  ] as const)('%s', ([, line, name, other = '']) => {
    const mac = '00:00:5e:00:02:33' as Mac
    const there: Link = { name: 'vrrp6.51', index: 5, mtu: 1500, flags: 1, type: 'macvlan', parent: 'eth0', mac }
    const config = withNamesKept(configOf(six('A', line) + other), [there])
    expect(Devices.of(config).own(config.vrrpInstances[0]!)?.name).toBe(name)
  })

  test('of single addresses keep the names that they have, whatever else is in the file', () => {
    const mac = '00:00:5e:00:01:33' as Mac
    const there = ['eth1', 'eth2'].map((parent, at): Link => {
      return { name: `vrrp${at + 1}.51`, index: 5 + at, mtu: 1500, flags: 1, type: 'macvlan', parent, mac }
    })
    const namesOf = (addresses: readonly string[]) => {
      const config = withNamesKept(configOf(instance('A', addresses, 'use_vmac\nuse_vmac_addr')), there)
      return Devices.of({ ...config }).links.map(({ name, parent }) => `${name} on ${parent}`)
    }
    expect(namesOf(['192.0.2.10', '192.0.2.12 dev eth2'])).toEqual(['vrrp.51 on eth0', 'vrrp2.51 on eth2'])
    expect(namesOf(['192.0.2.10', '192.0.2.13 dev eth3', '192.0.2.12 dev eth2', '192.0.2.11 dev eth1'])).toEqual([
      'vrrp.51 on eth0',
      'vrrp3.51 on eth3',
      'vrrp2.51 on eth2',
      'vrrp1.51 on eth1',
    ])
  })

  test('have the link-local address of the interface below, never a virtual one, nor a static one if there is another', () => {
    const below = (...all: string[]) =>
      all.map((address) => {
        return { address: address as Ip, prefix: 64, dev: 'eth0', flags: [], preferredLifetime: 'forever' } as const
      })
    const config = configOf(`${six('A', 'use_vmac')}static_ipaddress {\n fe80::7/64 dev eth0\n}`)
    const copyOf = (...all: string[]) =>
      standing(config, { links, addresses: below(...all) }).flatMap(({ kind, object, setting }) =>
        kind === 'address' && setting === 'use_vmac' ? [object.address] : [],
      )
    const [virtual] = config.vrrpInstances[0]!.virtualAddresses
    expect(copyOf(virtual!.address, 'fe80::7', 'fe80::1')).toEqual(['fe80::1'])
    expect(copyOf('fe80::7')).toEqual(['fe80::7'])
    expect(copyOf(virtual!.address)).toEqual([])
  })

  test('have it too where they are for IPv6 addresses of a router of IPv4', () => {
    const more = 'use_vmac\nuse_vmac_addr\nvirtual_ipaddress_excluded {\n2001:db8::10/64\n2001:db8:1::10 dev eth1\n}'
    const config = configOf(instance('A', ['192.0.2.10'], more))
    const addresses = ['eth0', 'eth1'].map((dev, i) => {
      return { address: `fe80::${i + 1}` as Ip, prefix: 64, dev, flags: [], preferredLifetime: 'forever' } as const
    })
    const copies = standing(config, { links, addresses }).flatMap(({ kind, object }) =>
      kind === 'address' ? [`${object.address} dev ${object.dev}`] : [],
    )
    expect(copies).toEqual(['fe80::1 dev vrrp6.51', 'fe80::2 dev vrrp1.51'])
  })

  test('are in the group that is written', () => {
    const { links } = Devices.of(configOf(instance('A', ['192.0.2.10'], 'use_vmac vip0 group 7')))
    expect(links).toMatchObject([{ name: 'vip0', group: 7 }])
  })

  test('change what the interface below answers for of IPv4 alone', () => {
    const answers = (address: string) => {
      const wanted = sysctls(configOf(instance('A', [address], 'use_vmac')), { interfaces: ['eth0'], filter: '0' })
      return wanted.map(({ path, value }) => `${path.join('/')} ${value}`)
    }
    expect(answers('192.0.2.10')).toEqual(['ipv4/conf/eth0/arp_ignore 1', 'ipv4/conf/eth0/arp_filter 1'])
    expect(answers('2001:db8::10')).toEqual([])
  })

  test('have filters of their own, where those of all interfaces would drop adverts', () => {
    const config = configOf(instance('A', ['192.0.2.10'], 'use_vmac'))
    const wanted = sysctls(config, { interfaces: ['eth0', 'eth1', 'vrrp.51'], filter: '2' })
    const filters = wanted.filter(({ path }) => path[3] === 'rp_filter')
    expect(filters.map(({ path, value }) => `${path[2]} ${value}`)).toEqual(['default 2', 'eth0 2', 'eth1 2', 'all 0'])
  })
})
