import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Kac } from '../support/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'

/** kac daemon with virtual servers, and the table that the kernel has. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

/** Three real servers, each there while its file is. */
function web({ servers = [1, 2], extra = '', global = '' } = {}): string {
  const lines = servers.map(
    (server) => `  real_server 198.51.100.${server} 80 {
    MISC_CHECK {
      misc_path "/usr/bin/test -e /run/up${server}"
      delay_loop 1
      warmup 0
    }
  }
`,
  )
  return `global_defs {
  enable_script_security
  script_user root
  ${global}
}
virtual_server 192.0.2.1 80 {
  lb_algo rr
  lb_kind NAT
  protocol TCP
  sorry_server 203.0.113.9 80
${extra}${lines.join('')}}
`
}

const service = '-A -t 192.0.2.1:80 -s rr'
const real = (server: number, weight = 1) => `-a -t 192.0.2.1:80 -r 198.51.100.${server}:80 -m -w ${weight}`
const sorry = '-a -t 192.0.2.1:80 -r 203.0.113.9:80 -m -w 1'

async function table(host: Host): Promise<string[]> {
  const saved = await host.sh('ipvsadm -Sn')
  return saved
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
}

async function expectTable(host: Host, lines: readonly string[]): Promise<void> {
  const wanted = lines.toSorted().join('\n')
  let seen = ''
  const isThere = async () => {
    seen = (await table(host)).join('\n')
    return seen === wanted
  }
  await until(isThere, { within: 10_000, what: () => seen })
}

describe('the daemon', () => {
  test('keeps the table as checks, reloads and other programs change what it is to be', async () => {
    await using lab = await Lab.open('services-daemon')
    const host = await lab.host('lb1')
    await host.sh('touch /run/up1 /run/up2 /run/up3; ipvsadm -A -f 7 -s rr')
    const others = '-A -f 7 -s rr'

    const kac = await Kac.start(host, web())
    await expectTable(host, [others, service, real(1), real(2)])

    await host.sh('rm /run/up1')
    await expectTable(host, [others, service, real(2)])
    await host.sh('rm /run/up2')
    await expectTable(host, [others, service, sorry])
    await host.sh('touch /run/up1')
    await expectTable(host, [others, service, real(1)])

    host.write('keepalived.conf', web({ servers: [1, 2, 3] }))
    kac.daemon.signal('SIGHUP')
    await expectTable(host, [others, service, real(1), real(3)])

    await host.sh('ipvsadm -d -t 192.0.2.1:80 -r 198.51.100.1:80')
    await expectTable(host, [others, service, real(1), real(3)])
    expect(kac.daemon.output).toContain('IPVS was not as it was left: 1 put right')

    const { stdout } = await host.run('kac', ['plan', '-f', `${host.folder}/keepalived.conf`])
    expect(stdout).toContain('No changes.')

    await kac.stop()
    expect(await table(host)).toEqual([others])
  })

  test('that is killed leaves the table, and its successor goes on from there', async () => {
    await using lab = await Lab.open('services-killed')
    const host = await lab.host('lb1')
    await host.sh('touch /run/up2')
    const first = await Kac.start(host, web())
    await expectTable(host, [service, real(2)])

    await first.daemon.kill('SIGKILL')
    expect(await table(host)).toEqual([service, real(2)])
    const second = await Kac.start(host, web())
    expect(await table(host)).toEqual([service, real(2)])

    host.write('keepalived.conf', web().replace('192.0.2.1 80', '192.0.2.2 80'))
    second.daemon.signal('SIGHUP')
    await until(async () => (await table(host)).some((line) => line.includes('192.0.2.2')), { within: 10_000 })
    expect((await table(host)).filter((line) => line.includes('192.0.2.1:'))).toEqual([])
    await second.stop()
    expect(await table(host)).toEqual([])
  })

  test('empties the table at the start and at the end where it is told to', async () => {
    await using lab = await Lab.open('services-flushed')
    const host = await lab.host('lb1')
    await host.sh('touch /run/up1; ipvsadm -A -f 7 -s rr')
    const kac = await Kac.start(host, web({ servers: [1], global: 'lvs_flush\n  lvs_flush_on_stop' }))
    await expectTable(host, [service, real(1)])

    await host.sh('ipvsadm -A -f 8 -s rr')
    await kac.stop()
    expect(await table(host)).toEqual([])
  })
})
