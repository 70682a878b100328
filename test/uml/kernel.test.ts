import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { Lab } from '../support/lab/index.ts'

/** What other tests of this folder may rely on. */
describe('the kernel of user-mode-linux', () => {
  test('has dummy, VLAN, VRF, ipvlan, macvlan and netem', async () => {
    await using lab = await Lab.open('kinds')
    const host = await lab.host('a')
    await host.sh(`
      ip link add d0 type dummy
      ip link add link d0 name d0.5 type vlan id 5
      ip link add link d0 name ip0 type ipvlan mode l2
      ip link add d1 type dummy
      ip link add link d1 name mac1 type macvlan mode private
      ip link add red type vrf table 5
      ip link set d1 master red`)

    const links: { ifname: string; master?: string; linkinfo?: { info_kind: string } }[] = JSON.parse(
      await host.sh('ip -json -details link'),
    )
    const kinds = links.map(({ ifname, master, linkinfo }) => [ifname, linkinfo?.info_kind, master])
    expect(kinds).toEqual([
      ['lo', undefined, undefined],
      ['d0', 'dummy', undefined],
      ['d0.5', 'vlan', undefined],
      ['ip0', 'ipvlan', undefined],
      ['d1', 'dummy', 'red'],
      ['mac1', 'macvlan', undefined],
      ['red', 'vrf', undefined],
    ])
  })

  test('delays what netem is told to delay', async () => {
    await using lab = await Lab.open('netem')
    const a = await lab.host('a', { eth0: ['192.0.2.1/24'] })
    const b = await lab.host('b', { eth0: ['192.0.2.2/24'] })
    await b.sh('tc qdisc add dev eth0 root netem delay 200ms')

    const said = await a.sh('ping -c 2 192.0.2.2')
    expect(Number(/mdev = ([\d.]+)/.exec(said)?.[1])).toBeGreaterThanOrEqual(200)
  })

  test('keeps an IPVS table for each namespace', async () => {
    await using lab = await Lab.open('ipvs')
    const [a, b] = [await lab.host('a'), await lab.host('b')]
    execFileSync('modprobe', ['ip_vs'])
    await a.sh('ipvsadm -A -t 192.0.2.1:80 -s wlc; ipvsadm -a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 3')

    expect((await a.sh('ipvsadm -Sn')).split('\n').map((line) => line.trim())).toEqual([
      '-A -t 192.0.2.1:80 -s wlc',
      '-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 3',
      '',
    ])
    expect(await b.sh('ipvsadm -Sn')).toBe('')
  })
})
