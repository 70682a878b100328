import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { type BfdSession, bfdInstance, bird } from '../support/peers/index.ts'

/** What the daemon and its checking process make of real servers; what the kernel makes of that is in test/uml. */

const times = { intervalMs: 100, multiplier: 3 }
const ours: BfdSession = { local: '192.0.2.1', neighbor: '192.0.2.9', ...times }
const theirs: BfdSession = { local: '192.0.2.9', neighbor: '192.0.2.1', ...times }

const configuration = (checks: string, more = '') => `
global_defs {
  script_user root
}
${more}
virtual_server 198.51.100.1 80 {
  protocol TCP
  delay_loop 0.2
  warmup 0
  lb_algo rr
  lb_kind NAT
  real_server 192.0.2.9 80 {
    ${checks}
  }
}
`

async function becomes(kac: Kac, state: string, weight = 1): Promise<void> {
  const server = async () => (await kac.status()).services[0]?.servers[0]
  await until(
    async () => {
      const now = await server()
      return now?.state === state && now.weight === weight
    },
    { within: 8000, every: 100, what: () => `the server is ${state} with ${weight}: ${kac.daemon.output}` },
  )
}

/** The processes on a host with this word in their command lines. */
function running(host: Host, word: string): number[] {
  return host.pids.filter((pid) => {
    const file = `/proc/${pid}/cmdline`
    return existsSync(file) && readFileSync(file, 'latin1').split('\0').includes(word)
  })
}

describe('real servers', needs('root', 'ip', 'bird', 'nft'), () => {
  test('follow the BFD session that they are checked by, also through a restart of the daemon', async () => {
    await using lab = await Lab.open('bfdcheck')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const server = await lab.host('s1', { eth0: ['192.0.2.9/24'] })
    const text = configuration('BFD_CHECK {\n name link\n alpha\n }', bfdInstance(ours))
    const kac = await Kac.start(lb1, text)
    await becomes(kac, 'DOWN')
    const peer = await bird(server, theirs)
    await becomes(kac, 'UP')
    await kac.daemon.kill('SIGKILL')
    const again = await Kac.start(lb1, text)
    await becomes(again, 'UP')
    await peer.kill('SIGKILL')
    await becomes(again, 'DOWN')
    await again.stop()
  })

  test.for([
    ['administratively, over IPv6', 'icmpv6 admin-prohibited', '2001:db8::9'],
    ['by its protocol', 'icmp prot-unreachable', '192.0.2.9'],
  ] as const)('are down while a firewall refuses connections, %s', async ([, reason, address]) => {
    await using lab = await Lab.open('refused')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
    const server = await lab.host('s1', { eth0: ['192.0.2.9/24', '2001:db8::9/64'] })
    const rule = `add rule inet filter input tcp dport 80 reject with ${reason}`
    const chain = 'add chain inet filter input { type filter hook input priority 0; }'
    await server.sh(`nft 'add table inet filter; ${chain}; ${rule}'`)
    const check = configuration('TCP_CHECK {\n connect_timeout 3\n }').replace('192.0.2.9', address)
    const kac = await Kac.start(lb1, address.includes(':') ? check.replace('198.51.100.1', '2001:db8:1::1') : check)
    await becomes(kac, 'DOWN')
    await kac.stop()
  })

  test('have the weight that a program says, and keep it when the checking process is killed', async () => {
    await using lab = await Lab.open('misc')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const says = (status: number) => lb1.write('status', String(status))
    says(9)
    const program = `MISC_CHECK {\n misc_path "/bin/sh -c 'exit $(cat ${lb1.folder}/status)'"\n misc_dynamic\n }`
    const kac = await Kac.start(lb1, configuration(program))
    await becomes(kac, 'UP', 7)

    const [checker] = running(lb1, 'checker')
    process.kill(checker as number, 'SIGKILL')
    await kac.daemon.says('are checked again')
    await becomes(kac, 'UP', 7)
    says(1)
    await becomes(kac, 'DOWN')
    expect((await lb1.run('kac', ['status'])).stdout).toContain('MISC_CHECK')

    await kac.stop()
    expect(running(lb1, 'checker')).toEqual([])
  })
})
