import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/** What is there whatever the roles, and settings of the kernel: with keepalived beside, and over crashes and reloads. */

function configuration(lines: string, more = ''): string {
  return `${lines}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 150
  version 3
  advert_int 0.1
  ${more}
  virtual_ipaddress {
    192.0.2.100/24
  }
}
`
}

const statics = `static_ipaddress {
  192.0.2.50/24 brd + dev eth0 label eth0:own
  192.0.2.51 dev eth1 scope link
  192.0.2.52 peer 192.0.2.99 dev eth1
  2001:db8:9::1/64 dev eth0 preferred_lft 0 home
  2001:db8:8::2/64 dev eth1 mngtmpaddr noprefixroute -nodad
}
static_routes {
  198.51.100.0/24 via 192.0.2.9 dev eth0 src 192.0.2.50 metric 5
  blackhole 203.0.113.0/24 table 300
}
static_rules {
  from 192.0.2.50 table 300 priority 100
  iif eth1 table 300 priority 101 no_track
}`

async function openHost(lab: Lab): Promise<Host> {
  return lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'], eth1: { segment: 'other', addresses: [] } })
}

/** Lifetimes and numbers that count are left out, and the tentative state in which an address begins. */
async function ground(host: Host): Promise<string[]> {
  const shown = await host.sh(`
    ip -o address
    ip -4 -d route show table all proto keepalived
    ip rule`)
  const lines = shown.split('\n').filter((line) => !line.includes('192.0.2.100'))
  return lines
    .map((line) => line.replace(/^\d+: (?=\w+ +inet)| tentative| proto \S*keepalived|\d+sec/g, '').trim())
    .sort()
}

const reads = (host: Host, path: string) => host.sh(`cat /proc/sys/net/ipv4/conf/${path}`).then((text) => text.trim())

describe('what is there whatever the roles', needs('root', 'ip', 'tcpdump', 'keepalived'), () => {
  test('is in the kernel as keepalived puts it, and goes at the end', async () => {
    await using lab = await Lab.open('statics')
    const host = await openHost(lab)
    const untouched = await ground(host)
    const reference = await keepalived(host, configuration(statics))
    await until(() => host.has('192.0.2.100'), { within: 8000, every: 50 })
    const expected = await ground(host)
    await reference.kill('SIGTERM')
    // keepalived leaves addresses with a peer, and untracked routes, where they are.
    await host.sh(
      'ip address del 192.0.2.52 peer 192.0.2.99 dev eth1; ip route flush proto keepalived; ip route flush table 300',
    )

    const file = configuration(statics)
    const kac = await Kac.start(host, file)
    expect(await ground(host)).toEqual(expected)
    expect(expected.length).toBe(untouched.length + 9)
    const plan = await host.run('kac', ['plan', '-f', host.write('same.conf', file)])
    expect(plan.stdout).toContain('No changes.')
    await kac.stop()
    expect(await ground(host)).toEqual(untouched)
  })

  test('stays through a crash of daemon and engine, and goes with a reload that does not ask for it', async () => {
    await using lab = await Lab.open('crash')
    const host = await openHost(lab)
    const untouched = await ground(host)
    const first = await Kac.start(host, configuration(statics))
    const there = await ground(host)
    await first.killAll()
    const second = await Kac.start(host, configuration(statics))
    expect(await ground(host)).toEqual(there)
    host.write('keepalived.conf', configuration(''))
    second.daemon.signal('SIGHUP')
    await until(() => !host.has('192.0.2.50'), { within: 3000 })
    await until(async () => (await ground(host)).length === untouched.length, { within: 2000, every: 50 })
    expect(await ground(host)).toEqual(untouched)
  })

  test('is put back when somebody takes it, but for what has no_track', async () => {
    await using lab = await Lab.open('taken')
    const host = await openHost(lab)
    await Kac.start(host, configuration(statics))
    const there = await ground(host)
    await host.sh(`
      ip rule del priority 101
      ip rule del priority 100
      ip route del 203.0.113.0/24 table 300
      ip address del 192.0.2.51/32 dev eth1`)
    const tracked = there.filter((line) => !line.startsWith('101:'))
    await until(async () => (await ground(host)).length === tracked.length, { within: 3000, every: 50 })
    expect(await ground(host)).toEqual(tracked)
  })

  test('costs the routers of its track_group their role while its interface is down', async () => {
    await using lab = await Lab.open('group')
    const host = await openHost(lab)
    const group = 'track_group G {\n group {\n VI_1\n }\n}\nstatic_routes {\n 198.51.100.0/24 dev eth1 track_group G\n}'
    const kac = await Kac.start(host, configuration(group))
    const state = async () => (await kac.status()).routers[0]?.state
    await until(async () => (await state()) === 'MASTER', { within: 3000, every: 50 })
    await host.sh('ip link set eth1 down')
    await until(async () => (await state()) === 'FAULT', { within: 3000, every: 50 })
    await host.sh('ip link set eth1 up')
    await until(async () => (await state()) === 'MASTER', { within: 3000, every: 50 })
    await until(async () => (await host.sh('ip route')).includes('198.51.100.0/24'), { within: 8000, every: 100 })
  })

  test('promote_secondaries is set while the router is run, and is what it was afterwards, also after a crash', async () => {
    await using lab = await Lab.open('promote')
    const host = await openHost(lab)
    const before = await reads(host, 'eth0/promote_secondaries')
    expect(before).toBe('0')
    const kac = await Kac.start(host, configuration('', 'promote_secondaries'))
    expect(await reads(host, 'eth0/promote_secondaries')).toBe('1')
    await kac.killAll()
    const again = await Kac.start(host, configuration('', 'promote_secondaries'))
    await again.stop()
    expect(await reads(host, 'eth0/promote_secondaries')).toBe('0')
  })
})
