import { describe, expect, test } from 'vitest'
import type { Ip, Mac } from '../src/base/index.ts'
import { compileEngine, type EngineFacts } from '../src/engine/index.ts'
import { configOf } from './support/config-of.ts'

const ether = { mtu: 1500, flags: 0x1003, mac: '02:00:00:00:00:01' as Mac }
const facts: EngineFacts = {
  links: ['eth0', 'eth1', 'red'].map((name, at) => ({ ...ether, name, index: at + 2 })),
  addresses: [{ address: '192.0.2.1' as Ip, prefix: 24, dev: 'eth0', flags: [], preferredLifetime: 'forever' }],
  routes: [],
  rules: [],
  firewalls: [],
  elements: [],
  forwarding: new Set(),
  readKey: () => undefined,
}

describe('unicast without an interface', () => {
  test.for([
    ['leaves the choice of it to the kernel', '', 0, []],
    ['is bound to its VRF, and depends on that', 'vrf red', 4, [{ kind: 'link', id: 'red', interfaceIndex: 4 }]],
  ] as const)('%s', ([, line, interfaceIndex, more]) => {
    const text = `vrrp_instance VI_1 {
      virtual_router_id 51
      unicast_src_ip 192.0.2.1
      unicast_peer {\n 192.0.2.2\n }
      ${line}
      virtual_ipaddress {\n 192.0.2.10/24 dev eth1\n }\n}`
    const { image, notes } = compileEngine(configOf(text), facts)
    expect(notes).toEqual([])
    expect(image.sockets).toMatchObject([{ multicast: false, interfaceIndex, local: '192.0.2.1' }])
    const [router] = image.routers
    const onItsAddress = { kind: 'link', id: 'eth1', interfaceIndex: 3 }
    expect(router).toMatchObject({ interfaceName: '', interfaceIndex: 0, trackers: [onItsAddress, ...more] })
    expect(router?.sourceFrames).toMatchObject([{ interfaceIndex: 2 }])
  })
})

test('routers of one VRID may have different peers: they are in one place', () => {
  const text = ['VI_1', 'VI_2'].map(
    (name, at) => `vrrp_instance ${name} {
      interface eth0
      virtual_router_id 51
      unicast_peer {\n 192.0.2.${at + 2}\n }
      virtual_ipaddress {\n 192.0.2.1${at}/24\n }\n}`,
  )
  const { routers } = compileEngine(configOf(text.join('\n')), facts).image
  expect(routers.map(({ identity }) => identity)).toEqual(['51 ipv4 eth0 unicast', '51 ipv4 eth0 unicast'])
})
