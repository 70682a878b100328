import type { Cidr, Ip, Mac } from '../../src/base/index.ts'
import { compileEngine, type EngineFacts } from '../../src/engine/index.ts'
import { type Address, ownProtocol } from '../../src/kernel/index.ts'
import { configOf } from './config-of.ts'

const ether = { mtu: 1500, flags: 0x1003, mac: '02:00:00:00:00:01' as Mac }
/** Of a host with two interfaces, the first of which has addresses. */
export const facts: EngineFacts = {
  links: ['eth0', 'eth1'].map((name, at) => ({ ...ether, name, index: at + 2 })),
  addresses: [address('192.0.2.1/24'), address('fe80::1/64')],
  routes: [],
  rules: [],
  firewalls: [],
  elements: [],
  forwarding: new Set(),
  readKey: (path) => (path === '/key' ? `hex:${'07'.repeat(32)}\n` : undefined),
}

function address(text: Cidr | string): Address {
  const [ip, prefix] = String(text).split('/')
  return {
    address: ip as Ip,
    prefix: Number(prefix),
    dev: 'eth0',
    flags: [],
    preferredLifetime: 'forever',
    protocol: ownProtocol - 1,
  }
}

/** The image of a configuration with this router, VI_1, and what was noted about it. */
export function compiled(lines: string, around = '', more: Partial<EngineFacts> = {}) {
  const text = `${around}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  ${lines.includes('virtual_ipaddress') ? '' : 'virtual_ipaddress {\n 192.0.2.10/24\n }'}
  ${lines}
}`
  const { image, notes } = compileEngine(configOf(text), { ...facts, ...more })
  return {
    image,
    router: image.routers.find(({ name }) => name === 'VI_1'),
    notes: notes.map(({ message }) => message),
  }
}
