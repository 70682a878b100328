import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Host, Lab } from '../support/lab/index.ts'
import { type Family, families, Held, openSite, router, service, vip, visit } from '../support/traffic/index.ts'

/** Clients of virtual services and the servers that they get their bytes from. */

beforeAll(() => {
  for (const name of ['ip_vs', 'fou', 'fou6']) execFileSync('modprobe', [name])
})

const bytes = 100_000

async function apply(host: Host, services: string): Promise<void> {
  const file = host.write('lb.conf', router() + services)
  const { code, stdout, stderr } = await host.run('kac', ['apply', '-f', file, '--yes', '--assume', 'VI_1=master'])
  expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' })
}

describe('clients', () => {
  test.for(['NAT', 'DR', 'TUN', 'TUN type gre', 'TUN type gue port 6080'])(
    'get back what they send from each server in turn, by %s',
    async (kind) => {
      await using lab = await Lab.open('traffic')
      const { directors, client } = await openSite(lab, kind)
      const [director] = directors as [Host]
      // A tunnel leads to servers of either family.
      const over = (family: Family) => (kind.startsWith('TUN') ? families : [family])
      const servers = [11, 12]
      await apply(director, families.map((family) => service({ kind, family, over: over(family), servers })).join(''))
      for (const family of families) {
        const answers = await visit(client, vip[family], 4, bytes)
        const expected = [11, 11, 12, 12].map((host) => `s${host} ${bytes}`)
        expect([family, ...answers.sort()]).toEqual([family, ...expected])
      }
    },
  )

  test('finish what they began with a server that is drained, and get the others meanwhile', async () => {
    await using lab = await Lab.open('drain')
    const { directors, client } = await openSite(lab, 'NAT')
    const [director] = directors as [Host]
    const balanced = (servers: readonly number[]) => service({ kind: 'NAT', servers })
    await apply(director, balanced([11]))
    const held = await Held.open(client, vip[4], 1)
    await apply(director, balanced([11, 12]))

    const file = director.write('next.conf', router() + balanced([12]))
    const flags = ['-f', file, '--assume', 'VI_1=master']
    const plan = await director.run('kac', ['plan', ...flags])
    expect(plan.stdout).toContain('! 1 active connection\n')
    expect(plan.stdout).toContain('Connections at risk: 1.')

    const draining = director.spawn('kac', ['apply', ...flags, '--yes', '--drain', '60s'])
    await draining.says('waiting for 1 connection')
    expect(await visit(client, vip[4], 2, bytes)).toEqual([`s12 ${bytes}`, `s12 ${bytes}`])
    expect(draining.exit).toBeUndefined()
    await held.echo()
    expect(held.servers).toEqual(['s11'])
    expect(await held.finish()).toEqual(['over'])
    expect(await draining.exited).toMatchObject({ code: 0 })
    expect(await director.sh('ipvsadm -Sn')).not.toContain('10.0.2.11')
  })
})
