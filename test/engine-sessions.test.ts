import { describe, expect, test } from 'vitest'
import { micros, seconds } from '../src/base/index.ts'
import { compileEngine, type EngineFacts, encodeImage } from '../src/engine/index.ts'
import { loadAddon } from '../src/host/addon.ts'
import { configOf } from './support/config-of.ts'

/** BFD sessions in the engine image. */

const facts: EngineFacts = {
  links: [],
  addresses: [],
  routes: [],
  rules: [],
  forwarding: new Set(),
  readKey: () => undefined,
  firewalls: [],
  elements: [],
}

interface Engine {
  load(now: number, image: Uint8Array): void
  handleTimeout(now: number): void
  poll(): unknown
}

function compiled(lines: string, around = '') {
  return compileEngine(configOf(`${around}\nbfd_instance link {\n ${lines}\n}`), facts)
}

describe('a session in the image', () => {
  test.for([
    [
      'plain',
      'neighbor_ip 192.0.2.2',
      {
        name: 'link',
        identity: '192.0.2.2 any one hop',
        tracker: 'bfd:link',
        neighbor: '192.0.2.2',
        multihop: false,
        ttl: 255,
        ttlMin: 255,
        minTransmit: micros(10_000),
        minReceive: micros(10_000),
        idleTransmit: seconds(1),
        multiplier: 5,
        passive: false,
      },
    ],
    [
      'with all that may be said',
      'neighbor_ip 192.0.2.2\n source_ip 192.0.2.1\n min_rx 50\n min_tx 40.5\n idle_tx 2000\n multiplier 3\n passive\n ttl 64\n max_hops 4\n multihop',
      {
        name: 'link',
        identity: '192.0.2.2 192.0.2.1 multihop',
        tracker: 'bfd:link',
        neighbor: '192.0.2.2',
        source: '192.0.2.1',
        multihop: true,
        ttl: 64,
        ttlMin: 60,
        minTransmit: micros(40_500),
        minReceive: micros(50_000),
        idleTransmit: seconds(2),
        multiplier: 3,
        passive: true,
      },
    ],
  ] as const)('%s', ([, lines, expected]) => {
    const { image, notes } = compiled(lines)
    expect(image.sessions).toEqual([expected])
    expect(notes).toEqual([])
  })

  test.for([
    ['neighbor_ip 2001:db8::2', 255, 64],
    ['neighbor_ip 2001:db8::2\n hoplimit 64', 64, 64],
    ['neighbor_ip 2001:db8::2\n hoplimit 255', 255, 255],
    ['neighbor_ip 192.0.2.2\n max_hops -1', 255, 0],
  ] as const)('%s: sends with %i, and takes %i or more', ([lines, ttl, ttlMin]) => {
    expect(compiled(lines).image.sessions).toMatchObject([{ ttl, ttlMin }])
  })

  test('cannot speak with a link-local neighbour, and says so', () => {
    expect(compiled('neighbor_ip fe80::2').notes.map(({ message }) => message)).toEqual([
      'link stays down: a link-local neighbor_ip needs an interface, which a bfd_instance cannot name',
    ])
  })

  test('is read by the engine as it was meant', () => {
    const { Engine } = loadAddon() as { Engine: new () => Engine }
    const engine = new Engine()
    const { image } = compiled('neighbor_ip 2001:db8::2\n source_ip 2001:db8::1')
    engine.load(0, encodeImage(image))
    engine.handleTimeout(0)
    expect(engine.poll()).toMatchObject({ kind: 'send-bfd', name: 'link', session: 0 })
  })
})

test('who tracks a session goes by it, with its weight or another', () => {
  const router = (name: string, vrid: number, entry: string) =>
    `vrrp_instance ${name} {\n interface eth0\n virtual_router_id ${vrid}\n virtual_ipaddress {\n 192.0.2.${vrid}\n }
     track_bfd {\n ${entry}\n }\n}`
  const { image } = compileEngine(
    configOf(`bfd_instance link {\n neighbor_ip 192.0.2.2\n weight -20\n}
${router('VI_1', 51, 'link')}
${router('VI_2', 52, 'link weight 30 reverse')}`),
    facts,
  )
  const tracker = { kind: 'state', id: 'bfd:link', interfaceIndex: 0 }
  expect(image.routers.map(({ trackers }) => trackers)).toEqual([
    [{ ...tracker, weight: -20, reverse: false }],
    [{ ...tracker, weight: 30, reverse: true }],
  ])
})

test('the engine runs as either of VRRP and BFD asks, as long as there are sessions', () => {
  const around = `global_defs {
  vrrp_priority -1
  bfd_priority -5
  vrrp_rt_priority 10
  bfd_rt_priority 20
  bfd_rlimit_rttime 20000
  bfd_no_swap
  bfd_cpu_affinity 1
}`
  const asked = { nice: -5, realTimePriority: 20, realTimeLimit: 20_000, lockMemory: true, cpus: [1] }
  expect(compiled('neighbor_ip 192.0.2.2', around).image.scheduling).toMatchObject(asked)
  const alone = compileEngine(configOf(around), facts).image.scheduling
  expect(alone).toMatchObject({ nice: -1, realTimePriority: 10, realTimeLimit: 10_000, lockMemory: false, cpus: [] })
})
