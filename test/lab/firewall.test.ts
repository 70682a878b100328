import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/** What the firewall keeps from the addresses of a master without accept mode, and that it is there as long as needed. */

const vips = { 4: ['192.0.2.100', '192.0.2.101'], 6: ['fe80::100', '2001:db8::100'] } as const

interface Settings {
  readonly lines?: string
  readonly priority?: number
  readonly more?: string
}

function configuration(family: 4 | 6, { lines = 'no_accept', priority = 150, more = '' }: Settings = {}): string {
  const addresses = vips[family].map((vip) => `${vip}/${family === 4 ? 24 : 64}`)
  return `${more}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

async function openPair(lab: Lab): Promise<{ lb1: Host; client: Host }> {
  const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
  const client = await lab.host('client', { eth0: ['192.0.2.9/24', '2001:db8::9/64'] })
  return { lb1, client }
}

/** Who answers a ping. */
async function answering(client: Host, addresses: readonly string[]): Promise<string[]> {
  const heard = await Promise.all(
    addresses.map(async (address) => {
      const target = address.startsWith('fe80') ? `${address}%eth0` : address
      const { code } = await client.run('ping', ['-c', '1', '-W', '1', target])
      return code === 0 ? [address] : []
    }),
  )
  return heard.flat()
}

/** Of which of the addresses the client has learnt the MAC address. */
async function resolved(client: Host, addresses: readonly string[]): Promise<string[]> {
  const table = (await client.sh('ip neighbour')).split('\n').filter((line) => line.includes('lladdr'))
  return addresses.filter((address) => table.some((line) => line.startsWith(`${address} `)))
}

async function becomes(kac: Kac, state: string): Promise<void> {
  await until(async () => (await kac.status()).routers[0]?.state === state, { within: 5000, every: 50 })
}

const ruleset = (host: Host) => host.sh('nft list ruleset')

describe('no_accept', needs('root', 'ip', 'tcpdump', 'nft', 'keepalived'), () => {
  test.for([4, 6] as const)(
    'keeps packets from the addresses of a master, but not solicitations (IPv%s)',
    async (family) => {
      await using lab = await Lab.open('accept')
      const { lb1, client } = await openPair(lab)
      const kac = await Kac.start(lb1, configuration(family))
      await becomes(kac, 'MASTER')
      expect(await answering(client, vips[family])).toEqual([])
      expect(await resolved(client, vips[family])).toEqual(vips[family])
      const own = family === 4 ? '192.0.2.1' : '2001:db8::1'
      expect(await answering(client, [own])).toEqual([own])

      lb1.write('keepalived.conf', configuration(family, { lines: 'accept' }))
      process.kill(kac.daemon.pid, 'SIGHUP')
      await until(async () => (await answering(client, vips[family])).length === 2, { within: 8000, every: 50 })
      await kac.stop()
      expect(await ruleset(lb1)).toBe('')
    },
  )

  test('keeps connections from it, and lets through what is routed', async () => {
    await using lab = await Lab.open('routed')
    const { lb1, client } = await openPair(lab)
    const listening =
      'import socket; s = socket.create_server(("", 80)); print("ready", flush=True); [s.accept() for _ in range(9)]'
    const server = lb1.spawn('python3', ['-c', listening])
    await until(() => server.stdout.includes('ready'), { within: 5000 })
    const kac = await Kac.start(lb1, configuration(4))
    await becomes(kac, 'MASTER')
    const connect = (address: string) =>
      client.run('python3', ['-c', `import socket; socket.create_connection(("${address}", 80), 1)`])
    expect((await connect(vips[4][0])).code).toBe(1)
    expect((await connect('192.0.2.1')).code).toBe(0)

    await lb1.sh('ip address add 198.51.100.1/24 dev lo; sysctl -qw net.ipv4.ip_forward=1')
    await client.sh(`ip route add 198.51.100.0/24 via ${vips[4][0]}`)
    expect(await answering(client, ['198.51.100.1'])).toEqual(['198.51.100.1'])
  })

  test('does not hold for an address owner', async () => {
    await using lab = await Lab.open('owner')
    const { lb1, client } = await openPair(lab)
    const kac = await Kac.start(lb1, configuration(4, { lines: 'strict_mode', priority: 255 }))
    await becomes(kac, 'MASTER')
    expect(await answering(client, vips[4])).toEqual(vips[4])
  })

  test('is implied by strict_mode, as in keepalived', async () => {
    await using lab = await Lab.open('strict')
    const { lb1, client } = await openPair(lab)
    const text = configuration(4, { lines: 'strict_mode' })
    const reference = await keepalived(lb1, text)
    await until(() => lb1.has(vips[4][0]), { within: 8000 })
    expect(await answering(client, vips[4])).toEqual([])
    await reference.kill('SIGTERM')
    const kac = await Kac.start(lb1, text)
    await becomes(kac, 'MASTER')
    expect(await answering(client, vips[4])).toEqual([])
  })

  test('holds on the host that has the role: with keepalived as the other one', async () => {
    await using lab = await Lab.open('other')
    const { lb1, client } = await openPair(lab)
    const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    await keepalived(lb2, configuration(4, { lines: 'accept', priority: 100 }))
    const kac = await Kac.start(lb1, configuration(4))
    await becomes(kac, 'MASTER')
    await until(() => !lb2.has(vips[4][0]), { within: 4000 })
    expect(await answering(client, vips[4])).toEqual([])
    lab.unplug(lb1)
    await until(() => lb2.has(vips[4][0]), { within: 4000 })
    await until(async () => (await answering(client, vips[4])).length === 2, { within: 5000 })
    lab.plug(lb1)
    await until(() => !lb2.has(vips[4][0]), { within: 4000 })
    await becomes(kac, 'MASTER')
    expect(await answering(client, vips[4])).toEqual([])
  })
})

describe('the table of the firewall', needs('root', 'ip', 'tcpdump', 'nft'), () => {
  test('has the name, the priority and the counters that the configuration gives', async () => {
    await using lab = await Lab.open('table')
    const { lb1, client } = await openPair(lab)
    const more =
      'global_defs {\n nftables vrrp_rules\n nftables_priority -150\n nftables_counters\n nftables_ifindex\n}'
    const kac = await Kac.start(lb1, configuration(4, { more }))
    await becomes(kac, 'MASTER')
    await answering(client, [vips[4][0]])
    const rules = await ruleset(lb1)
    expect(rules).toContain('table inet vrrp_rules')
    expect(rules).toContain('hook input priority mangle;')
    expect(rules).toContain('elements = { 192.0.2.100, 192.0.2.101 }')
    expect(rules).toContain('ip daddr @vips counter packets 1 bytes 84 drop')
  })

  test('has interfaces by their names, also with nftables_ifindex', async () => {
    await using lab = await Lab.open('names')
    const { lb1 } = await openPair(lab)
    const kac = await Kac.start(lb1, configuration(6, { more: 'global_defs {\n nftables_ifindex\n}' }))
    await becomes(kac, 'MASTER')
    expect(await ruleset(lb1)).toContain('elements = { fe80::100 . "eth0" }')
  })

  test('goes with the last router that needs it, and other tables stay', async () => {
    await using lab = await Lab.open('foreign')
    const { lb1 } = await openPair(lab)
    const others = 'nft add table inet mine; nft add table ip keepalived; nft add chain ip keepalived in'
    await lb1.sh(others)
    const before = await ruleset(lb1)
    const kac = await Kac.start(lb1, configuration(4))
    await becomes(kac, 'MASTER')
    expect(await ruleset(lb1)).toContain('table inet keepalived')
    lb1.write('keepalived.conf', configuration(4, { lines: '' }))
    process.kill(kac.daemon.pid, 'SIGHUP')
    await until(async () => (await ruleset(lb1)) === before, { within: 5000, every: 50 })
    await kac.stop()
    expect(await ruleset(lb1)).toBe(before)
  })

  test('that somebody else has by this name is left alone, and the router says that it accepts', async () => {
    await using lab = await Lab.open('taken')
    const { lb1, client } = await openPair(lab)
    await lb1.sh('nft add table inet keepalived')
    const before = await ruleset(lb1)
    const kac = await Kac.start(lb1, configuration(4))
    await becomes(kac, 'MASTER')
    await kac.daemon.says('firewall inet keepalived is there already and is somebody else')
    await kac.daemon.says('in spite of no_accept')
    expect(await answering(client, vips[4])).toEqual(vips[4])
    await kac.stop()
    expect(await ruleset(lb1)).toBe(before)
  })

  test.for([
    'flush ruleset',
    'flush table inet keepalived',
    'flush chain inet keepalived out; delete chain inet keepalived out',
    `flush chain inet keepalived in; ${'add rule inet keepalived in accept; '.repeat(4)}`,
  ])('is there again whole after "%s", with what the masters need', async (damage) => {
    await using lab = await Lab.open('flush')
    const { lb1, client } = await openPair(lab)
    const kac = await Kac.start(lb1, configuration(4))
    await becomes(kac, 'MASTER')
    const before = await ruleset(lb1)
    // In one transaction, and not looked at afterwards: the repair may come at any time.
    await lb1.sh(`nft '${damage}'`)
    await until(async () => (await ruleset(lb1)) === before, { within: 15_000, every: 50 })
    expect(await answering(client, vips[4])).toEqual([])
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
  })

  test('is found again after a crash of everything, and goes at the next stop', async () => {
    await using lab = await Lab.open('crash')
    const { lb1, client } = await openPair(lab)
    const first = await Kac.start(lb1, configuration(4))
    await becomes(first, 'MASTER')
    await first.killAll()
    const text = configuration(4, { lines: 'state BACKUP\n nopreempt\n accept' })
    const second = await Kac.start(lb1, text)
    await becomes(second, 'MASTER')
    expect(await answering(client, vips[4])).toEqual(vips[4])
    await second.stop()
    expect(await ruleset(lb1)).toBe('')
  })

  test('and its elements stay over a crash of the daemon', async () => {
    await using lab = await Lab.open('daemon')
    const { lb1 } = await openPair(lab)
    const first = await Kac.start(lb1, configuration(4))
    await becomes(first, 'MASTER')
    const before = await ruleset(lb1)
    await first.daemon.kill('SIGKILL')
    const second = await Kac.start(lb1, configuration(4))
    expect(await ruleset(lb1)).toBe(before)
    await second.stop()
    expect(await ruleset(lb1)).toBe('')
  })
})
