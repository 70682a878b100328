import { describe, expect, test } from 'vitest'
import { type Ip, type Mac, seconds } from '../src/base/index.ts'
import type { Config } from '../src/bind/index.ts'
import { compileEngine, Encodings, encodeImage } from '../src/engine/index.ts'
import { compiled, facts } from './support/compiled.ts'
import { configOf } from './support/config-of.ts'

const key = '0123456789abcdef0123456789abcdef'
const octets = new TextEncoder().encode(key)
const peer = 'unicast_peer {\n 192.0.2.2\n }'
const hmac = (lines: string) => `auth_hmac {\n key 7 ${lines}\n active_key 7\n }`

describe('a router in the image', () => {
  test.for([
    [
      'plain',
      '',
      { authentication: 'none', runnable: true, syncGroup: 0, sourceFrames: [], ownerIgnoreAdverts: false },
    ],
    ['with AH', 'authentication {\n auth_type AH\n auth_pass s3cr3t\n }', { authentication: 'ah', version: 2 }],
    [
      'signed',
      hmac(key),
      { hmac: { mode: 'enforce', activeKey: 7, timeWindow: seconds(5), keys: [{ id: 7, octets }] } },
    ],
    ['signed, with a slow interval', `advert_int 30\n version 3\n ${hmac(key)}`, { hmac: { timeWindow: seconds(90) } }],
    ['signed without looking at clocks', hmac(`${key}\n anti_replay monotonic`), { hmac: { timeWindow: 0 } }],
    [
      'signed with a key of digits',
      hmac(`hex:${'ff'.repeat(40)}`),
      { hmac: { keys: [{ id: 7, octets: new Uint8Array(40).fill(255) }] } },
    ],
    [
      'signed with a key in a file',
      hmac('file:/key'),
      { hmac: { keys: [{ id: 7, octets: new Uint8Array(32).fill(7) }] } },
    ],
    ['with the old checksum', `version 3\n ${peer}\n old_unicast_checksum`, { oldUnicastChecksum: 'always' }],
    ['never with it', `version 3\n ${peer}\n old_unicast_checksum never`, { oldUnicastChecksum: 'never' }],
    ['an owner that does not listen', 'priority 255\n owner_ignore_adverts', { ownerIgnoreAdverts: true }],
    ['that gives up when late', 'nopreempt\n timer_expired_backup 200', { timerExpiredBackup: 200 }],
    ['whose source may go', 'mcast_src_ip 192.0.2.1\n track_src_ip', { source: '192.0.2.1', sourceConfigured: false }],
    ['whose source must not', 'mcast_src_ip 192.0.2.9', { source: '192.0.2.9', sourceConfigured: true }],
    [
      'that tracks interfaces',
      'track_interface {\n eth1 weight -20 reverse\n eth9\n }',
      {
        trackers: [
          { kind: 'link', id: 'eth1', interfaceIndex: 3, weight: -20, reverse: true },
          { kind: 'link', id: 'eth9', interfaceIndex: 0, weight: 0, reverse: false },
        ],
      },
    ],
  ] as const)('%s', ([, lines, expected]) => {
    const { router, notes } = compiled(lines)
    expect(router).toMatchObject(expected)
    expect(notes).toEqual([])
  })

  test('whose source another interface has is not looked for on its own', () => {
    const addresses = facts.addresses.map((each) => ({ ...each, dev: 'eth1' }))
    const { router, notes } = compiled('mcast_src_ip 192.0.2.1\n track_src_ip', '', { addresses })
    expect(router).toMatchObject({ source: '192.0.2.1', sourceConfigured: true })
    expect(notes).toEqual([])
  })

  test('speaks from what its interface had before the static addresses, if it had any', () => {
    const [own] = facts.addresses
    const addresses = ['192.0.2.8', '192.0.2.1'].map((address) => ({ ...own!, address: address as Ip }))
    const around = 'static_ipaddress {\n 192.0.2.8/24 dev eth0 scope link\n}'
    expect(compiled('', around, { addresses }).router).toMatchObject({ source: '192.0.2.1' })
    expect(compiled('', around, { addresses: addresses.slice(0, 1) }).router).toMatchObject({ source: '192.0.2.8' })
  })

  test('whose interface is not there lacks that, and no address besides', () => {
    const { notes } = compiled('', '', { links: [], addresses: [] })
    expect(notes).toEqual(['VI_1 stays in FAULT: there is no interface eth0'])
  })

  test('that has a macvlan of another name cannot run by it', () => {
    const mac = '00:00:5e:00:01:33' as Mac
    const other = { name: 'other', index: 7, type: 'macvlan', parent: 'eth0', mtu: 1500, flags: 0x1003, mac }
    const { router, notes } = compiled('use_vmac', '', { links: [...facts.links, other] })
    expect(notes).toContain('VI_1 stays in FAULT: there is no interface vrrp.51')
    expect(router).toMatchObject({ interfaceIndex: 0 })
    const { notes: none } = compiled('use_vmac other', '', { links: [...facts.links, other] })
    expect(none.filter((note) => note.includes('FAULT'))).toEqual([])
  })

  test.for([
    [hmac('file:/none'), 'VI_1 stays in FAULT: key 7 of auth_hmac cannot be read', { runnable: false }],
    ['use_vmac eth1', 'VI_1 stays in FAULT: eth1 is there already and is no macvlan on eth0', { interfaceIndex: 0 }],
    ['unicast_fault_no_peer', 'VI_1 stays in FAULT: it has no unicast_peer', { runnable: false }],
    [
      'mcast_src_ip 192.0.2.9\n track_src_ip',
      'VI_1 stays in FAULT: this host does not have 192.0.2.9',
      { source: '0.0.0.0' },
    ],
  ] as const)('that cannot run: %s', ([lines, note, expected]) => {
    const { router, notes } = compiled(lines)
    expect(notes).toContain(note)
    expect(router).toMatchObject(expected)
  })

  test.for([
    ['no_accept', ['as Master this host takes in packets to its addresses, in spite of no_accept']],
    ['use_vmac', ['switches may hear a backup speak from the virtual router MAC address']],
    ['', []],
  ] as const)('whose host has no firewall of kac: %s', ([lines, expected]) => {
    const { notes, router } = compiled(lines)
    const without = 'VI_1: there is no table keepalived of kac in nf_tables: '
    const said = notes.flatMap((note) => (note.startsWith(without) ? [note.slice(without.length)] : []))
    expect(said).toEqual(expected)
    expect(router?.objects.map(({ bus }) => bus)).toEqual(lines === 'use_vmac' ? [] : ['route'])
  })

  test('keeps packets from its addresses before they are there, until they are gone', () => {
    const firewalls = [{ table: 'keepalived', priority: -1, counters: false, form: 'x', handle: '7' }]
    const elements = [{ table: 'keepalived', set: 'vips', address: '192.0.2.10' as Ip }] as const
    const { router } = compiled('no_accept', '', { firewalls, elements })
    expect(router?.objects.map(({ label, bus, found, tracked }) => [label, bus, found, tracked])).toEqual([
      ['vips 192.0.2.10', 'netfilter', 'ours', false],
      ['192.0.2.10/24 dev eth0', 'route', 'absent', true],
    ])
    expect(router?.removal).toEqual([1, 0])
    const again = compiled('no_accept', '', { firewalls: firewalls.map((each) => ({ ...each, handle: '8' })) })
    expect(again.router?.objects[0]?.key).not.toEqual(router?.objects[0]?.key)
    expect(again.router?.objects[1]?.key).toEqual(router?.objects[1]?.key)
  })

  test('announces its own source when it is unicast', () => {
    const { router } = compiled(peer)
    expect(router?.sourceFrames).toMatchObject([{ interfaceIndex: 2 }])
    expect(Buffer.from(router?.sourceFrames[0]?.bytes ?? []).toString('hex')).toContain('c0000201ffffffffffffc0000201')
  })

  test('moves with its sync group, and tracks what the group tracks', () => {
    const group = `vrrp_sync_group G {\n group {\n VI_1\n VI_2\n }\n track_interface {\n eth1 weight 5\n }\n }
      vrrp_instance VI_2 {\n interface eth0\n virtual_router_id 52\n virtual_ipaddress {\n 192.0.2.11\n }\n }`
    const { image } = compiled('', group)
    const tracker = { kind: 'link', id: 'eth1', interfaceIndex: 3, weight: 5, reverse: false }
    expect(image.routers).toMatchObject([
      { name: 'VI_2', syncGroup: 1, trackers: [tracker] },
      { name: 'VI_1', syncGroup: 1, trackers: [tracker] },
    ])
  })
})

describe('the image', () => {
  test('says how the engine is to run', () => {
    const lines = ['vrrp_rt_priority 50', 'vrrp_rlimit_rttime 20000', 'vrrp_no_swap', 'vrrp_cpu_affinity 0 1']
    const late = ['vrrp_priority -5', 'max_auto_priority 10', 'min_auto_priority_delay 500000']
    expect(compiled('', `global_defs {\n ${[...lines, ...late].join('\n')}\n }`).image.scheduling).toEqual({
      nice: -5,
      realTimePriority: 50,
      realTimeLimit: 20_000,
      lockMemory: true,
      autoPriorityMax: 10,
      autoPriorityDelay: 500_000,
      cpus: [0, 1],
      name: 'kac-engine',
    })
  })

  test.for([
    ['process_names', 'keepalived_vrrp'],
    ['process_names\n vrrp_process_name roles', 'roles'],
  ] as const)('names the process: %j', ([line, name]) => {
    expect(compiled('', `global_defs {\n ${line}\n }`).image.scheduling).toMatchObject({ name })
  })

  test('says which links have to stay as they are before they count', () => {
    const linkDelays = [{ interface: 'eth0', down: seconds(2), up: seconds(0.5) }]
    expect(compiled('', 'interface_up_down_delays {\n eth0 2 0.5\n }').image).toMatchObject({ linkDelays })
  })

  test('has the delays', () => {
    const around = 'global_defs {\n vrrp_startup_delay 2.5\n vrrp_delay_after_boot 60\n }'
    expect(compiled('', around).image).toMatchObject({ startupDelay: seconds(2.5), delayAfterBoot: seconds(60) })
  })

  test.for([
    ['', 0],
    ['vrrp_rx_bufs_policy MTU', 4500],
    ['vrrp_rx_bufs_policy advert\n vrrp_rx_bufs_multiplier 10', 7680],
    ['vrrp_rx_bufs_policy 300000', 300000],
    ['vrrp_rx_bufs_policy 4294967295', 2 ** 30 - 1],
    ['vrrp_rx_bufs_policy MTU\n vrrp_rx_bufs_multiplier 4000000', 2 ** 30 - 1],
  ] as const)('sizes the buffer for adverts by "%s"', ([lines, bytes]) => {
    const { image } = compiled('', `global_defs {\n ${lines}\n }`)
    expect(image.sockets.map(({ receiveBufferBytes }) => receiveBufferBytes)).toEqual([bytes])
  })

  test('has one socket for routers that hear the same, as large as the largest wish', () => {
    const other = `vrrp_instance VI_2 {\n interface eth0\n virtual_router_id 52\n kernel_rx_buf_size 90000
      virtual_ipaddress {\n 192.0.2.11\n }\n }`
    expect(compiled('kernel_rx_buf_size 70000', other).image.sockets).toMatchObject([{ receiveBufferBytes: 90000 }])
  })
})

test('what was encoded for the image before makes the same image, and an image stays as it was', () => {
  const text = (addresses: string) => `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress {\n ${addresses}\n }
  virtual_routes {\n 203.0.113.0/24 via 192.0.2.9 dev eth1\n }
}`
  const [one, two] = ['192.0.2.10/24', '192.0.2.9/24\n 192.0.2.10/24'].map((lines) => configOf(text(lines)))
  const encodings = new Encodings()
  const first = compileEngine(one as Config, facts, encodings)
  const bytes = encodeImage(first.image)
  for (const config of [two, one, one] as Config[]) {
    expect(compileEngine(config, facts, encodings)).toEqual(compileEngine(config, facts))
  }
  const links = facts.links.map((link) => ({ ...link, index: link.index + 7 }))
  expect(compileEngine(one as Config, { ...facts, links }, encodings)).toEqual(
    compileEngine(one as Config, { ...facts, links }),
  )
  expect(encodeImage(first.image)).toEqual(bytes)
})
