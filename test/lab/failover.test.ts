import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
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
  {
    name: 'v2 multicast with AH',
    version: 2,
    intervalMs: 1000,
    address: v4,
    lines: 'authentication {\n auth_type AH\n auth_pass s3cr3t\n }',
  },
  {
    name: 'v2 unicast with AH',
    version: 2,
    intervalMs: 1000,
    address: v4,
    lines: 'authentication {\n auth_type AH\n auth_pass s3cr3t\n }',
    unicast: true,
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
  return { lab, lb1, lb2, wire: await lab.capture('proto 112 or proto 51 or arp or icmp6') }
}

/** Waits until the last adverts are all of that priority: for a moment two may speak. */
async function masterIs(wire: Capture, priority: number, within: number): Promise<void> {
  const settled = () => {
    const last = wire.adverts(51).slice(-2)
    return last.length === 2 && last.every((advert) => advert.priority === priority)
  }
  await until(settled, { within, what: `the one with priority ${priority} is master` })
}

async function holds(holder: Host, other: Host, address: string): Promise<void> {
  const alone = () => holder.has(address) && !other.has(address)
  await until(alone, { within: 1000, what: `${holder.name} alone holds ${address}` })
}

/** From the last advert that was not its own to the first of the new master, against what the protocol says. */
function expectTakeover(wire: Capture, priority: number, expectedMs: number): void {
  const adverts = wire.adverts(51)
  const first = adverts.findLastIndex((advert) => advert.priority !== priority) + 1
  const [before, after] = [adverts[first - 1], adverts[first]]
  if (!before || !after) throw new Error('no takeover was seen')
  const tookMs = (after.at - before.at) / 1000
  expect(tookMs).toBeGreaterThan(expectedMs - marginMs / 4)
  expect(tookMs).toBeLessThan(expectedMs + marginMs)
}

const sides = [
  { name: 'kac above keepalived', startHigh: startKac, startLow: startKeepalived },
  { name: 'keepalived above kac', startHigh: startKeepalived, startLow: startKac },
  { name: 'kac above kac', startHigh: startKac, startLow: startKac },
  { name: 'kac above FRR', startHigh: startKac, startLow: startFrr },
  { name: 'FRR above kac', startHigh: startFrr, startLow: startKac },
]

/** FRR has neither authentication nor unicast, and its addresses are on interfaces of its own. */
const spokenBy = (name: string) =>
  protocols.filter(({ unicast, lines }) => !name.includes('FRR') || (!unicast && lines === ''))

describe('failover with real peers', needs('root', 'ip', 'tcpdump', 'keepalived', 'vrrpd'), () => {
  describe.each(sides)('$name', ({ name, startHigh, startLow }) => {
    test.concurrent.for(spokenBy(name))('$name: election, crash, return, stop', async (protocol) => {
      const { lab, lb1, lb2, wire } = await openLab('failover')
      await using _lab = lab
      const { address, intervalMs } = protocol
      const skewMs = (protocol.version === 2 ? 1000 : intervalMs) * (156 / 256)
      const within = 6 * intervalMs + 10_000
      const held = async (holder: Host, other: Host) => {
        if (!name.includes('FRR')) await holds(holder, other, address)
      }

      const low = await startLow(lb2, protocol, 100)
      await startHigh(lb1, protocol, 150)
      await masterIs(wire, 150, within)
      await held(lb1, lb2)

      await lb1.powerCut()
      await masterIs(wire, 100, within)
      expectTakeover(wire, 100, 3 * intervalMs + skewMs)
      expect(lb2.has(address) || name.includes('FRR')).toBe(true)
      const [mac, frrMac] = ['02:00:00:00:00:02', /^00:00:5e:00:0[12]:33$/]
      expect(wire.announcements(address).at(-1)?.mac).toMatch(startLow === startFrr ? frrMac : mac)

      const high = await startHigh(lb1, protocol, 150)
      await masterIs(wire, 150, within)
      await held(lb1, lb2)

      await high.stop()
      await masterIs(wire, 100, within)
      await held(lb2, lb1)
      expect(wire.adverts(51).some((advert) => advert.priority === 0)).toBe(true)
      expectTakeover(wire, 100, skewMs)
      await low.stop()
    })
  })
})
