import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { keepalived } from '../support/peers/index.ts'

/** VRRP over kinds of interfaces that the kernel of the machine may lack, with keepalived on the other host. */

const vip = '192.0.2.100'

function configuration(lines: string, priority = 150): string {
  return `vrrp_instance VI_1 {
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int 0.5
  ${lines}
}
`
}

/** On whichever interface. */
async function carries(host: Host, address = vip): Promise<boolean> {
  return (await host.sh('ip -o address')).includes(` ${address}/`)
}

/** What keepalived 2.2.7 does not do is left out: it knows no group. */
async function links(host: Host, type: string): Promise<string[]> {
  const shown = await host.sh(`ip -o -d link show type ${type}; ip -o address | grep -v ' lo ' || true`)
  return shown
    .split('\n')
    .map((line) =>
      line
        .replace(/^\d+: | tentative| proto \S*keepalived|numtxqueues.*|(state|qlen|link-netnsid|group) \S+/g, '')
        .trim(),
    )
    .sort()
}

async function openPair(lab: Lab, script = ''): Promise<readonly [Host, Host]> {
  const pair = await Promise.all(
    ['lb1', 'lb2'].map(async (name) => {
      const host = await lab.host(name, { eth0: [] })
      if (script !== '') await host.sh(script.replaceAll('NUMBER', name.slice(-1)))
      return host
    }),
  )
  return [pair[0] as Host, pair[1] as Host]
}

/** On the interface of the router, unless it has none. */
const held = (dev = '') => `virtual_ipaddress {\n ${vip}/24 ${dev}\n }`

describe('VRRP with keepalived as the other host', () => {
  const places = [
    {
      name: 'over a VLAN',
      script: `ip link add link eth0 name eth0.5 type vlan id 5
        ip address add 192.0.2.NUMBER/24 dev eth0.5
        ip link set eth0.5 up`,
      lines: 'interface eth0.5',
    },
    {
      name: 'by a macvlan over a VLAN',
      script: `ip link add link eth0 name eth0.5 type vlan id 5
        ip address add 192.0.2.NUMBER/24 dev eth0.5
        ip link set eth0.5 up`,
      lines: 'interface eth0.5\n use_vmac',
    },
    {
      name: 'over a bridge',
      script: `ip link add br0 up type bridge forward_delay 0 mcast_snooping 0
        ip link set eth0 master br0
        ip address add 192.0.2.NUMBER/24 dev br0`,
      lines: 'interface br0\n use_vmac',
    },
    {
      name: 'in a VRF',
      script: `ip link add red up type vrf table 5
        ip link set eth0 master red
        ip address add 192.0.2.NUMBER/24 dev eth0`,
      lines: 'interface eth0',
    },
    {
      name: 'by a macvlan in a VRF',
      script: `ip link add red up type vrf table 5
        ip link set eth0 master red
        ip address add 192.0.2.NUMBER/24 dev eth0`,
      lines: 'interface eth0\n use_vmac',
    },
    {
      name: 'unicast in a VRF, without an interface',
      script: `ip link add red up type vrf table 5
        ip link set eth0 master red
        ip address add 192.0.2.NUMBER/24 dev eth0`,
      lines: `vrf red
        unicast_src_ip 192.0.2.NUMBER
        unicast_peer {
          192.0.2.PEER
        }`,
      dev: 'dev eth0',
    },
    {
      name: 'by an ipvlan',
      script: 'ip address add 192.0.2.NUMBER/24 dev eth0',
      lines: 'interface eth0\n use_ipvlan 192.0.2.1NUMBER/24',
    },
  ]

  test.for(places)(
    '$name: the better one has the role, and the other one when that stops',
    async ({ script, lines, dev }) => {
      await using lab = await Lab.open('place')
      const [lb1, lb2] = await openPair(lab, script)
      const text = (number: number) =>
        configuration(
          `${lines.replaceAll('NUMBER', `${number}`).replaceAll('PEER', `${3 - number}`)}\n${held(dev)}`,
          200 - 50 * number,
        )
      const untouched = await links(lb1, 'macvlan')
      // keepalived 2.2.7 wants an interface.
      await keepalived(lb2, text(2).replace('vrf red', 'interface eth0'))
      await until(() => carries(lb2), { within: 20_000, every: 200 })
      const kac = await Kac.start(lb1, text(1))
      await until(async () => !(await carries(lb2)), { within: 10_000, every: 200 })
      expect(await carries(lb1)).toBe(true)
      await kac.stop()
      await until(() => carries(lb2), { within: 10_000, every: 200 })
      expect(await links(lb1, 'macvlan')).toEqual(untouched)
    },
  )

  test('delayed and torn by netem: one of both has the role, and gives it back', async () => {
    await using lab = await Lab.open('netem')
    const [lb1, lb2] = await openPair(lab, 'ip address add 192.0.2.NUMBER/24 dev eth0')
    const text = (priority: number) => configuration(`interface eth0\n${held()}`, priority)
    await lb1.sh('tc qdisc add dev eth0 root netem delay 150ms 50ms loss 10%')
    await keepalived(lb2, text(100))
    await Kac.start(lb1, text(150))
    await until(async () => (await carries(lb1)) && !(await carries(lb2)), { within: 20_000, every: 200 })

    await lb1.sh('tc qdisc change dev eth0 root netem loss 100%')
    await until(() => carries(lb2), { within: 10_000, every: 200 })
    await lb1.sh('tc qdisc del dev eth0 root')
    await until(async () => !(await carries(lb2)), { within: 10_000, every: 200 })
    expect(await carries(lb1)).toBe(true)
  })
})

describe('use_ipvlan', () => {
  const forms = [
    { name: 'an address', line: 'use_ipvlan 192.0.2.11/24', group: 'default' },
    { name: 'a name, a type and a group', line: 'use_ipvlan ipv0 192.0.2.11/24 private group 7', group: '7' },
  ]

  test.for(forms)('with $name: the interface is that of keepalived, and goes', async ({ line, group }) => {
    await using lab = await Lab.open('ipvlan')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const untouched = await links(host, 'ipvlan')
    const text = configuration(`interface eth0\n ${line}\n${held()}`)
    const reference = await keepalived(host, text)
    await until(() => carries(host), { within: 20_000, every: 200 })
    const expected = await links(host, 'ipvlan')
    await reference.kill('SIGTERM')
    expect(expected.length).toBeGreaterThan(untouched.length)

    const wire = await lab.capture('proto 112')
    const kac = await Kac.start(host, text)
    await until(() => carries(host), { within: 20_000, every: 200 })
    // The kernel gives link-local addresses when it has tried them.
    await expect.poll(() => links(host, 'ipvlan'), { timeout: 15_000, interval: 500 }).toEqual(expected)
    expect(await host.sh('ip -o link show type ipvlan')).toContain(`group ${group}`)
    await until(() => wire.adverts(51).length > 2, { within: 5000 })
    expect(wire.adverts(51).at(-1)).toMatchObject({ source: '192.0.2.11', from: '02:00:00:00:00:01' })
    await kac.stop()
    expect(await links(host, 'ipvlan')).toEqual(untouched)
  })

  test('without an address: FAULT for IPv4; IPv6 has the link-local address of the ipvlan', async () => {
    await using lab = await Lab.open('bare')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const six = configuration('interface eth0\n use_ipvlan\n virtual_ipaddress {\n 2001:db8::100/64\n }').replace(
      'VI_1',
      'VI_6',
    )
    const wire = await lab.capture('ip6 proto 112')
    const kac = await Kac.start(host, configuration(`interface eth0\n use_ipvlan\n${held()}`) + six)
    await until(() => carries(host, '2001:db8::100'), { within: 20_000, every: 200 })
    const local = /fe80:[0-9a-f:]+/
    const [, below] = [await wire.stop(), await host.sh('ip -6 -o address show dev eth0 scope link')]
    const source = wire.adverts().at(-1)?.source
    expect(await host.sh('ip -6 -o address show scope link')).toContain(`${source}/`)
    expect(below.match(local)?.[0]).not.toBe(source)
    expect((await kac.status()).routers.map(({ state }) => state)).toEqual(['FAULT', 'MASTER'])
    await kac.daemon.says('VI_1 stays in FAULT: vrrp.51 has no IPv4 address')
    await kac.stop()
  })
})
