import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Capture, type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { type BfdSession, bfdInstance, bird } from '../support/peers/index.ts'

/** What sessions do for virtual routers, and what reloads, restarts and strangers do to sessions. */

const times = { intervalMs: 100, multiplier: 3 }
const detectionMs = 300
const ours: BfdSession = { local: '198.51.100.1', neighbor: '198.51.100.9', ...times }
const theirs: BfdSession = { local: '198.51.100.9', neighbor: '198.51.100.1', ...times }

const router = (vrid: number, priority: number, lines = '') => `vrrp_instance VI_${vrid} {
  interface eth0
  virtual_router_id ${vrid}
  priority ${priority}
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
}
`
const trackBfd = (entry: string) => `track_bfd {\n ${entry}\n }`

/** A host with its virtual routers on one segment, and with bird as its uplink on another. */
async function withUplink(lab: Lab) {
  const lb1 = await lab.host('lb1', {
    eth0: ['192.0.2.1/24'],
    eth1: { segment: 'uplink', addresses: ['198.51.100.1/24'] },
  })
  const uplink = await lab.host('uplink', { eth0: { segment: 'uplink', addresses: ['198.51.100.9/24'] } })
  await bird(uplink, theirs)
  return { lb1, uplink, up: await lab.capture('udp', 'uplink') }
}

async function comesUp(kac: Kac): Promise<number> {
  const session = async () => (await kac.status()).sessions[0]
  await until(async () => (await session())?.state === 'Up', { within: 8000, what: 'the session is up' })
  return (await session())?.discriminator ?? 0
}

/** Of the packets of kac from a place in the capture on, all say Up and have that discriminator. */
function expectUpSince(up: Capture, from: number, discriminator: number): void {
  const since = up.bfd(ours.local).slice(from)
  expect(since.length).toBeGreaterThan(3)
  expect(new Set(since.map(({ state, discriminators }) => `${state} ${discriminators[0]}`))).toEqual(
    new Set([`Up ${discriminator}`]),
  )
}

async function reload(host: Host, kac: Kac, configuration: string): Promise<void> {
  const before = kac.daemon.output.length
  host.write('keepalived.conf', configuration)
  kac.daemon.signal('SIGHUP')
  await until(() => kac.daemon.output.slice(before).includes('is in force'), { within: 8000, what: 'reloaded' })
}

describe('a session that virtual routers track', needs('root', 'ip', 'tcpdump', 'bird'), () => {
  test.for([
    { name: 'a fault of the sync group', entry: 'link', after: 0 },
    { name: 'a weight in each', entry: 'link weight -60', after: 90 },
  ])(
    '$name: a path that fails without a lost carrier moves them within the detection time',
    async ({ entry, after }) => {
      await using lab = await Lab.open('bfd')
      const { lb1, uplink, up } = await withUplink(lab)
      const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
      const wire = await lab.capture('proto 112')
      const group = `vrrp_sync_group G {\n group {\n VI_51\n VI_52\n }\n ${after === 0 ? trackBfd(entry) : ''}\n}\n`
      const own = after === 0 ? '' : trackBfd(entry)
      const routers = `${router(51, 150, own)}${router(52, 150, own)}`
      const kac = await Kac.start(lb1, `${bfdInstance(ours)}${after === 0 ? group : ''}${routers}`)
      await comesUp(kac)
      await Kac.start(lb2, `${router(51, 100)}${router(52, 100)}`)
      await until(() => lb1.has('192.0.2.51') && lb1.has('192.0.2.52'), { within: 5000, what: 'lb1 is master of both' })
      await until(() => [51, 52].every((vrid) => wire.adverts(vrid).at(-1)?.priority === 150), { within: 3000 })

      lab.unplug(uplink)
      const taken = (vrid: number) => wire.adverts(vrid).findLast(({ source }) => source === '192.0.2.2')
      await until(() => taken(51) && taken(52), { within: 3000, what: 'lb2 takes both' })
      const lastHeard = up.bfd(ours.neighbor).at(-1)?.at ?? 0
      for (const vrid of [51, 52]) {
        const said = wire.adverts(vrid).find(({ at, priority }) => at > lastHeard && priority === after)
        expect(((said?.at ?? 0) - lastHeard) / 1000).toBeGreaterThan(detectionMs - 5)
        expect(((said?.at ?? 0) - lastHeard) / 1000).toBeLessThan(detectionMs + 100)
      }
      await until(() => !lb1.has('192.0.2.51') && !lb1.has('192.0.2.52'), { within: 1000, what: 'lb1 let go' })

      lab.plug(uplink)
      await until(() => lb1.has('192.0.2.51') && lb1.has('192.0.2.52'), { within: 8000, what: 'lb1 is master again' })
    },
  )
})

describe('a weight of a session', needs('root', 'ip', 'tcpdump', 'bird'), () => {
  test.for([
    { entry: 'link weight 30 reverse', up: 120, down: 150 },
    { entry: 'link weight -60 noreverse', up: 150, down: 90 },
  ])('$entry: $up while it is up, $down while not', async ({ entry, up, down }) => {
    await using lab = await Lab.open('bfd')
    const { lb1, uplink } = await withUplink(lab)
    const wire = await lab.capture('proto 112')
    await Kac.start(lb1, `${bfdInstance(ours)}${router(51, 150, trackBfd(entry))}`)
    for (const [change, priority] of [
      [() => {}, up],
      [() => lab.unplug(uplink), down],
      [() => lab.plug(uplink), up],
    ] as const) {
      change()
      const what = () => `${priority} is advertised, not ${wire.adverts(51).at(-1)?.priority}`
      await until(() => wire.adverts(51).at(-1)?.priority === priority, { within: 8000, what })
    }
  })
})

describe('a session stays up', needs('root', 'ip', 'tcpdump', 'bird'), () => {
  test('through a reload that changes its times, which both sides agree upon', async () => {
    await using lab = await Lab.open('bfd')
    const { lb1, up } = await withUplink(lab)
    const follows = router(51, 150, trackBfd('link'))
    const kac = await Kac.start(lb1, `${bfdInstance(ours)}${follows}`)
    const discriminator = await comesUp(kac)
    await until(() => lb1.has('192.0.2.51'), { within: 5000, what: 'it is master' })
    const from = up.bfd(ours.local).length

    await reload(lb1, kac, `${bfdInstance({ ...ours, intervalMs: 50 })}${follows}`)
    await until(() => up.bfd(ours.neighbor).at(-1)?.final, { within: 2000, what: 'the neighbour agrees' })
    await reload(lb1, kac, `${bfdInstance({ ...ours, intervalMs: 400 })}${follows}`)
    await until(() => up.bfd(ours.local).some(({ poll, minTransmitMs }) => poll && minTransmitMs === 400), {
      within: 2000,
      what: 'it asks for slower packets',
    })
    const slow = () => up.bfd(ours.local).filter(({ poll, minTransmitMs }) => !poll && minTransmitMs === 400)
    await until(() => slow().length > 4, { within: 4000, what: 'it sends slower' })
    const gaps = slow().map(({ at }, i, all) => (at - (all[i - 1]?.at ?? at)) / 1000)
    expect(Math.min(...gaps.slice(1))).toBeGreaterThan(290)
    expectUpSince(up, from, discriminator)
    expect(lb1.has('192.0.2.51')).toBe(true)

    await reload(lb1, kac, router(51, 150))
    await until(() => up.bfd(ours.local).at(-1)?.state === 'AdminDown', { within: 2000, what: 'removed' })
    expect(lb1.has('192.0.2.51')).toBe(true)
  })

  test('while the daemon is killed and started again, and comes up anew when the engine is', async () => {
    await using lab = await Lab.open('bfd')
    const { lb1, up } = await withUplink(lab)
    const configuration = `${bfdInstance(ours)}${router(51, 150, trackBfd('link'))}`
    const first = await Kac.start(lb1, configuration)
    const discriminator = await comesUp(first)
    await until(() => lb1.has('192.0.2.51'), { within: 5000, what: 'it is master' })
    const from = up.bfd(ours.local).length
    await first.daemon.kill('SIGKILL')
    const kac = await Kac.start(lb1, configuration)
    expect(await comesUp(kac)).toBe(discriminator)
    await until(() => up.bfd(ours.local).length > from + 10, { within: 4000, what: 'it goes on' })
    expectUpSince(up, from, discriminator)
    expect(lb1.has('192.0.2.51')).toBe(true)

    process.kill(await kac.enginePid(), 'SIGKILL')
    await until(() => up.bfd(ours.local).at(-1)?.state === 'Down', { within: 4000, what: 'a new engine begins' })
    expect(await comesUp(kac)).not.toBe(discriminator)
  })
})

/** Sends what a neighbour would say that goes down, in words of RFC 5880. */
const sayDown = (from: string, discriminator: number, ttl: number) => `python3 -c '
import socket, struct
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ${ttl})
out.bind(("${from}", 50000))
out.sendto(struct.pack(">BBBBIIIII", 0x20, 0x40, 3, 24, 77, ${discriminator}, 1000000, 100000, 0), ("198.51.100.1", 3784))'`

describe('a session', needs('root', 'ip', 'tcpdump', 'bird', 'python3'), () => {
  test('takes nothing from further away, nor from anybody else', async () => {
    await using lab = await Lab.open('bfd')
    const { lb1, uplink, up } = await withUplink(lab)
    const other = await lab.host('other', { eth0: { segment: 'uplink', addresses: ['198.51.100.66/24'] } })
    const kac = await Kac.start(lb1, `${bfdInstance(ours)}${router(51, 150, trackBfd('link'))}`)
    const discriminator = await comesUp(kac)
    const from = up.bfd(ours.local).length
    await uplink.sh(sayDown('198.51.100.9', discriminator, 254))
    await other.sh(sayDown('198.51.100.66', discriminator, 255))
    await until(() => up.bfd(ours.local).length > from + 10, { within: 3000, what: 'it goes on' })
    expectUpSince(up, from, discriminator)

    await uplink.sh(sayDown('198.51.100.9', discriminator, 255))
    await until(
      () =>
        up
          .bfd(ours.local)
          .slice(from)
          .some(({ state }) => state !== 'Up'),
      {
        within: 1000,
        what: 'what is right counts',
      },
    )
  })

  test('begins when its source address is there', async () => {
    await using lab = await Lab.open('bfd')
    const { lb1, up } = await withUplink(lab)
    await lb1.sh('ip address del 198.51.100.1/24 dev eth1; ip address add 198.51.100.7/24 dev eth1')
    const kac = await Kac.start(lb1, `${bfdInstance(ours)}${router(51, 150, trackBfd('link'))}`)
    await kac.daemon.says('BFD packets do not leave')
    await lb1.sh('ip address add 198.51.100.1/24 dev eth1')
    await comesUp(kac)
    expect(up.bfd().map(({ ports }) => ports[1])).not.toContain(4784)
    const [port = 0] = up.bfd(ours.local)[0]?.ports ?? []
    expect(port).toBeGreaterThanOrEqual(49152)
    expect(new Set(up.bfd(ours.local).map(({ ports }) => ports[0]))).toEqual(new Set([port]))
  })
})
