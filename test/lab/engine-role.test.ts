import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/base/index.ts'
import { askLoad } from '../../src/engine/control.ts'
import { hostWithEngine, image, interfaceOf, router, sources, TestEngine, vip } from '../support/engine/index.ts'
import { Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const within = 3000

const hmac = {
  mode: 'enforce',
  activeKey: 9,
  timeWindow: seconds(5),
  keys: [{ id: 9, octets: Buffer.from('abcdefghijklmnopqrstuvwxyz0123456789') }],
} as const

describe('kac-engine in its role', needs('root', 'ip', 'tcpdump', 'nsenter'), () => {
  test('alone it becomes master: advert, address and announcements, by IPv4', async () => {
    await using lab = await Lab.open('engine')
    const capture = await lab.capture()
    const { host, control, load } = await hostWithEngine(lab, 'lb1')
    await load()
    await control.reaches('VI_51', 'MASTER')
    await until(() => capture.adverts(51).length >= 3 && capture.announcements(vip).length >= 3, { within })

    expect(control.states('VI_51')).toEqual(['BACKUP', 'MASTER'])
    expect(host.has(vip)).toBe(true)
    const [advert] = capture.adverts(51)
    expect(advert).toMatchObject({
      from: '02:00:00:00:00:01',
      to: '01:00:5e:00:00:12',
      source: sources.lb1,
      destination: '224.0.0.18',
      ttl: 255,
      version: 3,
      priority: 150,
      intervalMs: 50,
      addresses: [vip],
      checksum: 'pseudo-header',
    })
    // TOS of the IP header.
    expect(advert?.bytes[15]).toBe(0xc0)
    expect(capture.announcements(vip)[0]).toMatchObject({ form: 'arp-request', mac: '02:00:00:00:00:01' })
    expect(capture.announcements(vip)[0]!.at).toBeGreaterThanOrEqual(advert!.at)
  })

  test('alone it becomes master by IPv6', async () => {
    await using lab = await Lab.open('engine')
    const capture = await lab.capture()
    const { host, control, load } = await hostWithEngine(lab, 'lb1', ['fe80::1/64'])
    await load({ source: 'fe80::1', addresses: ['2001:db8::10/128'] })
    await control.reaches('VI_51', 'MASTER')
    await until(() => capture.adverts(51).length > 0 && capture.announcements('2001:db8::10').length > 0, { within })

    expect(host.has('2001:db8::10')).toBe(true)
    const [advert] = capture.adverts(51)
    expect(advert).toMatchObject({
      to: '33:33:00:00:00:12',
      source: 'fe80::1',
      destination: 'ff02::12',
      ttl: 255,
      addresses: ['2001:db8::10'],
      checksum: 'pseudo-header',
    })
    const trafficClass = (advert!.bytes[14]! << 4) | (advert!.bytes[15]! >> 4)
    expect(trafficClass & 0xff).toBe(0xc0)
    expect(capture.announcements('2001:db8::10')[0]).toMatchObject({ form: 'na', to: '33:33:00:00:00:01' })
  })

  test.each([
    ['multicast', {}, undefined],
    ['unicast', {}, { lb1: [sources.lb2], lb2: [sources.lb1] }],
    ['signed multicast', { hmac }, undefined],
  ])('two elect the higher priority by %s; after SIGTERM the other takes over at once', async (_, changes, peers) => {
    await using lab = await Lab.open('engine')
    const one = await hostWithEngine(lab, 'lb1')
    const two = await hostWithEngine(lab, 'lb2')
    await two.load({ ...changes, priority: 100, ...(peers && { peers: peers.lb2 }) })
    await two.control.reaches('VI_51', 'MASTER')
    await one.load({ ...changes, priority: 150, ...(peers && { peers: peers.lb1 }) })
    await one.control.reaches('VI_51', 'MASTER')
    await two.control.reaches('VI_51', 'BACKUP')
    await until(() => !two.host.has(vip), { within })
    expect(one.host.has(vip)).toBe(true)

    const capture = await lab.capture()
    one.engine.running.signal('SIGTERM')
    expect(await one.engine.running.exited).toEqual({ code: 0, signal: null })
    expect(one.host.has(vip)).toBe(false)
    await two.control.reaches('VI_51', 'MASTER')
    expect(two.control.heard('transition').at(-1)).toMatchObject({ reason: 'the master resigned' })
    expect(capture.adverts(51).filter((advert) => advert.priority === 0)).toHaveLength(1)
    expect(one.control.heard('finished')).toHaveLength(1)
    expect(one.control.states('VI_51')).toEqual(['BACKUP', 'MASTER', 'INIT'])
    expect(two.control.states('VI_51')).toEqual(['BACKUP', 'MASTER', 'BACKUP', 'MASTER'])
  })

  test('after SIGKILL the other takes over, and a new engine takes off what the dead one left', async () => {
    await using lab = await Lab.open('engine')
    const one = await hostWithEngine(lab, 'lb1')
    const two = await hostWithEngine(lab, 'lb2')
    await one.load({ priority: 150 })
    await one.control.reaches('VI_51', 'MASTER')
    await two.load({ priority: 100 })
    await two.control.reaches('VI_51', 'BACKUP')

    await one.engine.running.kill('SIGKILL')
    await two.control.reaches('VI_51', 'MASTER')
    expect(one.host.has(vip)).toBe(true)

    const again = await (await TestEngine.start(one.host)).attach()
    const on = interfaceOf(one.host.namespace, 'eth0')
    await again.load(image({ on, source: sources.lb1, ...router, priority: 50, found: 'ours' }))
    await again.reaches('VI_51', 'BACKUP')
    await until(() => !one.host.has(vip), { within })
  })

  test('without its link it is in fault, and comes back with it', async () => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1')
    await load()
    await control.reaches('VI_51', 'MASTER')
    lab.unplug(host)
    await control.reaches('VI_51', 'FAULT')
    await until(() => !host.has(vip), { within })
    lab.plug(host)
    await control.reaches('VI_51', 'MASTER')
    expect(control.states('VI_51')).toEqual(['BACKUP', 'MASTER', 'FAULT', 'BACKUP', 'MASTER'])
  })

  test('an interface that is removed is a fault', async () => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1')
    await load()
    await control.reaches('VI_51', 'MASTER')
    await host.sh('ip link del eth0')
    await control.reaches('VI_51', 'FAULT')
  })

  test.each([
    ['IPv4', `${vip}/32`, []],
    ['IPv6', '2001:db8::10/128', ['fe80::1/64']],
  ])('an address that another program removes costs the role for a moment: %s', async (_, removed, sourceAddress) => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1', sourceAddress)
    await load({ addresses: [removed], ...(sourceAddress.length > 0 && { source: 'fe80::1' }) })
    await control.reaches('VI_51', 'MASTER')
    await until(() => host.has(removed.split('/')[0]!), { within })
    await host.sh(`ip address del ${removed} dev eth0`)
    await until(() => control.states('VI_51').length === 4, { within })
    expect(control.heard('transition').slice(2)).toMatchObject([
      { to: 'BACKUP', reason: 'virtual address removed by another program' },
      { to: 'MASTER' },
    ])
    await until(() => host.has(removed.split('/')[0]!), { within })
  })

  test.each([
    ['IPv4', sources.lb1, ['192.0.2.10/32', '192.0.2.11/24', '192.0.2.12/24']],
    ['IPv6', 'fe80::1', ['2001:db8::10/128', '2001:db8::11/64', '2001:db8::12/64']],
  ])('what it takes off itself is not another program removing it: %s', async (_, source, addresses) => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1', ['fe80::1/64'])
    await load({ source, addresses })
    await control.reaches('VI_51', 'MASTER')
    const on = interfaceOf(host.namespace, 'eth0')
    const whole = image({ ...router, on, source, addresses })
    const first = image({ ...router, on, source, addresses: addresses.slice(0, 1) })
    // In one write, so that each address is on again before its removal is heard of.
    control.write(Buffer.concat([first, whole, first, whole].map(askLoad)))
    await control.hears('loaded', 5)
    await control.status()
    expect(control.states('VI_51')).toEqual(['BACKUP', 'MASTER'])
    expect(addresses.map((address) => host.has(address.split('/')[0]!))).toEqual([true, true, true])
  })

  test('what the kernel refuses is told by object and errno, and does not stop the rest', async () => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1', ['fe80::1/64'])
    // A group is no address to have.
    await load({ source: 'fe80::1', addresses: ['ff02::99/128', '2001:db8::10/128'] })
    await control.reaches('VI_51', 'MASTER')
    expect(await control.hears('object-failed')).toMatchObject({
      router: 'VI_51',
      object: 'ff02::99/128 dev eth0',
      op: 'add',
      errno: constants.errno.EADDRNOTAVAIL,
    })
    await until(() => host.has('2001:db8::10'), { within })
    expect((await control.status()).routers).toMatchObject([{ name: 'VI_51', state: 'MASTER', objectsFailed: 1 }])
  })

  test('a router that is no longer in the image resigns; one that is moves not', async () => {
    await using lab = await Lab.open('engine')
    const { host, control } = await hostWithEngine(lab, 'lb1')
    const on = interfaceOf(host.namespace, 'eth0')
    const first = { on, source: sources.lb1, ...router }
    const second = { ...first, vrid: 52, addresses: ['192.0.2.20/32'] }
    await control.load(image(first, second))
    await control.reaches('VI_51', 'MASTER')
    await control.reaches('VI_52', 'MASTER')
    const capture = await lab.capture()
    await control.load(image(second))
    await control.reaches('VI_51', 'INIT')
    await until(() => capture.adverts(51).length > 0 && capture.adverts(52).length > 2, { within })
    expect(capture.adverts(51).at(-1)).toMatchObject({ priority: 0, addresses: [vip] })
    expect(control.states('VI_52')).toEqual(['BACKUP', 'MASTER'])
    expect([host.has(vip), host.has('192.0.2.20')]).toEqual([false, true])
  })

  test('a backup that was stopped reads what waited before it takes the master for dead', async () => {
    await using lab = await Lab.open('engine')
    const one = await hostWithEngine(lab, 'lb1')
    const two = await hostWithEngine(lab, 'lb2')
    await one.load({ priority: 150 })
    await one.control.reaches('VI_51', 'MASTER')
    await two.load({ priority: 100 })
    await two.control.reaches('VI_51', 'BACKUP')
    const heard = async () => (await two.control.status()).routers[0]!.counters.adverts_received!
    const before = await heard()

    const capture = await lab.capture()
    two.engine.running.signal('SIGSTOP')
    await until(() => capture.adverts(51).length >= 20, { within })
    two.engine.running.signal('SIGCONT')
    await until(async () => (await heard()) >= before + 20, { within })
    expect(two.control.states('VI_51')).toEqual(['BACKUP'])
  })

  test('after more changes than can be queued it reads the state of the kernel anew', async () => {
    await using lab = await Lab.open('engine')
    const { host, engine, control, load } = await hostWithEngine(lab, 'lb1')
    await load()
    await control.reaches('VI_51', 'MASTER')
    engine.running.signal('SIGSTOP')
    const others = Array.from({ length: 250 }, (_, i) => `203.0.113.${i}/32 dev lo`)
    const changes = others.flatMap((other) => [`address add ${other}`, `address del ${other}`])
    const batch = host.write('changes', `${changes.join('\n')}\n`.repeat(24))
    await host.sh(`ip -batch ${batch}; ip address del ${vip}/32 dev eth0`)
    engine.running.signal('SIGCONT')
    await until(() => control.states('VI_51').length === 4, { within })
    expect(control.heard('log').map((log) => log.line)).toEqual([
      'the kernel told of more changes than could be queued: reading all of them again',
    ])
    expect(control.heard('transition').at(2)).toMatchObject({
      to: 'BACKUP',
      reason: 'virtual address removed by another program',
    })
  })

  test('noise on the wire is counted and changes nothing', async () => {
    await using lab = await Lab.open('engine')
    const { host, control, load } = await hostWithEngine(lab, 'lb1')
    await load()
    await control.reaches('VI_51', 'MASTER')
    const sender = await lab.host('lb2', { eth0: [`${sources.lb2}/24`] })
    const capture = await lab.capture(`src ${sources.lb1}`)
    await sender.sh(`/usr/bin/env python3 -c '
import random, socket, time
random.seed(1)
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("${sources.lb2}"))
for size in range(3000):
    head = bytes([random.choice((0x21, 0x31, 0x41)), 51, random.randrange(256), random.randrange(256)])
    out.sendto(head[:size] + random.randbytes(size % 1200), ("224.0.0.18", 0))
    if size % 30 == 0: time.sleep(0.002)  # a receive buffer holds less than a hundred
'`)
    const { routers } = await control.status()
    const [router] = routers
    const rejected = Object.entries(router!.counters).filter(([name]) => name.startsWith('rejected_'))
    expect(rejected.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(1000)
    expect(router).toMatchObject({ state: 'MASTER', counters: { adverts_received: 0, release_master: 0 } })
    expect(host.has(vip)).toBe(true)
    const times = capture.adverts(51).map((advert) => advert.at)
    const gaps = times.slice(1).map((at, i) => at - times[i]!)
    expect(Math.max(...gaps)).toBeLessThan(3 * 50_000)
  })
})
