import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { keepalived } from '../support/peers/index.ts'

/** net_namespace_ipvs: the table is in one network namespace, and whoever checks real servers in another. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

const configuration = `net_namespace_ipvs blue
global_defs {
  lvs_timeouts tcp 901 udp 301
}
virtual_server 203.0.113.1 80 {
  protocol TCP
  delay_loop 0.5
  warmup 0
  lb_algo rr
  lb_kind NAT
  alpha
${[1, 9].map((host) => `  real_server 192.0.2.${host} 80 {\n    TCP_CHECK {\n      connect_timeout 1\n    }\n  }\n`).join('')}}
`

const listener = `
use IO::Socket::INET;
my $server = IO::Socket::INET->new(LocalAddr => '192.0.2.1', LocalPort => 80, Listen => 99, ReuseAddr => 1) or die $!;
while (my $client = $server->accept) { close $client }
`

/** A host with two namespaces; the one server that answers is in the first. */
async function openHost(lab: Lab): Promise<Host> {
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  // Without a route to it IPVS takes no real server.
  await host.sh('ip netns add blue; ip -n blue link set lo up; ip -n blue route add default dev lo')
  host.spawn('perl', [host.write('listener.pl', listener)])
  await until(async () => (await host.sh('ss -Hltn src 192.0.2.1')) !== '', { within: 20_000, every: 200 })
  return host
}

const here = (host: Host) => host.sh('ipvsadm -Sn; ipvsadm -L --timeout')
const there = (host: Host) => host.sh('ip netns exec blue ipvsadm -Sn; ip netns exec blue ipvsadm -L --timeout')

const wanted = `-A -t 203.0.113.1:80 -s rr
-a -t 203.0.113.1:80 -r 192.0.2.1:80 -m -w 1
Timeout (tcp tcpfin udp): 901 120 301
`
const usual = 'Timeout (tcp tcpfin udp): 900 120 300\n'

async function becomes(host: Host, text: string): Promise<void> {
  let seen = ''
  const isThere = async () => {
    seen = await there(host)
    return seen === text
  }
  await until(isThere, { within: 40_000, every: 200, what: () => `${text}not ${seen}` })
}

const programs = {
  kac: async (host: Host) => (await Kac.start(host, configuration)).daemon,
  keepalived: (host: Host) => keepalived(host, configuration),
}

describe('IPVS in a network namespace of its own', () => {
  test.for(['kac', 'keepalived'] as const)('%s checks from here, and has its table there', async (name) => {
    await using lab = await Lab.open(`ipvs-in-${name}`)
    const host = await openHost(lab)
    const program = await programs[name](host)
    await becomes(host, wanted)
    expect(await here(host)).toBe(usual)
    program.signal('SIGTERM')
    await becomes(host, usual)
  })

  test('is planned and applied without a daemon', async () => {
    await using lab = await Lab.open('ipvs-in-apply')
    const host = await openHost(lab)
    const flags = ['-f', host.write('lb1.conf', configuration.replaceAll('alpha', ''))]
    const plan = await host.run('kac', ['plan', ...flags])
    expect(plan.stdout).toContain('+ 192.0.2.9:80 lvs_method NAT weight 1')
    expect(await host.run('kac', ['apply', ...flags, '--yes'])).toMatchObject({ code: 0 })
    expect(await there(host)).toContain('-a -t 203.0.113.1:80 -r 192.0.2.9:80 -m -w 1')
    expect(await here(host)).toBe(usual)
    expect(await host.run('kac', ['plan', ...flags, '--detailed-exitcode'])).toMatchObject({ code: 0 })
  })
})
