import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** SIGHUP: what may be put in force is, without a word on the wire beyond the change; what may not is refused. */

interface Router {
  readonly vrid?: number
  readonly addresses?: readonly string[]
}

function configuration({ vrid = 51, addresses = ['192.0.2.100/24'] }: Router = {}): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id ${vrid}
  priority 150
  version 3
  advert_int 0.1
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

async function startMaster(lab: Lab): Promise<{ host: Host; kac: Kac }> {
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const kac = await Kac.start(host, configuration())
  await until(() => host.has('192.0.2.100'), { within: 3000 })
  return { host, kac }
}

/** Reloads and returns what the daemon then said. */
async function reload({ daemon }: Kac, expected: RegExp): Promise<string> {
  const from = daemon.output.length
  daemon.signal('SIGHUP')
  await until(() => expected.test(daemon.output.slice(from)), { within: 3000, what: () => daemon.output.slice(from) })
  return daemon.output.slice(from)
}

describe('a reload', needs('root', 'ip', 'tcpdump'), () => {
  test('an address more: the role stays, and only the new address is announced', async () => {
    await using lab = await Lab.open('reload')
    const { host, kac } = await startMaster(lab)
    const wire = await lab.capture('proto 112 or arp')
    host.write('keepalived.conf', configuration({ addresses: ['192.0.2.100/24', '192.0.2.101/24'] }))
    await reload(kac, /is in force/)
    await until(() => host.has('192.0.2.101'), { within: 1000 })
    await until(() => wire.announcements('192.0.2.101').length === 5, { within: 1000 })
    await wire.stop()
    expect(wire.announcements('192.0.2.100')).toEqual([])
    expect(wire.adverts(51).every((advert) => advert.priority === 150)).toBe(true)
    expect((await kac.status()).routers[0]?.counters).toMatchObject({ become_master: 1, release_master: 0 })
  })

  test('an address less is taken off and the others are not touched', async () => {
    await using lab = await Lab.open('reload')
    const { host, kac } = await startMaster(lab)
    host.write('keepalived.conf', configuration({ addresses: ['192.0.2.101/24'] }))
    await reload(kac, /is in force/)
    await until(() => host.has('192.0.2.101') && !host.has('192.0.2.100'), { within: 1000 })
    expect((await kac.status()).routers[0]?.counters.become_master).toBe(1)
  })

  test('an address goes that was the first of its subnet: the others of the subnet stay', async () => {
    await using lab = await Lab.open('reload')
    const { host, kac } = await startMaster(lab)
    const subnet = ['198.51.100.1/24', '198.51.100.2/24', '198.51.100.3/24']
    host.write('keepalived.conf', configuration({ addresses: subnet }))
    await reload(kac, /is in force/)
    await until(() => host.has('198.51.100.3'), { within: 1000 })
    host.write('keepalived.conf', configuration({ addresses: subnet.slice(1) }))
    await reload(kac, /is in force/)
    await until(() => !host.has('198.51.100.1') && host.has('198.51.100.2') && host.has('198.51.100.3'), {
      within: 1000,
    })
    expect((await kac.status()).routers[0]).toMatchObject({ state: 'MASTER', counters: { become_master: 1 } })
  })

  test('another VRID is another router: the old one resigns and the new one is elected', async () => {
    await using lab = await Lab.open('reload')
    const { host, kac } = await startMaster(lab)
    const wire = await lab.capture('proto 112')
    host.write('keepalived.conf', configuration({ vrid: 52 }))
    await reload(kac, /is in force/)
    await until(() => wire.adverts(52).length > 0, { within: 2000 })
    expect(wire.adverts(51).at(-1)?.priority).toBe(0)
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('the kernel hears of what changed and of nothing else', async () => {
    await using lab = await Lab.open('reload')
    const { host, kac } = await startMaster(lab)
    const monitor = host.spawn('ip', ['-oneline', 'monitor', 'address'])
    const wire = await lab.capture('arp')
    // It listens once it tells of a mark, and has told all when it tells of the next one.
    let marks = 0
    const mark = async () => {
      const address = `203.0.113.${++marks}/32`
      await until(
        async () => {
          await host.sh(`ip address add ${address} dev lo; ip address del ${address} dev lo`)
          return monitor.stdout.includes(`Deleted 1: lo    inet ${address}`)
        },
        { within: 3000, every: 50 },
      )
    }
    const heard = () => monitor.stdout.split('\n').flatMap((line) => line.match(/^(?:Deleted )?2: .*? scope/) ?? [])

    await mark()
    await reload(kac, /is in force/)
    await mark()
    expect([heard(), wire.announcements()]).toEqual([[], []])

    host.write('keepalived.conf', configuration({ addresses: ['192.0.2.101/24', '192.0.2.102/24'] }))
    await reload(kac, /is in force/)
    await until(() => host.has('192.0.2.102'), { within: 1000 })
    await mark()
    await wire.stop()
    expect(heard()).toEqual([
      'Deleted 2: eth0    inet 192.0.2.100/24 scope',
      '2: eth0    inet 192.0.2.101/24 scope',
      '2: eth0    inet 192.0.2.102/24 scope',
    ])
    expect(new Set(wire.announcements().map(({ address }) => address))).toEqual(new Set(['192.0.2.101', '192.0.2.102']))
  })

  const refusals = [
    ['an unclosed block', configuration().replace(/}\n$/, ''), / error .*unclosed/],
    ['an unknown keyword', configuration().replace('priority', 'prioriti'), / error .*prioriti/],
    ['an empty file', '', /neither a vrrp_instance nor a virtual_server/],
    ['no VRID', configuration().replace(/virtual_router_id.*/, ''), / error .*virtual_router_id/],
  ] as const

  test.concurrent.for(refusals)('%s is refused and what was in force stays', async ([, text, said]) => {
    await using lab = await Lab.open('refuse')
    const { host, kac } = await startMaster(lab)
    host.write('keepalived.conf', text)
    const log = await reload(kac, /stays/)
    expect(log).toMatch(said)
    const { configuration: inForce, routers } = await kac.status()
    expect(inForce?.problem?.message).toContain('refused')
    expect(routers).toMatchObject([{ name: 'VI_1', state: 'MASTER' }])
    host.write('keepalived.conf', configuration())
    await reload(kac, /is in force/)
    expect((await kac.status()).configuration?.problem).toBeUndefined()
  })

  test('a file that is gone is refused and what was in force stays', async () => {
    await using lab = await Lab.open('refuse')
    const { host, kac } = await startMaster(lab)
    rmSync(`${host.folder}/keepalived.conf`)
    expect(await reload(kac, /stays/)).toContain('keepalived.conf')
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER' }])
  })
})
