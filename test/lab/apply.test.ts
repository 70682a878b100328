import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** kac plan and kac apply against a live kernel, with a daemon and without. */

function configuration(...addresses: string[]): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  version 3
  advert_int 0.1
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

async function openHost(lab: Lab): Promise<Host> {
  return lab.host('lb1', { eth0: ['192.0.2.1/24'] })
}

describe('without a daemon', needs('root', 'ip'), () => {
  test('the plan is read-only, names the line, and its exit code says whether something would change', async () => {
    await using lab = await Lab.open('plan')
    const host = await openHost(lab)
    const file = host.write('lb1.conf', configuration('192.0.2.100/24'))
    const plan = (...args: string[]) => host.run('kac', ['plan', '-f', file, ...args])

    const asMaster = await plan('--assume', 'VI_1=master', '--detailed-exitcode')
    expect(asMaster.code).toBe(2)
    expect(asMaster.stdout).toMatch(/\+ 192\.0\.2\.100\/24 dev eth0 .*lb1\.conf:7/)
    expect(asMaster.stdout).toContain('Plan: 1 to add, 0 to change, 0 to destroy.')

    const asBackup = await plan('--detailed-exitcode')
    expect(asBackup.code).toBe(0)
    expect(asBackup.stdout).toContain('VI_1 assumed BACKUP; use --assume VI_1=master')
    expect(host.has('192.0.2.100')).toBe(false)

    const json = JSON.parse((await plan('--assume', 'VI_1=master', '--json')).stdout)
    expect(json).toMatchObject({
      formatVersion: 1,
      changes: [{ action: 'create', id: 'address 192.0.2.100/24 dev eth0' }],
    })
  })

  test('an interface that is not there is a problem of the plan', async () => {
    await using lab = await Lab.open('plan')
    const host = await openHost(lab)
    const file = host.write('lb1.conf', configuration('192.0.2.100/24 dev eth9'))
    const { code, stdout } = await host.run('kac', ['plan', '-f', file, '--assume', 'VI_1=master'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/eth9 does not exist/)
  })

  test('apply puts on what the role asks for, takes off what is left over, and reads back', async () => {
    await using lab = await Lab.open('apply')
    const host = await openHost(lab)
    const file = host.write('lb1.conf', configuration('192.0.2.100/24', '192.0.2.101/24'))
    const apply = (...args: string[]) => host.run('kac', ['apply', '-f', file, ...args])

    const asked = await apply('--assume', 'VI_1=master')
    expect(asked.code).toBe(3)
    expect(asked.stderr).toContain('--yes')
    expect(host.has('192.0.2.100')).toBe(false)

    const done = await apply('--assume', 'VI_1=master', '--yes')
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toContain('Applied, and read back')
    expect([host.has('192.0.2.100'), host.has('192.0.2.101')]).toEqual([true, true])

    const again = await apply('--assume', 'VI_1=master', '--yes')
    expect(again.stdout).toContain('No changes.')

    const empty = await host.run('kac', ['apply', '-f', host.write('empty.conf', ''), '--yes'])
    expect([empty.code, host.has('192.0.2.100')]).toEqual([3, true])
    expect(empty.stderr).toContain('--allow-empty lets it through')

    expect((await apply('--yes')).code).toBe(0)
    expect([host.has('192.0.2.100'), host.has('192.0.2.101'), host.has('192.0.2.1')]).toEqual([false, false, true])
  })

  test('what the kernel refuses is taken back whole', async () => {
    await using lab = await Lab.open('refused')
    const host = await openHost(lab)
    // The kernel takes no second scope for one subnet (EINVAL).
    const file = host.write('lb1.conf', configuration('198.51.100.1/24', '198.51.100.2/24 scope link'))
    const { code, stderr } = await host.run('kac', ['apply', '-f', file, '--assume', 'VI_1=master', '--yes'])
    expect(code).toBe(4)
    expect(stderr).toContain('198.51.100.2/24 dev eth0: EINVAL')
    expect(stderr).toContain('everything else was taken back')
    expect(host.has('198.51.100.1')).toBe(false)
  })
})

describe('with a daemon', needs('root', 'ip'), () => {
  test('the daemon applies, and only the text that was planned', async () => {
    await using lab = await Lab.open('apply')
    const host = await openHost(lab)
    const kac = await Kac.start(host, configuration('192.0.2.100/24'))
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    const file = host.write('keepalived.conf', configuration('192.0.2.100/24', '192.0.2.101/24'))

    const plan = await host.run('kac', ['plan', '-f', file])
    expect(plan.stdout).toContain('stays MASTER (100)')
    expect(plan.stdout).toContain('Plan: 1 to add')

    const { code, stdout, stderr } = await host.run('kac', ['apply', '-f', file, '--yes'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Applied, and read back')
    expect(host.has('192.0.2.101')).toBe(true)
    expect((await kac.status()).routers).toMatchObject([{ counters: { become_master: 1, release_master: 0 } }])
  })

  test('another file than the daemon runs is refused', async () => {
    await using lab = await Lab.open('apply')
    const host = await openHost(lab)
    await Kac.start(host, configuration('192.0.2.100/24'))
    const other = host.write('other.conf', configuration('192.0.2.101/24'))
    const { code, stderr } = await host.run('kac', ['apply', '-f', other, '--yes'])
    expect(code).toBe(3)
    expect(stderr).toContain('the daemon of this host runs')
  })
})
