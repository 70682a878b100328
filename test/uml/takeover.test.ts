import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { keepalived } from '../support/peers/index.ts'
import { families, Held, openSite, router, service, vip } from '../support/traffic/index.ts'

/** A pair of directors that passes on its connections: they outlive the director through which they were opened. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

const passedOn = 'global_defs {\n  lvs_sync_daemon eth0 VI_1 id 7\n}\n'

/** Starts a director and returns how it is stopped. */
const programs = {
  kac: async (host: Host, text: string) => {
    const kac = await Kac.start(host, text)
    return () => kac.stop()
  },
  keepalived: async (host: Host, text: string) => {
    const daemon = await keepalived(host, text)
    return () => daemon.kill('SIGTERM')
  },
} as const

/** Established connections that a director knows of. */
async function known(director: Host): Promise<number> {
  return (await director.sh('ipvsadm -Lnc')).split('ESTABLISHED').length - 1
}

const services = (kind: string) => families.map((family) => service({ kind, family, servers: [11, 12] })).join('')

/** Opens connections over both families, to both servers each. */
async function open(client: Host): Promise<readonly Held[]> {
  const held = await Promise.all(families.map((family) => Held.open(client, vip[family], 4)))
  for (const { servers } of held) expect(servers.sort()).toEqual(['s11', 's11', 's12', 's12'])
  return held
}

async function die(lab: Lab, director: Host): Promise<void> {
  for (const dev of ['eth0', 'eth1']) lab.unplug(director, dev)
  await director.powerCut()
}

describe('connections that are open when their director goes', () => {
  const pairs = [
    { first: 'kac', second: 'kac', kind: 'DR', end: 'dies' },
    { first: 'kac', second: 'kac', kind: 'NAT', end: 'is stopped' },
    { first: 'kac', second: 'keepalived', kind: 'TUN', end: 'dies' },
    { first: 'keepalived', second: 'kac', kind: 'NAT', end: 'dies' },
  ] as const

  test.for(pairs)('go on by $kind when $first $end, through $second', async ({ first, second, kind, end }) => {
    await using lab = await Lab.open('takeover')
    const { directors, client } = await openSite(lab, kind, 2)
    const [master, backup] = directors as [Host, Host]
    const stop = await programs[first](master, passedOn + router(150) + services(kind))
    await until(() => master.has(vip[4]), { within: 20_000, every: 100 })
    await programs[second](backup, passedOn + router(100) + services(kind))

    const held = await open(client)
    await until(async () => (await known(backup)) === 8, { within: 20_000, every: 200, what: 'all are passed on' })
    expect(backup.has(vip[4])).toBe(false)

    if (end === 'dies') await die(lab, master)
    else await stop()
    await until(() => backup.has(vip[4]), { within: 20_000, every: 100 })
    for (const each of held) {
      await each.echo()
      expect(await each.finish()).toEqual(['over', 'over', 'over', 'over'])
    }
  })

  test('end when they were not passed on', async () => {
    await using lab = await Lab.open('takeover')
    const { directors, client } = await openSite(lab, 'DR', 2)
    const [master, backup] = directors as [Host, Host]
    await programs.kac(master, router(150) + services('DR'))
    await until(() => master.has(vip[4]), { within: 20_000, every: 100 })
    await programs.kac(backup, router(100) + services('DR'))

    const held = await open(client)
    await die(lab, master)
    const reset = () => held.every(({ states }) => states.every((state) => state.includes('ECONNRESET')))
    await until(reset, { within: 20_000, every: 100, what: () => held.map(({ states }) => states.join()).join() })
  })
})
