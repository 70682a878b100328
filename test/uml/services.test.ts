import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Host, Lab } from '../support/lab/index.ts'

/** kac plan and kac apply for virtual services, without a daemon. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

interface Server {
  readonly host: number
  readonly weight?: number
}

function web(servers: readonly Server[], scheduler = 'rr'): string {
  const lines = servers.map(
    ({ host, weight = 1 }) => `  real_server 198.51.100.${host} 80 {\n    weight ${weight}\n  }\n`,
  )
  return `virtual_server 192.0.2.1 80 {
  lb_algo ${scheduler}
  lb_kind NAT
  protocol TCP
${lines.join('')}}
`
}

async function table(host: Host): Promise<string[]> {
  const saved = await host.sh('ipvsadm -Sn')
  return saved
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
}

function kac(host: Host, command: string, text: string, ...flags: string[]) {
  return host.run('kac', [command, '-f', host.write('lb1.conf', text), ...flags])
}

describe('virtual services', () => {
  test('are planned, applied, changed in place and taken away; those of others stay', async () => {
    await using lab = await Lab.open('services')
    const host = await lab.host('lb1')
    const others = ['-A -f 7 -s rr', '-a -f 7 -r 203.0.113.1:0 -m -w 1']
    for (const line of others) await host.sh(`ipvsadm ${line}`)

    const plan = await kac(host, 'plan', web([{ host: 1 }, { host: 2 }]))
    expect(plan.stdout).toContain('+ 198.51.100.2:80 lvs_method NAT weight 1')
    expect(plan.stdout).toMatch(/= virtual_server\.fwmark 7 +not made by kac: left alone/)
    expect(await table(host)).toEqual(others)

    const first = await kac(host, 'apply', web([{ host: 1 }, { host: 2 }]), '--yes')
    expect(first).toMatchObject({ code: 0 })
    expect(await table(host)).toEqual([
      '-A -f 7 -s rr',
      '-A -t 192.0.2.1:80 -s rr',
      '-a -f 7 -r 203.0.113.1:0 -m -w 1',
      '-a -t 192.0.2.1:80 -r 198.51.100.1:80 -m -w 1',
      '-a -t 192.0.2.1:80 -r 198.51.100.2:80 -m -w 1',
    ])

    const second = await kac(host, 'apply', web([{ host: 2, weight: 5 }, { host: 3 }], 'wrr'), '--yes')
    expect(second.stdout).toContain('- virtual_server.192.0.2.1:80/tcp.real_server.198.51.100.1:80')
    expect(second.stdout).toContain('Plan: 1 to add, 2 to change, 1 to destroy.')
    expect(await table(host)).toEqual([
      '-A -f 7 -s rr',
      '-A -t 192.0.2.1:80 -s wrr',
      '-a -f 7 -r 203.0.113.1:0 -m -w 1',
      '-a -t 192.0.2.1:80 -r 198.51.100.2:80 -m -w 5',
      '-a -t 192.0.2.1:80 -r 198.51.100.3:80 -m -w 1',
    ])

    expect(await kac(host, 'apply', '', '--yes')).toMatchObject({ code: 3 })
    expect(await kac(host, 'apply', '', '--yes', '--allow-empty')).toMatchObject({ code: 0 })
    expect(await table(host)).toEqual(others)
  })

  test('that are there already are taken over with all that is behind them', async () => {
    await using lab = await Lab.open('services-adopted')
    const host = await lab.host('lb1')
    await host.sh(`
      ipvsadm -A -t 192.0.2.1:80 -s rr
      ipvsadm -a -t 192.0.2.1:80 -r 198.51.100.1:80 -m -w 1
      ipvsadm -a -t 192.0.2.1:80 -r 198.51.100.9:80 -m -w 1`)

    const { code, stdout } = await kac(host, 'apply', web([{ host: 1 }]), '--yes')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to destroy') })
    expect(await table(host)).toEqual(['-A -t 192.0.2.1:80 -s rr', '-a -t 192.0.2.1:80 -r 198.51.100.1:80 -m -w 1'])
  })

  test('of others go with lvs_flush', async () => {
    await using lab = await Lab.open('services-flush')
    const host = await lab.host('lb1')
    await host.sh('ipvsadm -A -f 7 -s rr')

    const text = `global_defs {\n  lvs_flush\n}\n${web([{ host: 1 }])}`
    expect(await kac(host, 'apply', text, '--yes')).toMatchObject({ code: 0 })
    expect(await table(host)).toHaveLength(2)
  })

  test('do not lose most of their real servers by accident', async () => {
    await using lab = await Lab.open('services-guard')
    const host = await lab.host('lb1')
    const many = web([{ host: 1 }, { host: 2 }, { host: 3 }])
    expect(await kac(host, 'apply', many, '--yes')).toMatchObject({ code: 0 })
    const { code, stderr } = await kac(host, 'apply', web([{ host: 1 }]), '--yes')
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('2 of 3 real servers go') })
    expect(await table(host)).toHaveLength(4)
    expect(await kac(host, 'apply', web([{ host: 1 }]), '--yes', '--allow-mass-change')).toMatchObject({ code: 0 })
    expect(await table(host)).toHaveLength(2)
  })

  test('that the kernel refuses are taken back', async () => {
    await using lab = await Lab.open('services-refused')
    const host = await lab.host('lb1')
    expect(await kac(host, 'apply', web([{ host: 1 }]), '--yes')).toMatchObject({ code: 0 })
    const before = await table(host)

    const text = `${web([{ host: 2 }])}${web([{ host: 1 }], 'twos').replace('192.0.2.1', '192.0.2.2')}`
    const { code, stderr } = await kac(host, 'apply', text, '--yes')
    expect(stderr).toContain('cannot create service 192.0.2.2:80/tcp: ENOENT')
    expect(code).toBe(4)
    expect(await table(host)).toEqual(before)
  })
})
