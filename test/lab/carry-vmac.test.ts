import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { frrVrrpd, keepalived } from '../support/peers/index.ts'

/** The virtual router MAC: macvlans as keepalived makes them, adverts that leave by them, and peers that do the same. */

const virtualMac = '00:00:5e:00:01:33'
const virtualMac6 = '00:00:5e:00:02:33'
const vip = '192.0.2.100'

function configuration(lines = 'use_vmac', priority = 150): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int 0.2
  ${lines}
  virtual_ipaddress {
    ${vip}/24
    192.0.2.101/24 dev eth1
  }
}
`
}

const six = `vrrp_instance VI_6 {
  interface eth0
  virtual_router_id 51
  priority 150
  version 3
  advert_int 0.2
  use_vmac
  virtual_ipaddress {
    fe80::100/64
    2001:db8::100/64
  }
}
`

async function openHost(lab: Lab, name = 'lb1', address = '192.0.2.1/24'): Promise<Host> {
  const other = { segment: 'other', addresses: [] }
  return lab.host(name, { eth0: [address, `2001:db8::${name.at(-1)}/64`], eth1: other })
}

/** The interfaces and what is on them, but for numbers that the kernel counts. */
async function interfaces(host: Host): Promise<string[]> {
  const shown = await host.sh(`
    ip -o -d link show type macvlan
    ip -o address | grep -v ' lo '`)
  const lines = shown
    .split('\n')
    .map((line) => line.replace(/^\d+: | tentative| proto \S*keepalived|\d+sec|numtxqueues.*/g, ''))
  return lines.map((line) => line.replace(/(state|link-netnsid|qlen|bcqueuelen|usedbcqueuelen) \S+/g, '').trim()).sort()
}

const settingsSeen = ['arp_ignore', 'arp_filter', 'accept_local', 'promote_secondaries', 'rp_filter']
async function settings(host: Host, dev: string): Promise<string> {
  const texts = await Promise.all(settingsSeen.map((name) => host.sh(`cat /proc/sys/net/ipv4/conf/${dev}/${name}`)))
  return texts.map((text, i) => `${settingsSeen[i]} ${text.trim()}`).join(', ')
}

/** On whichever interface. */
async function carries(host: Host, addresses: readonly string[]): Promise<boolean> {
  const there = await host.sh('ip -o address')
  return addresses.every((address) => there.includes(` ${address}/`))
}

async function masterState(kac: Kac): Promise<void> {
  await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 5000, every: 50 })
}

describe('a virtual router MAC', needs('root', 'ip', 'tcpdump', 'keepalived', 'vrrpd', 'nft'), () => {
  const forms = [
    { name: 'use_vmac', text: configuration() },
    { name: 'a name and a MAC', text: configuration('use_vmac vip0 02:00:00:00:05') },
    { name: 'use_vmac_addr', text: configuration('use_vmac\n use_vmac_addr') },
    {
      name: 'use_vmac_addr with addresses of IPv6',
      text: configuration(
        'use_vmac\n use_vmac_addr\n virtual_ipaddress_excluded {\n 2001:db8::101/64\n 2001:db8:1::1/64 dev eth1\n }',
      ),
    },
    { name: 'vmac_xmit_base', text: configuration('use_vmac\n vmac_xmit_base') },
    { name: 'a prefix of names', text: `global_defs {\n vmac_prefix virtual\n}\n${configuration()}` },
    { name: 'use_vmac of an address', text: configuration('').replace('dev eth1', 'dev eth1 use_vmac') },
    { name: 'both families', text: configuration() + six },
  ]

  test.for(forms)('$name: interfaces, addresses and settings are those of keepalived, and go', async ({ text }) => {
    await using lab = await Lab.open('vmac')
    const host = await openHost(lab)
    await host.sh('sysctl -qw net.ipv4.conf.all.rp_filter=1')
    const [untouched, settled] = [await interfaces(host), await settings(host, 'eth0')]

    const reference = await keepalived(host, text)
    const all = [vip, '192.0.2.101', '2001:db8::100', 'fe80::100', '2001:db8:1::1'].filter((each) =>
      text.includes(each),
    )
    await until(() => carries(host, all), { within: 8000, every: 50 })
    const devices = (await host.sh('ip -br link show type macvlan | cut -d@ -f1'))
      .split('\n')
      .filter((name) => name !== '')
    // What IPv4 does on a macvlan for IPv6 differs from release to release.
    const ofIpv4 = await Promise.all(devices.map((dev) => host.sh(`ip -o -4 address show ${dev}`)))
    const tunable = ['eth0', ...devices.filter((_, i) => ofIpv4[i] !== '')]
    const tuned = () => Promise.all(tunable.map((dev) => settings(host, dev)))
    const expected = { interfaces: await interfaces(host), settings: await tuned() }
    await reference.kill('SIGTERM')
    // keepalived leaves these two.
    await host.sh('sysctl -qw net.ipv4.conf.eth0.arp_ignore=0 net.ipv4.conf.eth0.arp_filter=0')
    expect(devices.length).toBeGreaterThan(0)

    const kac = await Kac.start(host, text)
    await until(() => carries(host, all), { within: 5000, every: 50 })
    expect({ interfaces: await interfaces(host), settings: await tuned() }).toEqual(expected)
    const plan = await host.run('kac', ['plan', '-f', host.write('keepalived.conf', text)])
    expect(plan.stdout).toContain('No changes.')
    await kac.stop()
    expect([await interfaces(host), await settings(host, 'eth0')]).toEqual([untouched, settled])
    expect((await host.sh('cat /proc/sys/net/ipv4/conf/all/rp_filter')).trim()).toBe('1')
  })

  const peers = [
    { name: 'keepalived', start: async (host: Host) => keepalived(host, configuration('use_vmac', 100)) },
    {
      name: 'FRR',
      start: async (host: Host) =>
        frrVrrpd(host, { vrid: 51, version: 3, priority: 100, intervalMs: 200, addresses: [vip] }),
    },
    { name: 'kac', start: async (host: Host) => (await Kac.start(host, configuration('use_vmac', 100))).daemon },
  ]

  test.for(peers)('kac above $name: adverts and announcements have it on both sides', async ({ start }) => {
    await using lab = await Lab.open('vmac')
    const [lb1, lb2] = [await openHost(lab), await openHost(lab, 'lb2', '192.0.2.2/24')]
    const wire = await lab.capture('proto 112 or arp or igmp')
    await start(lb2)
    const kac = await Kac.start(lb1, configuration())
    await masterState(kac)
    await until(
      () =>
        wire
          .adverts(51)
          .slice(-3)
          .every((advert) => advert.priority === 150),
      { within: 6000 },
    )
    expect(wire.adverts(51).at(-1)).toMatchObject({ source: '192.0.2.1', from: virtualMac })
    expect(wire.announcements(vip).at(-1)?.mac).toBe(virtualMac)
    await kac.stop()
    await until(() => wire.adverts(51).at(-1)?.priority === 100, { within: 4000 })
    expect(wire.adverts(51).at(-1)).toMatchObject({ source: '192.0.2.2', from: virtualMac })
    expect(await carries(lb1, [vip])).toBe(false)
    expect(await lb1.sh('nft list ruleset')).toBe('')
  })

  test('vmac_xmit_base: adverts have the MAC of the interface below, announcements the virtual one', async () => {
    await using lab = await Lab.open('base')
    const host = await openHost(lab)
    const wire = await lab.capture('proto 112 or arp')
    const kac = await Kac.start(host, configuration('use_vmac\n vmac_xmit_base'))
    await masterState(kac)
    await until(() => wire.adverts(51).length > 1, { within: 2000 })
    expect(wire.adverts(51).at(-1)?.from).toBe('02:00:00:00:00:01')
    expect(wire.announcements(vip).at(-1)?.mac).toBe(virtualMac)
  })

  test('a macvlan is in the group that a file of the host has the name of', async () => {
    await using lab = await Lab.open('group')
    const host = await openHost(lab)
    host.write('group', '7 uplinks\n')
    const names = `global_defs {\n iproute_etc_dir ${host.folder}\n}\n`
    await Kac.start(host, `${names}${configuration('use_vmac vip0 group uplinks')}`)
    const [{ group }] = JSON.parse(await host.sh('ip -json -N link show vip0'))
    expect(group).toBe('7')
  })

  test('a backup says nothing from it: the interface below reports the groups, of both families', async () => {
    await using lab = await Lab.open('silent')
    const [lb1, lb2] = [await openHost(lab), await openHost(lab, 'lb2', '192.0.2.2/24')]
    const plain = (text: string) => text.replaceAll('use_vmac', '').replaceAll('priority 150', 'priority 200')
    await keepalived(lb2, plain(configuration() + six))
    await until(() => carries(lb2, [vip, 'fe80::100']), { within: 8000, every: 50 })
    const wire = await lab.capture()
    const kac = await Kac.start(lb1, configuration() + six)
    const memberships = async (dev: string) =>
      (await lb1.sh(`ip maddress show dev ${dev}`)).match(/224.0.0.18|ff02::12/g)
    expect([await memberships('eth0'), await memberships('vrrp.51')]).toEqual([
      ['224.0.0.18', 'ff02::12'],
      ['224.0.0.18'],
    ])
    const report = (frame: { bytes: Uint8Array }) =>
      frame.bytes[20] === 0 && Buffer.from(frame.bytes).includes('ff020000000000000000000000000012', 0, 'hex')
    await until(() => wire.frames.some((frame) => frame.from === '02:00:00:00:00:01' && report(frame)), {
      within: 8000,
    })
    expect((await kac.status()).routers.map(({ state }) => state)).toEqual(['BACKUP', 'BACKUP'])
    expect(wire.frames.filter(({ from }) => from === virtualMac || from === virtualMac6)).toEqual([])
  })

  test('a master answers for the link-local address of the interface below from that interface alone', async () => {
    await using lab = await Lab.open('below')
    const lb1 = await openHost(lab)
    const client = await lab.host('client', { eth0: ['2001:db8::9/64'] })
    const kac = await Kac.start(lb1, six)
    await masterState(kac)
    const below = 'fe80::ff:fe00:1'
    await client.sh(`ping -c 2 ${below}%eth0; ping -c 1 fe80::100%eth0`)
    const known = await client.sh('ip neighbour')
    expect(known).toContain(`${below} dev eth0 lladdr 02:00:00:00:00:01`)
    expect(known).toContain(`fe80::100 dev eth0 lladdr ${virtualMac6}`)
  })

  test('takes no address from what other routers advertise', async () => {
    await using lab = await Lab.open('given')
    const host = await openHost(lab)
    await masterState(await Kac.start(host, six))
    expect((await host.sh('cat /proc/sys/net/ipv6/conf/vrrp.51/accept_ra')).trim()).toBe('0')
  })

  test('disable_local_igmp stops reports of groups of the local network on the whole host, for as long', async () => {
    await using lab = await Lab.open('igmp')
    const host = await openHost(lab)
    const reports = async () => (await host.sh('cat /proc/sys/net/ipv4/igmp_link_local_mcast_reports')).trim()
    const kac = await Kac.start(host, `global_defs {\n disable_local_igmp\n}\n${configuration('')}`)
    expect(await reports()).toBe('0')
    await kac.stop()
    expect(await reports()).toBe('1')
  })

  test('a macvlan keeps its name, and its router the role, when the router that had taken a better name goes', async () => {
    await using lab = await Lab.open('vmac')
    const host = await openHost(lab)
    const kac = await Kac.start(host, `${configuration()}${six}`)
    await until(() => host.has('2001:db8::100', 'vrrp6.51'), { within: 3000 })
    host.write('keepalived.conf', six)
    kac.daemon.signal('SIGHUP')
    await until(async () => !(await interfaces(host)).some((line) => /vrrp\.51/.test(line)), { within: 3000 })
    expect(host.has('2001:db8::100', 'vrrp6.51')).toBe(true)
    const { routers } = await kac.status()
    expect(routers).toMatchObject([
      { name: 'VI_6', state: 'MASTER', counters: { become_master: 1, release_master: 0 } },
    ])
  })

  test.for([
    ['on another interface', configuration(), configuration().replace('interface eth0', 'interface eth1')],
    ['of another name', configuration(), configuration('use_vmac other')],
    ['of the other family', six, configuration()],
  ] as const)('a reload to a macvlan %s: who stands on the one before resigns first', async ([, before, next]) => {
    await using lab = await Lab.open('vmac')
    const host = await openHost(lab)
    await host.sh('ip address add 192.0.2.9/24 dev eth1')
    const kac = await Kac.start(host, before)
    await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 3000 })
    const wire = await lab.capture('proto 112 or ip6 proto 112')
    host.write('keepalived.conf', next)
    kac.daemon.signal('SIGHUP')
    await until(() => wire.adverts(51).some(({ priority }) => priority === 0), { within: 3000 })
    await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 3000 })
    expect(kac.daemon.output).not.toMatch(/EADDRINUSE|do not leave/)
  })

  test('a macvlan that somebody deletes is made again, and the role with it', async () => {
    await using lab = await Lab.open('made')
    const host = await openHost(lab)
    const kac = await Kac.start(host, configuration())
    await masterState(kac)
    await host.sh('ip link delete vrrp.51')
    await until(async () => (await host.sh('ip -br link')).includes('vrrp.51'), { within: 8000, every: 50 })
    await until(() => carries(host, [vip]), { within: 5000, every: 50 })
  })

  test('a macvlan and its role outlive a crash of the daemon', async () => {
    await using lab = await Lab.open('outlive')
    const host = await openHost(lab)
    const first = await Kac.start(host, configuration())
    await masterState(first)
    const index = await host.sh('cat /sys/class/net/vrrp.51/ifindex')
    await first.daemon.kill('SIGKILL')
    const second = await Kac.start(host, configuration())
    expect(await host.sh('cat /sys/class/net/vrrp.51/ifindex')).toBe(index)
    expect((await second.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
    await second.stop()
    expect(await host.sh('ip -br link')).not.toContain('vrrp.51')
  })
})
