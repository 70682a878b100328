import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { parseIp } from '../../src/base/index.ts'
import type { IpvsDestination, IpvsService, Link } from '../../src/kernel/index.ts'
import type { Step } from '../../src/plan/index.ts'
import { runOn } from '../support/kernel/run-on.ts'
import { Lab } from '../support/lab/index.ts'

const ip = (text: string) => parseIp(text)!

describe('links of kinds that only this kernel has', () => {
  const link = (name: string, type: string, fields: Partial<Link>): Link => ({
    name,
    index: 0,
    mtu: 0,
    flags: 0,
    type,
    ...fields,
  })
  const cases: [link: Link, seen: string][] = [
    [
      link('v5', 'vlan', { parent: 'd0', data: { IFLA_VLAN_ID: 5, IFLA_VLAN_PROTOCOL: 0x88a8 } }),
      'vlan protocol 802.1ad id 5',
    ],
    [link('red', 'vrf', { data: { IFLA_VRF_TABLE: 300 } }), 'vrf table 300'],
    [
      link('ip0', 'ipvlan', { parent: 'd0', data: { IFLA_IPVLAN_MODE: 0, IFLA_IPVLAN_FLAGS: 1 } }),
      'ipvlan  mode l2 private',
    ],
    [link('mac0', 'macvlan', { parent: 'd0', data: { IFLA_MACVLAN_MODE: 1 } }), 'macvlan mode private'],
  ]

  test('are made, read back and removed', async () => {
    await using lab = await Lab.open('links')
    const host = await lab.host('a')
    await host.sh('ip link add d0 type dummy; ip link set d0 up')

    const entries = cases.map(
      ([object]) => ({ kind: 'link', object, look: ['-d', 'link', 'show', object.name] }) as const,
    )
    const outcomes = await runOn(host, 'roundTrips', entries)
    expect(outcomes.map(({ refused, again }) => [refused, again])).toEqual(cases.map(() => [[], 'ENODEV']))
    for (const [i, [{ name, type, parent, data }, seen]] of cases.entries()) {
      expect(outcomes[i]?.live).toMatchObject({ name, type, ...(parent && { parent }), data })
      expect(outcomes[i]?.seen).toContain(seen)
    }
  })
})

describe('IPVS', () => {
  const web: IpvsService = {
    id: { kind: 'address', protocol: 'tcp', address: ip('192.0.2.1'), port: 80 },
    scheduler: 'wlc',
    flags: 0,
    persistenceTimeout: 0,
    granularity: 32,
  }
  const dns: IpvsService = {
    id: { kind: 'address', protocol: 'udp', address: ip('2001:db8::1'), port: 53 },
    scheduler: 'rr',
    flags: 0x0001 | 0x0004, // IP_VS_SVC_F_PERSISTENT, IP_VS_SVC_F_ONEPACKET
    persistenceTimeout: 100,
    granularity: 64,
  }
  const marked: IpvsService = {
    ...web,
    id: { kind: 'fwmark', family: 4, fwmark: 7 },
    scheduler: 'mh',
    granularity: ip('255.255.0.255'),
    flags: 1,
    persistenceTimeout: 300,
  }
  const gone: IpvsService = { ...web, id: { kind: 'fwmark', family: 6, fwmark: 8 }, granularity: 128 }

  function to(
    service: IpvsService,
    address: string,
    port: number,
    fields: Partial<IpvsDestination> = {},
  ): IpvsDestination {
    const common = { method: 'masquerade', weight: 1, upperThreshold: 0, lowerThreshold: 0 } as const
    return { service: service.id, address: ip(address), port, ...common, ...fields }
  }
  const direct = to(web, '198.51.100.1', 80, { method: 'direct', weight: 3 })
  const left = to(web, '198.51.100.2', 8080)
  const limited = to(web, '198.51.100.3', 8080, { upperThreshold: 100, lowerThreshold: 80 })
  const six = to(dns, '2001:db8:1::1', 53)
  const gue = { type: 1, port: 6080, flags: 1 }
  const tunnel = to(marked, '198.51.100.4', 0, { method: 'tunnel', tunnel: gue })

  const none = { active: 0, inactive: 0, persistent: 0 }
  const service = (action: 'create' | 'remove', object: IpvsService): Step => ({ action, kind: 'service', object })
  const destination = (action: 'create' | 'remove', object: IpvsDestination): Step => ({
    action,
    kind: 'destination',
    object,
  })

  test('services and destinations are made, changed, removed and read back in the order of one exchange', async () => {
    await using lab = await Lab.open('ipvs')
    const host = await lab.host('a')
    execFileSync('modprobe', ['ip_vs'])

    const outcome = await runOn(host, 'ipvs', [
      ...[web, dns, marked, gone].map((object) => service('create', object)),
      ...[direct, left, limited, six, tunnel].map((object) => destination('create', object)),
      { action: 'update', kind: 'service', before: web, after: { ...web, scheduler: 'sed' } },
      { action: 'update', kind: 'destination', before: limited, after: { ...limited, weight: 0 } },
      destination('remove', left),
      service('remove', gone),
    ])
    expect(outcome.refused).toEqual([])
    expect(outcome.services).toHaveLength(3)
    expect(outcome.services).toEqual(expect.arrayContaining([{ ...web, scheduler: 'sed' }, dns, marked]))
    const counted = [direct, { ...limited, weight: 0 }, six, tunnel].map((each) => ({ ...each, connections: none }))
    expect(outcome.destinations).toHaveLength(4)
    expect(outcome.destinations).toEqual(expect.arrayContaining(counted))
    expect(outcome.connections).toEqual([0, 0, 0, 0])

    const saved = (await host.sh('ipvsadm -Sn'))
      .trim()
      .split('\n')
      .map((line) => line.trim())
    expect(saved.sort()).toEqual([
      '-A -f 7 -s mh -p 300 -M 255.255.0.255',
      '-A -t 192.0.2.1:80 -s sed',
      '-A -u [2001:db8::1]:53 -s rr -p 100 -M 64 -o',
      '-a -f 7 -r 198.51.100.4:0 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum',
      '-a -t 192.0.2.1:80 -r 198.51.100.1:80 -g -w 3',
      '-a -t 192.0.2.1:80 -r 198.51.100.3:8080 -m -w 0',
      '-a -u [2001:db8::1]:53 -r [2001:db8:1::1]:53 -m -w 1',
    ])
  })

  test('refuses what it does not have, and says which', async () => {
    await using lab = await Lab.open('ipvs-refused')
    const host = await lab.host('a')
    execFileSync('modprobe', ['ip_vs'])

    const { refused } = await runOn(host, 'ipvs', [
      ...[web, web, { ...dns, scheduler: 'nosuch' }].map((object) => service('create', object)),
      ...[six, left, left].map((object) => destination('create', object)),
      destination('remove', limited),
    ])
    expect(refused).toEqual(['EEXIST', 'ENOENT', 'ESRCH', 'EEXIST', 'ENOENT'])
  })
})
