import { describe, expect, test } from 'vitest'
import { Kac } from '../support/kac.ts'
import { type Capture, type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { frrVrrpd, keepalived } from '../support/peers/index.ts'

/** Both ways round with real peers on one wire: who is master is read from the wire and the kernels, never from logs. */

interface Protocol {
  readonly name: string
  readonly version: 2 | 3
  readonly intervalMs: number
  readonly address: string
  readonly lines: string
  readonly unicast?: boolean
}

const v4 = '192.0.2.100'
const v6 = 'fe80::100'

const protocols: readonly Protocol[] = [
  { name: 'v2 multicast', version: 2, intervalMs: 1000, address: v4, lines: '' },
  {
    name: 'v2 multicast with PASS',
    version: 2,
    intervalMs: 1000,
    address: v4,
    lines: 'authentication {\n auth_type PASS\n auth_pass s3cr3t\n }',
  },
  { name: 'v2 unicast', version: 2, intervalMs: 1000, address: v4, lines: '', unicast: true },
  { name: 'v3 IPv4 multicast', version: 3, intervalMs: 200, address: v4, lines: '' },
  { name: 'v3 IPv4 unicast', version: 3, intervalMs: 200, address: v4, lines: '', unicast: true },
  { name: 'v3 IPv6 multicast', version: 3, intervalMs: 200, address: v6, lines: '' },
  { name: 'v3 IPv6 unicast', version: 3, intervalMs: 200, address: v6, lines: '', unicast: true },
]

/** A router that can be started on a host and stopped properly. */
interface Router {
  stop(): Promise<void>
}
type Start = (host: Host, protocol: Protocol, priority: number) => Promise<Router>

const startKac: Start = async (host, protocol, priority) => {
  const kac = await Kac.start(host, configuration(host, protocol, priority))
  return { stop: () => kac.stop() }
}

const startKeepalived: Start = async (host, protocol, priority) => {
  const daemon = await keepalived(host, configuration(host, protocol, priority))
  return {
    stop: async () => void (await daemon.kill('SIGTERM')),
  }
}

const startFrr: Start = async (host, { version, intervalMs, address }, priority) => {
  const daemon = await frrVrrpd(host, { vrid: 51, version, priority, intervalMs, addresses: [address] })
  return { stop: async () => void (await daemon.kill('SIGTERM')) }
}

function configuration(host: Host, protocol: Protocol, priority: number): string {
  const [mine, other] = host.name === 'lb1' ? [1, 2] : [2, 1]
  const network = protocol.address === v4 ? '192.0.2.' : '2001:db8::'
  const unicast = `unicast_src_ip ${network}${mine}\n unicast_peer {\n ${network}${other}\n }`
  return `global_defs {
  router_id ${host.name}
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version ${protocol.version}
  advert_int ${protocol.intervalMs / 1000}
  ${protocol.lines}
  ${protocol.unicast ? unicast : ''}
  virtual_ipaddress {
    ${protocol.address}/${protocol.address === v4 ? 24 : 64}
  }
}
`
}

const marginMs = 250

async function openLab(name: string): Promise<{ lab: Lab; lb1: Host; lb2: Host; wire: Capture }> {
  const lab = await Lab.open(name)
  const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
  const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24', '2001:db8::2/64'] })
  return { lab, lb1, lb2, wire: await lab.capture('proto 112 or arp or icmp6') }
}

/** The capture is a little behind the kernels. */
async function heard(wire: Capture, priority: number): Promise<void> {
  await until(() => wire.adverts(51).at(-1)?.priority === priority, { within: 2000, what: `${priority} advertises` })
}

/** Milliseconds from the last advert that the others still heard to the first of the new master. */
function takeover(wire: Capture, priority: number): number {
  const adverts = wire.adverts(51)
  const first = adverts.findLastIndex((advert) => advert.priority !== priority) + 1
  const [before, after] = [adverts[first - 1], adverts[first]]
  if (!before || !after) throw new Error('no takeover was seen')
  return (after.at - before.at) / 1000
}

async function holds(holder: Host, other: Host, address: string, within: number): Promise<void> {
  await until(() => holder.has(address) && !other.has(address), {
    within,
    what: `${holder.name} alone holds ${address}`,
  })
}

describe('failover with real peers', needs('root', 'ip', 'tcpdump', 'keepalived', 'vrrpd'), () => {
  const sides = [
    ['kac above keepalived', startKac, startKeepalived],
    ['keepalived above kac', startKeepalived, startKac],
    ['kac above kac', startKac, startKac],
  ] as const

  describe.each(sides)('%s', (_, startHigh, startLow) => {
    test.concurrent.for(protocols)('$name: election, crash, return, stop', async (protocol) => {
      const { lab, lb1, lb2, wire } = await openLab('failover')
      await using _lab = lab
      const { address, intervalMs } = protocol
      const skew = (protocol.version === 2 ? 1000 : intervalMs) * (156 / 256)
      const downInterval = 3 * intervalMs + skew
      const settled = 5 * intervalMs + 3000

      const low = await startLow(lb2, protocol, 100)
      let high = await startHigh(lb1, protocol, 150)
      await holds(lb1, lb2, address, settled)
      await heard(wire, 150)

      await lb1.powerCut()
      await until(() => lb2.has(address), { within: settled, what: 'the backup takes over' })
      await heard(wire, 100)
      expect(takeover(wire, 100)).toBeGreaterThan(downInterval - marginMs)
      expect(takeover(wire, 100)).toBeLessThan(downInterval + marginMs)
      const announcer = () => wire.announcements(address).at(-1)?.mac
      await until(() => announcer() === '02:00:00:00:00:02', {
        within: 1000,
        what: 'the new master announces the address',
      })

      high = await startHigh(lb1, protocol, 150)
      await holds(lb1, lb2, address, settled)

      await high.stop()
      await holds(lb2, lb1, address, settled)
      await heard(wire, 100)
      expect(wire.adverts(51).some((advert) => advert.priority === 0)).toBe(true)
      expect(takeover(wire, 100)).toBeGreaterThan(skew - marginMs / 4)
      expect(takeover(wire, 100)).toBeLessThan(skew + marginMs)
      await low.stop()
      expect([lb1.has(address), lb2.has(address)]).toEqual([false, false])
    })
  })

  const frrProtocols = protocols.filter(({ unicast, lines }) => !unicast && lines === '')
  const frrSides = [
    ['kac above FRR', startKac, startFrr],
    ['FRR above kac', startFrr, startKac],
  ] as const

  describe.each(frrSides)('%s', (_, startHigh, startLow) => {
    test.concurrent.for(frrProtocols)('$name: election, crash, return', async (protocol) => {
      const { lab, lb1, lb2, wire } = await openLab('frr')
      await using _lab = lab
      const settled = 5 * protocol.intervalMs + 15_000
      const isMaster = async (priority: number) => {
        await until(() => wire.adverts(51).at(-1)?.priority === priority, {
          within: settled,
          what: `${priority} is master`,
        })
        // Both advertise for a moment when one takes over; then it must be one alone.
        const from = wire.frames.length
        await until(() => wire.frames.length > from + 3, { within: settled })
      }
      await startLow(lb2, protocol, 100)
      await startHigh(lb1, protocol, 150)
      await isMaster(150)
      await lb1.powerCut()
      await isMaster(100)
      await startHigh(lb1, protocol, 150)
      await isMaster(150)
    })
  })
})
