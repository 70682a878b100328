import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** Which packets nftables mark for groups of virtual servers; the kernel of the laboratory need not have IPVS for that. */

const group = (name: string, lines: readonly string[]) => `virtual_server_group ${name} {\n${lines.join('\n')}\n}\n`
const server = (name: string, protocol: string) => `virtual_server group ${name} {
  protocol ${protocol}
  lb_algo rr
  lb_kind TUN
  real_server 198.51.100.1 {
  }
}
`

function configuration(globals = 'nftables_ipvs\n', more = ''): string {
  return `global_defs {
${globals}}
${group('web', ['192.0.2.10-11 80', '2001:db8::/64 80', '192.0.2.12'])}
${group('dns', ['192.0.2.8/29 53', '192.0.2.10 80'])}
${server('web', 'TCP')}${server('dns', 'UDP')}${server('dns', 'TCP')}${more}`
}

interface Sent {
  readonly protocol: 'tcp' | 'udp'
  readonly to: string
  readonly port: number
}

/** One packet each, without an answer worth waiting for. */
async function send(client: Host, { protocol, to, port }: Sent): Promise<void> {
  const type = protocol === 'tcp' ? 'STREAM' : 'DGRAM'
  const family = to.includes(':') ? 'AF_INET6' : 'AF_INET'
  const lines = [
    'import socket',
    `s = socket.socket(socket.${family}, socket.SOCK_${type})`,
    's.settimeout(1)',
    `s.connect_ex(("${to}", ${port}))`,
    ...(protocol === 'udp' ? ['s.send(b"x")'] : []),
  ]
  await client.sh(`python3 -c '${lines.join('\n')}'`)
}

/** The mark that a packet has behind the table: another table counts those of each mark. */
async function markOf(director: Host, client: Host, sent: Sent): Promise<number> {
  await director.sh(`nft add table inet seen
    nft flush table inet seen
    nft "add set inet seen marks { type mark; flags dynamic; }"
    nft flush set inet seen marks
    nft "add chain inet seen in { type filter hook input priority 10; }"
    nft "add rule inet seen in ${sent.protocol} dport ${sent.port} add @marks { meta mark }"`)
  await send(client, sent)
  const { nftables } = JSON.parse(await director.sh('nft -j list set inet seen marks'))
  const elements = nftables.flatMap((each: { set?: { elem?: number[] } }) => each.set?.elem ?? [])
  expect(elements).toHaveLength(1)
  return elements[0]
}

async function openPair(lab: Lab): Promise<{ director: Host; client: Host }> {
  const vips = [8, 10, 11, 12].map((host) => `192.0.2.${host}/32`)
  const own = ['192.0.2.1/24', '2001:db8::1/64', '2001:db8:1::1/128']
  const director = await lab.host('lb1', { eth0: [...own, ...vips] })
  const client = await lab.host('client', { eth0: ['192.0.2.99/24', '2001:db8::99/64'] })
  await client.sh('ip -6 route add 2001:db8:1::1 via 2001:db8::1')
  return { director, client }
}

const table = (host: Host, name = 'keepalived_ipvs') => host.sh(`nft list table inet ${name} 2>/dev/null || true`)

async function becomes(host: Host, text: string, name?: string): Promise<void> {
  await until(async () => (await table(host, name)) === text, { within: 15_000, every: 100 })
}

async function marks(host: Host, name?: string): Promise<string> {
  await until(async () => (await table(host, name)).includes('elements'), { within: 15_000, every: 100 })
  return table(host, name)
}

describe('marks of groups', needs('root', 'ip', 'nft', 'python3'), () => {
  test('are on the packets to a group, of its protocol and port, and on no others', async () => {
    await using lab = await Lab.open('marks')
    const { director, client } = await openPair(lab)
    const kac = await Kac.start(director, configuration())
    await marks(director)
    const cases: [Sent, number][] = [
      [{ protocol: 'tcp', to: '192.0.2.10', port: 80 }, 1000],
      [{ protocol: 'tcp', to: '192.0.2.11', port: 80 }, 1000],
      [{ protocol: 'tcp', to: '192.0.2.11', port: 81 }, 0],
      [{ protocol: 'udp', to: '192.0.2.11', port: 80 }, 0],
      [{ protocol: 'tcp', to: '192.0.2.12', port: 4711 }, 1000],
      [{ protocol: 'tcp', to: '2001:db8::1', port: 80 }, 1000],
      [{ protocol: 'tcp', to: '2001:db8:1::1', port: 80 }, 0],
      // The first group with an address has it; a port goes before all ports.
      [{ protocol: 'udp', to: '192.0.2.10', port: 80 }, 1001],
      [{ protocol: 'udp', to: '192.0.2.8', port: 53 }, 1001],
      [{ protocol: 'tcp', to: '192.0.2.12', port: 53 }, 1002],
      [{ protocol: 'tcp', to: '192.0.2.1', port: 53 }, 0],
    ]
    const seen = []
    for (const [sent] of cases) seen.push([sent, await markOf(director, client, sent)])
    expect(seen).toEqual(cases)
    await kac.stop()
    expect(await table(director)).toBe('')
  })

  test.for([
    'nft flush ruleset',
    'nft flush table inet keepalived_ipvs',
    'nft replace rule inet keepalived_ipvs in handle $(nft -a list chain inet keepalived_ipvs in | sed -n "s/.*handle //p" | tail -1) counter',
    'nft delete element inet keepalived_ipvs ports4 "{ tcp . 192.0.2.10/31 . 80 }"',
  ])('are there again after "%s"', async (damage) => {
    await using lab = await Lab.open('marks-flushed')
    const { director } = await openPair(lab)
    await Kac.start(director, configuration())
    const before = await marks(director)
    await director.sh(damage)
    await becomes(director, before)
  })

  test('are planned, and so is what somebody took', async () => {
    await using lab = await Lab.open('marks-planned')
    const { director } = await openPair(lab)
    const path = director.write('keepalived.conf', configuration())
    const plan = async () => {
      const { stdout } = await director.run('kac', ['plan', '-f', path])
      return stdout.slice(stdout.indexOf('global_defs'), stdout.indexOf('Plan:'))
    }
    expect(await plan()).toContain('+ inet keepalived_ipvs priority -1 tcp 192.0.2.10-192.0.2.11 port 80 mark 1000')
    const kac = await Kac.start(director, configuration())
    await marks(director)
    expect(await plan()).not.toContain('inet')
    await kac.killAll()
    await director.sh('nft flush chain inet keepalived_ipvs in; nft flush map inet keepalived_ipvs hosts4')
    const changes = await plan()
    expect(changes).toContain('~ inet keepalived_ipvs')
    expect(changes).toContain('~ incomplete: yes -> unset')
    expect(changes).toContain('~ tcp 192.0.2.12: unset -> mark 1000')

    const empty = director.write('empty.conf', '')
    const applied = await director.run('kac', ['apply', '-f', empty, '--yes', '--allow-empty'])
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('- marking inet keepalived_ipvs') })
    expect(await table(director)).toBe('')
  })

  test('follow a reload, and outlive a crash of the daemon', async () => {
    await using lab = await Lab.open('marks-reload')
    const { director } = await openPair(lab)
    const first = await Kac.start(director, configuration())
    const before = await marks(director)
    const globals = 'nftables_ipvs own\nnftables_ipvs_priority -150\nnftables_ipvs_start_fwmark 7\nnftables_counters\n'
    director.write('keepalived.conf', configuration(globals))
    first.daemon.signal('SIGHUP')
    const text = await marks(director, 'own')
    expect(text).toContain('hook input priority mangle;')
    expect(text).toContain('tcp . 192.0.2.10/31 . 80 : 0x00000007')
    expect(text).toContain('map @ports4 counter packets 0 bytes 0 return')
    expect(await table(director)).toBe('')

    await first.daemon.kill('SIGKILL')
    expect(await table(director, 'own')).toBe(text)
    const second = await Kac.start(director, configuration())
    await becomes(director, before)
    expect(await table(director, 'own')).toBe('')
    await second.stop()
    expect(await table(director)).toBe('')
  })

  test('are given to thousands of ranges at once', async () => {
    await using lab = await Lab.open('marks-many')
    const { director } = await openPair(lab)
    const ranges = Array.from({ length: 5000 }, (_, index) => `10.${index >> 8}.${index & 255}.1-200 80`)
    const text = `global_defs {\nnftables_ipvs\n}\n${group('many', ranges)}${server('many', 'TCP')}`
    await Kac.start(director, text)
    expect((await marks(director)).match(/tcp \. 10\./g)).toHaveLength(ranges.length)
  })

  test('are in the network namespace of IPVS; one that is not there is said', async () => {
    await using lab = await Lab.open('marks-elsewhere')
    const { director } = await openPair(lab)
    const own = await Kac.start(director, `net_namespace_ipvs blue\n${configuration()}`)
    await own.daemon.says('cannot open a socket in net_namespace_ipvs blue: netlink socket: ENOENT')
    await director.sh('ip netns add blue')
    const there = async () => director.sh('ip netns exec blue nft list tables')
    await until(async () => (await there()) === 'table inet keepalived_ipvs\n', { within: 15_000, every: 100 })
    expect(await director.sh('nft list tables')).toBe('')

    director.write('keepalived.conf', configuration())
    own.daemon.signal('SIGHUP')
    const refused = 'net_namespace_ipvs is another: that takes a restart'
    await own.daemon.says(refused)
    await own.stop()
    expect(await there()).toBe('')
  })

  test('are not given where somebody else has a table of the name', async () => {
    await using lab = await Lab.open('marks-taken')
    const { director } = await openPair(lab)
    await director.sh('nft add table inet keepalived_ipvs')
    const kac = await Kac.start(director, configuration())
    const said = 'marking inet keepalived_ipvs is there already and is somebody else'
    await kac.daemon.says(said)
    expect(await table(director)).not.toContain('map')
    await kac.stop()
    expect(await table(director)).toContain('table inet keepalived_ipvs')
  })
})
