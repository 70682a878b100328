import { seconds } from '../../../src/base/index.ts'
import { patternFault } from '../../../src/host/index.ts'
import type { Facts, Given } from '../../../src/lint/index.ts'

/** A host with one interface, the four sorts of program, and half of IPVS. */
const facts: Facts = {
  hostname: 'lb1',
  interfaces: [
    { name: 'lo', up: true, mtu: 65536, addresses: ['127.0.0.1/8'] },
    { name: 'eth0', up: true, mtu: 1500, addresses: ['198.51.100.2/24', 'fe80::2/64'] },
    { name: 'eth1', up: true, mtu: 1500, addresses: ['203.0.113.2/24'] },
  ],
  users: ['root', 'nobody'],
  groups: ['root', 'nogroup'],
  programs: {
    '/usr/local/bin/good': { path: '/usr/local/bin/good', owner: 'root', mode: '0755', executable: true },
    '/usr/local/bin/open': {
      path: '/usr/local/bin/open',
      owner: 'root',
      mode: '0777',
      executable: true,
      writable: '/usr/local/bin/open',
    },
    '/usr/local/bin/plain': { path: '/usr/local/bin/plain', owner: 'root', mode: '0644', executable: false },
    '/usr/local/bin/gone now': {},
    '/usr/local/bin/gone': {},
  },
  modules: ['ip_vs', 'ip_vs_wrr'],
}

/** Judged on that host. */
export const onHost: Given = {
  facts,
  patternFault,
  networks: new Map([
    ['eth0', ['198.51.100.0/24', 'fe80::/64']],
    ['eth1', ['203.0.113.0/24']],
  ]),
}
/** Judged on another machine, where half a minute may pass until a failure is noticed. */
export const elsewhere: Given = { elsewhere: true, detectWithin: seconds(30) }
