import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** What happens to a host under a running kac: links, addresses and interfaces that come and go. */

function configuration(addresses: readonly string[] = ['192.0.2.100/24'], lines = ''): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 150
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

async function state(kac: Kac, expected: string): Promise<void> {
  await until(async () => (await kac.status()).routers[0]?.state === expected, {
    within: 5000,
    every: 50,
    what: `the state is ${expected}`,
  })
}

/** Of the raw sockets of a process, got hold of by pidfd_getfd(2). */
async function receiveBuffers(host: Host, pid: number): Promise<number[]> {
  return JSON.parse(
    await host.sh(`python3 -c '
import ctypes, os, socket
process = os.pidfd_open(${pid})
sizes = []
for fd in os.listdir("/proc/${pid}/fd"):
    if not os.readlink("/proc/${pid}/fd/" + fd).startswith("socket:"):
        continue
    one = socket.socket(fileno=ctypes.CDLL(None).syscall(438, process, int(fd), 0))
    if one.family == socket.AF_INET and one.type == socket.SOCK_RAW:
        sizes.append(one.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
print(sizes)'`),
  )
}

async function startMaster(host: Host, text = configuration()): Promise<Kac> {
  const kac = await Kac.start(host, text)
  await state(kac, 'MASTER')
  return kac
}

describe('a host that changes under a running kac', needs('root', 'ip', 'tcpdump'), () => {
  test('a dead cable is a fault, and the addresses go; a live one ends it', async () => {
    await using lab = await Lab.open('cable')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host)
    lab.unplug(host)
    await state(kac, 'FAULT')
    expect(host.has('192.0.2.100')).toBe(false)
    lab.plug(host)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a virtual address that somebody deletes is put back after a resignation', async () => {
    await using lab = await Lab.open('deleted')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host)
    const wire = await lab.capture('proto 112')
    await host.sh('ip address del 192.0.2.100/24 dev eth0')
    await until(() => wire.adverts(51).some((advert) => advert.priority === 0), { within: 1000 })
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('the loss of the source address is a fault until there is one again, the same or another', async () => {
    await using lab = await Lab.open('source')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host, configuration(['198.51.100.1/24']))
    const wire = await lab.capture('proto 112')
    await host.sh('ip address del 192.0.2.1/24 dev eth0')
    await state(kac, 'FAULT')
    await host.sh('ip address add 192.0.2.7/24 dev eth0')
    await state(kac, 'MASTER')
    expect(wire.adverts(51).at(-1)?.source).toBe('192.0.2.7')
  })

  test('an interface that is deleted and made again carries the router again', async () => {
    await using lab = await Lab.open('remade')
    const host = await lab.host('lb1')
    const make = `ip link add eth0 type veth peer name other
    ip link set other up
    ip link set eth0 up
    ip address add 192.0.2.1/24 dev eth0`
    await host.sh(make)
    const kac = await startMaster(host)
    await host.sh('ip link delete eth0')
    await state(kac, 'FAULT')
    await host.sh(make)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a router whose interface does not exist yet waits for it', async () => {
    await using lab = await Lab.open('later')
    const host = await lab.host('lb1')
    const kac = await Kac.start(host, configuration())
    await kac.daemon.says('there is no interface eth0')
    await state(kac, 'FAULT')
    await host.sh(`ip link add eth0 type veth peer name other
    ip link set other up
    ip link set eth0 up
    ip address add 192.0.2.1/24 dev eth0`)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a receive buffer that is measured by the MTU follows it', async () => {
    await using lab = await Lab.open('mtu')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host, `global_defs {\nvrrp_rx_bufs_policy MTU\n}\n${configuration()}`)
    // Linux doubles what it is asked for, which is three times the MTU.
    const pid = await kac.enginePid()
    const isFor = async (mtu: number) => (await receiveBuffers(host, pid)).includes(2 * 3 * mtu)
    expect(await isFor(1500)).toBe(true)
    await host.sh('ip link set eth0 mtu 3000')
    await until(() => isFor(3000), { within: 5000, every: 50 })
    expect((await kac.status()).routers[0]).toMatchObject({ state: 'MASTER', counters: { become_master: 1 } })
  })

  test('a router of IPv6 on an interface that is too small for it keeps no other from running', async () => {
    await using lab = await Lab.open('small')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'], eth1: [] })
    await host.sh('ip link set eth1 mtu 1000')
    const small = configuration(['fe80::100/64']).replace('VI_1', 'VI_6').replace('eth0', 'eth1')
    const kac = await startMaster(host, configuration() + small)
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER' }, { name: 'VI_6', state: 'FAULT' }])
    await host.sh(`sysctl -qw net.ipv6.conf.default.accept_dad=0
    ip link set eth1 mtu 1500`)
    await until(async () => (await kac.status()).routers[1]?.state === 'MASTER', { within: 5000, every: 50 })
  })

  test('an address that the kernel refused is put on when the host has changed', async () => {
    await using lab = await Lab.open('refused')
    const host = await lab.host('lb1', { eth0: [] })
    await host.sh('sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1')
    const kac = await startMaster(host, configuration(['fe80::100/64'], 'mcast_src_ip fe80::1'))
    await kac.daemon.says('the kernel refused to add fe80::100/64 dev eth0')
    await host.sh('sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0')
    await until(() => host.has('fe80::100'), { within: 5000, every: 50 })
    expect((await kac.status()).routers[0]).toMatchObject({ state: 'MASTER', objectsFailed: 0 })
  })

  test('adverts that a firewall keeps on the host are told of, once, and cost no role', async () => {
    await using lab = await Lab.open('output')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host)
    await host.sh(
      `nft 'table inet own { chain output { type filter hook output priority 0; meta l4proto 112 drop; }; }'`,
    )
    const said = 'adverts do not leave on eth0: Operation not permitted'
    await kac.daemon.says(said)
    await host.sh('sleep 0.3')
    expect(kac.daemon.output.split(said)).toHaveLength(2)
    expect((await kac.status()).routers[0]).toMatchObject({ state: 'MASTER', counters: { become_master: 1 } })
  })

  const two = (line: string) =>
    configuration() + configuration(['fe80::100/64'], line).replace('VI_1', 'VI_6').replace('eth0', 'eth1')

  const unopened = [
    {
      name: 'an interface without IPv6, from an address that is configured',
      line: 'mcast_src_ip fe80::1',
      before: () => 'ip link set eth1 mtu 1000',
      after: () => 'ip link set eth1 mtu 1500',
      said: 'cannot open the IPv6 multicast socket on eth1: MCAST_JOIN_GROUP: Invalid argument',
    },
    {
      name: 'no descriptor that is left',
      line: '',
      before: (pid: number) => `prlimit --pid ${pid} --nofile=3:1000`,
      after: (pid: number) => `prlimit --pid ${pid} --nofile=1000`,
      said: 'cannot open the IPv6 multicast socket on eth1: socket: Too many open files',
    },
  ]

  test.for(unopened)('$name keeps its router from running, until it is over, and no other', async (row) => {
    await using lab = await Lab.open('unopened')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'], eth1: ['fe80::2/64'] })
    const kac = await startMaster(host)
    const pid = await kac.enginePid()
    await host.sh(row.before(pid))
    host.write('keepalived.conf', two(row.line))
    kac.daemon.signal('SIGHUP')
    await until(async () => (await kac.status()).routers.length === 2, { within: 3000 })
    expect((await kac.status()).routers).toMatchObject([
      { state: 'MASTER', counters: { become_master: 1 } },
      { name: 'VI_6', state: 'FAULT', reason: 'its socket cannot be opened' },
    ])
    await kac.daemon.says(row.said)
    await host.sh(row.after(pid))
    await until(async () => (await kac.status()).routers[1]?.state === 'MASTER', { within: 5000, every: 50 })
    expect(kac.daemon.output.split('cannot open')).toHaveLength(2)
  })

  test("an address that is the host's own is not taken away, whatever the role", async () => {
    await using lab = await Lab.open('own')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24', '192.0.2.100/24', '2001:db8::100/128'] })
    const excluded = 'virtual_ipaddress_excluded {\n2001:db8::100/64\n}'
    const kac = await startMaster(host, configuration(['192.0.2.100/24', '192.0.2.101/24'], excluded))
    expect(host.has('192.0.2.101')).toBe(true)
    await kac.stop()
    const there = ['192.0.2.100', '192.0.2.101', '2001:db8::100'].map((address) => host.has(address))
    expect(there).toEqual([true, false, true])
    expect(kac.daemon.output).not.toContain('refused')
  })

  test('addresses that a killed run left behind are taken off at the start, without a word', async () => {
    await using lab = await Lab.open('leftover')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await startMaster(host)
    await host.powerCut()
    expect(host.has('192.0.2.100')).toBe(true)
    const wire = await lab.capture('proto 112')
    await Kac.start(host, configuration(undefined, 'preempt_delay 5').replace('priority 150', 'priority 1'))
    expect(host.has('192.0.2.100')).toBe(false)
    expect(wire.adverts(51)).toEqual([])
  })
})
