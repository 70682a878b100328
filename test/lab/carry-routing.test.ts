import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/** Routes and rules that go with a role: the same in the kernel as with keepalived, and what becomes of lost ones. */

const routes = [
  '203.0.113.0/24 via 192.0.2.9',
  '198.51.100.1 dev eth0',
  '198.51.100.0/25 src 192.0.2.100 dev eth0 scope link table 300 metric 20 tos 16',
  '198.51.100.128/25 via 192.0.2.9 onlink dev eth0 realms 5/6 mtu lock 1400 advmss 1300 rtt 300ms rttvar 600ms',
  '203.0.113.128/25 via 192.0.2.9 rto_min 250ms reordering 4 cwnd lock 10 ssthresh 20 window 3000 hoplimit 60',
  '203.0.114.0/24 via 192.0.2.9 initcwnd 10 initrwnd 20 features ecn quickack 1 congctl lock reno table 4000000000',
  '203.0.115.0/24 via 192.0.2.9 or 192.0.2.8',
  '203.0.120.0/24 nexthop via 192.0.2.8 weight 5 nexthop via 192.0.2.9 dev eth0 onlink weight 256',
  '203.0.121.0/24 encap ip id 7 dst 192.0.2.8 tos 4 ttl 9 via 192.0.2.9',
  'blackhole 203.0.116.0/24 metric 7',
  'unreachable 203.0.117.0/24',
  'prohibit 203.0.118.0/24',
  'throw 203.0.119.0/24 table 300',
  'default via 192.0.2.9 metric 4000 add',
  '2001:db8:5::/48 via 2001:db8::9 dev eth0 metric 1024 pref high',
  '2001:db8:6::/48 dev eth0 metric 10 mtu 1300',
  'blackhole 2001:db8:7::/48 metric 1024',
]

const rules = [
  'from 192.0.2.0/24 to 203.0.113.0/24 table 300 priority 1000',
  'not from 192.0.2.0/24 iif eth0 oif lo tos 16 fwmark 7/255 goto 3000 priority 1001',
  'from 2001:db8::/32 table 4000000000 priority 1002',
  'to 198.51.100.7 uidrange 5-10 ipproto tcp sport 10-20 dport 80-90 blackhole priority 1003',
  'fwmark 9 tunnel-id 77 table 300 suppress_prefixlength 8 suppress_ifgroup 3 realms 5/6 priority 1004',
  'iif lo prohibit priority 1005',
  'from 192.0.2.77 type unreachable priority 1006',
  'from 192.0.2.78 nop priority 3000',
  'from 192.0.2.79 l3mdev priority 3001',
]

function configuration(routeLines: readonly string[], ruleLines: readonly string[] = []): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 150
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.100/24
  }
  virtual_routes {
    ${routeLines.join('\n    ')}
  }
  virtual_rules {
    ${ruleLines.join('\n    ')}
  }
}
`
}

async function openHost(lab: Lab): Promise<Host> {
  return lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
}

async function routing(host: Host): Promise<string[]> {
  const shown = await host.sh(`
    ip -4 -d route show table all proto keepalived
    ip -6 -d route show table all proto keepalived
    ip -4 rule
    ip -6 rule`)
  return shown.split('\n').map((line) => line.trim())
}

const ruled = async (host: Host) => (await host.sh('ip rule')).includes('proto keepalived')

describe('routes and rules of a role', needs('root', 'ip', 'tcpdump', 'keepalived'), () => {
  test('are in the kernel as keepalived puts them, and leave with the role', async () => {
    await using lab = await Lab.open('routing')
    const host = await openHost(lab)
    const untouched = await routing(host)

    const reference = await keepalived(host, configuration(routes, rules))
    await until(async () => (await routing(host)).some((line) => line.startsWith('3001:')), { within: 8000, every: 50 })
    const expected = await routing(host)
    await reference.kill('SIGTERM')
    expect(await routing(host)).toEqual(untouched)

    const kac = await Kac.start(host, configuration(routes, rules))
    await until(() => ruled(host), { within: 5000, every: 50, what: 'the rules are there' })
    expect(await routing(host)).toEqual(expected)
    const hops = 4 // of the routes by two gateways, a line each
    expect(expected.length).toBe(untouched.length + routes.length + hops + rules.length)
    const plan = await host.run('kac', ['plan', '-f', host.write('same.conf', configuration(routes, rules))])
    expect(plan.stdout).toContain('No changes.')
    await kac.stop()
    expect(await routing(host)).toEqual(untouched)
  })

  const lost = [
    { what: 'route', take: 'ip route del 203.0.113.0/24', seen: 'ip route', sign: '203.0.113.0/24' },
    { what: 'IPv6 route', take: 'ip -6 route del 2001:db8:5::/48', seen: 'ip -6 route', sign: '2001:db8:5::/48' },
    { what: 'rule', take: 'ip rule del priority 1000', seen: 'ip rule', sign: '1000:' },
  ]

  test.for(lost)('a $what that somebody deletes is put back after a resignation', async ({ take, seen, sign }) => {
    await using lab = await Lab.open('lost')
    const host = await openHost(lab)
    const lines = ['203.0.113.0/24 via 192.0.2.9', '2001:db8:5::/48 dev eth0']
    const kac = await Kac.start(host, configuration(lines, ['to all iif eth0 table 300 priority 1000']))
    await until(() => ruled(host), { within: 5000 })
    const wire = await lab.capture('proto 112')
    await host.sh(take)
    await until(() => wire.adverts(51).some((advert) => advert.priority === 0), { within: 1000 })
    await until(async () => (await host.sh(seen)).includes(sign), { within: 2000, every: 20 })
    expect((await kac.status()).routers).toMatchObject([{ counters: { become_master: 2 } }])
  })

  test('a route with no_track that somebody deletes stays away and costs no role', async () => {
    await using lab = await Lab.open('untracked')
    const host = await openHost(lab)
    const kac = await Kac.start(
      host,
      configuration(['203.0.113.0/24 via 192.0.2.9 no_track', '203.0.114.0/24 dev eth0']),
    )
    await until(async () => (await host.sh('ip route')).includes('203.0.114'), { within: 5000, every: 50 })
    const wire = await lab.capture('proto 112')
    await host.sh('ip route del 203.0.113.0/24')
    await until(() => wire.adverts(51).length > 5, { within: 2000 })
    expect((await kac.status()).routers).toMatchObject([{ counters: { become_master: 1 } }])
    expect(await host.sh('ip route')).not.toContain('203.0.113')
  })

  test('a reload touches only the routes and rules that changed', async () => {
    await using lab = await Lab.open('reload')
    const host = await openHost(lab)
    const before = ['203.0.113.0/24 via 192.0.2.9', '203.0.114.0/24 via 192.0.2.9']
    const after = ['203.0.113.0/24 via 192.0.2.9', '203.0.114.0/24 via 192.0.2.8']
    const kac = await Kac.start(host, configuration(before, ['from 192.0.2.7 table 300 priority 10']))
    await until(() => ruled(host), { within: 5000 })
    const monitor = host.spawn('ip', ['monitor', 'route', 'rule'])
    host.write('keepalived.conf', configuration(after, ['from 192.0.2.7 table 300 priority 10']))
    kac.daemon.signal('SIGHUP')
    await until(async () => (await host.sh('ip route')).includes('192.0.2.8'), { within: 2000, every: 20 })
    expect(monitor.output).not.toContain('203.0.113')
    expect(monitor.output).not.toContain('table 300')
    expect((await kac.status()).routers).toMatchObject([{ counters: { become_master: 1, release_master: 0 } }])
  })

  test('are found again when the kernel told of more than could be queued', async () => {
    await using lab = await Lab.open('flood')
    const host = await openHost(lab)
    const kac = await Kac.start(host, configuration(routes, rules).replace('advert_int 0.1', 'advert_int 1'))
    await until(() => ruled(host), { within: 5000 })
    const engine = await kac.enginePid()
    const descriptors = (most: string) => host.sh(`prlimit --pid ${engine} --nofile=${most}:`)
    const flood = Array.from({ length: 10_000 }, () => 'address add 192.0.2.50 dev lo\naddress del 192.0.2.50 dev lo')
    const overrun = async (last: string) => {
      process.kill(engine, 'SIGSTOP')
      await host.run('ip', ['-batch', host.write('flood', [...flood, last].join('\n'))])
      process.kill(engine, 'SIGCONT')
    }
    await overrun('')
    await kac.daemon.says('reading all of them again')
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])

    // Nor is it given up when that cannot be done at once.
    await descriptors('1')
    await overrun('address del 192.0.2.100/24 dev eth0')
    await kac.daemon.says('Too many open files')
    await descriptors('1024')
    await until(async () => (await kac.status()).routers[0]?.counters.become_master === 2, { within: 5000, every: 50 })
  })

  test('a reload that takes an address off and puts it on otherwise, or one before it, keeps role and routes', async () => {
    await using lab = await Lab.open('along')
    const host = await openHost(lab)
    const lines = ['203.0.113.0/24 via 192.0.2.9 src 192.0.2.100', '203.0.114.0/24 via 192.0.2.9 src 198.51.100.2']
    const text = configuration(lines)
    const withAddresses = (...all: string[]) => text.replace('192.0.2.100/24', all.join('\n'))
    const kac = await Kac.start(host, withAddresses('192.0.2.100/24', '198.51.100.1/24', '198.51.100.2/24'))
    const routed = async () => (await host.sh('ip route')).match(/203\.0\.11\d\.0/g)?.length === 2
    await until(routed, { within: 5000 })
    host.write('keepalived.conf', withAddresses('192.0.2.100/24 label eth0:1', '198.51.100.2/24'))
    kac.daemon.signal('SIGHUP')
    await until(async () => (await host.sh('ip address')).includes('eth0:1'), { within: 5000 })
    await until(async () => (await routed()) && host.has('198.51.100.2'), { within: 2000 })
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
  })

  test('what a killed run left behind is taken off at the start', async () => {
    await using lab = await Lab.open('leftover')
    const host = await openHost(lab)
    const text = configuration(routes, rules)
    const untouched = await routing(host)
    const kac = await Kac.start(host, text)
    await until(() => ruled(host), { within: 5000 })
    await kac.killAll()
    await Kac.start(
      host,
      text.replace('priority 150', 'priority 1\n preempt_delay 20').replace('advert_int 0.1', 'advert_int 20'),
    )
    await until(async () => (await routing(host)).length === untouched.length, { within: 3000, every: 50 })
    expect(await routing(host)).toEqual(untouched)
  })
})
