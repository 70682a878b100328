import { describe, expect, test } from 'vitest'
import { Kac } from '../support/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** What happens to a host under a running kac: links, addresses and interfaces that come and go. */

function configuration(addresses: readonly string[] = ['192.0.2.100/24'], lines = ''): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 150
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

async function state(kac: Kac, expected: string): Promise<void> {
  await until(async () => (await kac.status()).routers[0]?.state === expected, {
    within: 5000,
    every: 50,
    what: `the state is ${expected}`,
  })
}

async function startMaster(host: Host, text = configuration()): Promise<Kac> {
  const kac = await Kac.start(host, text)
  await state(kac, 'MASTER')
  return kac
}

describe('a host that changes under a running kac', needs('root', 'ip', 'tcpdump'), () => {
  test('a dead cable is a fault, and the addresses go; a live one ends it', async () => {
    await using lab = await Lab.open('cable')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host)
    lab.unplug(host)
    await state(kac, 'FAULT')
    expect(host.has('192.0.2.100')).toBe(false)
    lab.plug(host)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a virtual address that somebody deletes is put back after a resignation', async () => {
    await using lab = await Lab.open('deleted')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host)
    const wire = await lab.capture('proto 112')
    await host.sh('ip address del 192.0.2.100/24 dev eth0')
    await until(() => wire.adverts(51).some((advert) => advert.priority === 0), { within: 1000 })
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('the loss of the source address is a fault until there is one again, the same or another', async () => {
    await using lab = await Lab.open('source')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await startMaster(host, configuration(['198.51.100.1/24']))
    const wire = await lab.capture('proto 112')
    await host.sh('ip address del 192.0.2.1/24 dev eth0')
    await state(kac, 'FAULT')
    await host.sh('ip address add 192.0.2.7/24 dev eth0')
    await state(kac, 'MASTER')
    expect(wire.adverts(51).at(-1)?.source).toBe('192.0.2.7')
  })

  test('an interface that is deleted and made again carries the router again', async () => {
    await using lab = await Lab.open('remade')
    const host = await lab.host('lb1')
    const make = `ip link add eth0 type veth peer name other
    ip link set other up
    ip link set eth0 up
    ip address add 192.0.2.1/24 dev eth0`
    await host.sh(make)
    const kac = await startMaster(host)
    await host.sh('ip link delete eth0')
    await state(kac, 'FAULT')
    await host.sh(make)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a router whose interface does not exist yet waits for it', async () => {
    await using lab = await Lab.open('later')
    const host = await lab.host('lb1')
    const kac = await Kac.start(host, configuration())
    expect(kac.daemon.output).toContain('there is no interface eth0')
    await state(kac, 'FAULT')
    await host.sh(`ip link add eth0 type veth peer name other
    ip link set other up
    ip link set eth0 up
    ip address add 192.0.2.1/24 dev eth0`)
    await state(kac, 'MASTER')
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test("an address that is the host's own is not taken away, whatever the role", async () => {
    await using lab = await Lab.open('own')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24', '192.0.2.100/24'] })
    const kac = await startMaster(host, configuration(['192.0.2.100/24', '192.0.2.101/24']))
    expect(host.has('192.0.2.101')).toBe(true)
    await kac.stop()
    expect([host.has('192.0.2.100'), host.has('192.0.2.101')]).toEqual([true, false])
  })

  test('addresses that a killed run left behind are taken off at the start, without a word', async () => {
    await using lab = await Lab.open('leftover')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await startMaster(host)
    await host.powerCut()
    expect(host.has('192.0.2.100')).toBe(true)
    const wire = await lab.capture('proto 112')
    await Kac.start(host, configuration(undefined, 'preempt_delay 5').replace('priority 150', 'priority 1'))
    expect(host.has('192.0.2.100')).toBe(false)
    expect(wire.adverts(51)).toEqual([])
  })
})
