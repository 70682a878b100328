import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Capture, type Host, Lab, type Running, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { type BfdSession, bfdInstance, bird, frrBfdd, keepalivedBfd } from '../support/peers/index.ts'

/**
 * A session of kac with somebody else's, over one hop, over a router, and over IPv6. What happens is read from the wire:
 * the session makes kac's virtual router run, and the neighbour's silence takes it down within the detection time.
 */

interface Way {
  readonly name: string
  readonly local: string
  readonly neighbor: string
  readonly multihop?: boolean
}

const ways: readonly Way[] = [
  { name: 'IPv4', local: '192.0.2.1', neighbor: '192.0.2.2' },
  { name: 'IPv6', local: '2001:db8::1', neighbor: '2001:db8::2' },
  { name: 'IPv4 over a router', local: '192.0.2.1', neighbor: '198.51.100.2', multihop: true },
  { name: 'IPv6 over a router', local: '2001:db8::1', neighbor: '2001:db8:1::2', multihop: true },
]

type Start = (host: Host, session: BfdSession) => Promise<Running>

const startKac: Start = async (host, session) => (await Kac.start(host, bfdInstance(session))).daemon

const peers: Readonly<Record<string, Start>> = {
  kac: startKac,
  'keepalived, as it is': (host, session) => keepalivedBfd(host, session),
  FRR: frrBfdd,
  bird,
}

const intervalMs = 100
const multiplier = 3
const detectionMs = intervalMs * multiplier

// bird sends with a TTL of 64 over several hops.
const anyTtl = (peer: string) => (peer === 'bird' ? 'max_hops -1' : '')

const configuration = (session: BfdSession, more: string) => `${bfdInstance(session, more)}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.100/24
  }
  track_bfd {
    link
  }
}
`

/** kac's host, and the neighbour's: on the same segment, or behind a router. */
async function hosts(lab: Lab, { multihop }: Way): Promise<readonly [Host, Host]> {
  const near = await lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
  if (!multihop) return [near, await lab.host('lb2', { eth0: ['192.0.2.2/24', '2001:db8::2/64'] })]
  const far = await lab.host('lb2', { eth0: { segment: 'far', addresses: ['198.51.100.2/24', '2001:db8:1::2/64'] } })
  const router = await lab.host('router', {
    eth0: ['192.0.2.254/24', '2001:db8::fe/64'],
    eth1: { segment: 'far', addresses: ['198.51.100.254/24', '2001:db8:1::fe/64'] },
  })
  await router.sh('sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1')
  await near.sh('ip route add 198.51.100.0/24 via 192.0.2.254; ip route add 2001:db8:1::/64 via 2001:db8::fe')
  await far.sh('ip route add 192.0.2.0/24 via 198.51.100.254; ip route add 2001:db8::/64 via 2001:db8:1::fe')
  return [near, far]
}

async function isMaster(wire: Capture): Promise<void> {
  const from = wire.adverts(51).length
  await until(() => wire.adverts(51).length > from + 2 && (wire.adverts(51).at(-1)?.priority ?? 0) > 0, {
    within: 10_000,
    what: 'kac is master, since its session is up',
  })
}

/** What Debian's keepalived does not speak. */
const spoken = (peer: string) => ways.filter(({ multihop }) => !(multihop && peer.includes('keepalived')))

describe('BFD with', needs('root', 'ip', 'tcpdump', 'keepalived', 'bfdd', 'bird'), () => {
  describe.each(Object.keys(peers))('%s', (peer) => {
    test.for(spoken(peer))('$name: up, a dead neighbour, up again, stopped', async (way) => {
      await using lab = await Lab.open('bfd')
      const [near, far] = await hosts(lab, way)
      const wire = await lab.capture('proto 112 or udp')
      const times = { intervalMs, multiplier, ...(way.multihop && { multihop: true }) }
      const session = { local: way.local, neighbor: way.neighbor, ...times }
      const kac = await Kac.start(near, configuration(session, anyTtl(peer)))
      const start = () => (peers[peer] ?? startKac)(far, { local: way.neighbor, neighbor: way.local, ...times })

      await start()
      await isMaster(wire)
      await far.powerCut()
      await until(() => wire.adverts(51).at(-1)?.priority === 0, { within: 2000, what: 'kac gives up' })
      const lastHeard = wire.bfd(way.neighbor).at(-1)?.at ?? 0
      const gaveUp = wire.adverts(51).at(-1)?.at ?? 0
      expect((gaveUp - lastHeard) / 1000).toBeGreaterThan(detectionMs - 5)
      expect((gaveUp - lastHeard) / 1000).toBeLessThan(detectionMs + 100)
      expect((await kac.status()).sessions).toMatchObject([
        { name: 'link', state: 'Down', reason: 'nothing heard for the detection time', pathGood: false },
      ])

      await start()
      await isMaster(wire)
      const agreed = wire.bfd(way.local).at(-1)
      expect(agreed).toMatchObject({ state: 'Up', ttl: 255, minTransmitMs: intervalMs, multiplier })
      expect((await kac.status()).sessions).toMatchObject([
        { name: 'link', state: 'Up', neighborState: 'Up', detectionSeconds: detectionMs / 1000 },
      ])

      await kac.stop()
      expect(wire.bfd(way.local).at(-1)).toMatchObject({ state: 'AdminDown', diagnostic: 7 })
    })
  })
})
