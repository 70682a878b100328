import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  assumedUp,
  assumeRuntime,
  carriedAddresses,
  carriedBy,
  Devices,
  desired,
  type RuntimeState,
} from '../src/desired/index.ts'
import { kinds, type Link, linkNames } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'
import { readSamples, requestFields } from './support/kernel/fixtures.ts'

const ether = 0x1 | 0x1000
const noArp = 0x80
const links: Link[] = [
  { name: 'eth0', index: 2, mtu: 1500, flags: ether },
  { name: 'eth1', index: 3, mtu: 1500, flags: ether },
  { name: 'ipip0', index: 4, mtu: 1480, flags: ether | noArp },
]

function instance(name: string, addresses: readonly string[], more = ''): string {
  return `
vrrp_instance ${name} {
    interface eth0
    virtual_router_id 51
    ${more}
    virtual_ipaddress {
        ${addresses.join('\n        ')}
    }
}`
}

describe('an address line', () => {
  const samples = readSamples(new URL('./fixtures/desired/address-lines.txt', import.meta.url))

  test.for(samples)('$title', ({ title, parts }) => {
    const config = configOf(instance('VI_1', [title]))
    const [carried] = carriedAddresses(config.vrrpInstances[0]!, Devices.of(config))
    const [add, remove] = parts.map((part) => JSON.parse(part))
    const names = linkNames(links)
    expect(requestFields(kinds.address.create(carried!.object, names)[0]!)).toEqual(add)
    expect(requestFields(kinds.address.remove(carried!.object, names)[0]!)).toEqual(remove)
  })
})

describe('a line of routes or rules', () => {
  const vrfs: Link[] = [{ name: 'red', index: 9, mtu: 65575, flags: 1, type: 'vrf', data: { IFLA_VRF_TABLE: 77 } }]
  const lists = { virtual_routes: 'route-lines.txt', virtual_rules: 'rule-lines.txt' }

  test.for(Object.entries(lists))('of %s becomes an object of the kernel', async ([list, name]) => {
    const file = new URL(`./fixtures/desired/${name}`, import.meta.url).pathname
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('  '))
    const shown = lines.map((line) => {
      const text = `${instance('VI_1', ['192.0.2.10'], `${list} {\n ${line}\n }`)}`
      const config = configOf(text)
      const around = { devices: Devices.of(config), links: [...links, ...vrfs], table: 'keepalived' }
      const carried = carriedBy(config.vrrpInstances[0]!, around).slice(1)
      const objects = carried.map(({ kind, object }) => Object.values(kinds[kind].show(object as never)))
      return `${line}\n${objects.map(([title, settings]) => `  ${title}\n  ${JSON.stringify(settings)}\n`).join('')}`
    })
    await expect(shown.join('')).toMatchFileSnapshot(file)
  })
})

describe('what the kernel is to hold', () => {
  const config = configOf(`
${instance('VI_1', ['192.0.2.10/24', '192.0.2.11/24 dev ipip0'], 'garp_master_delay 3\n    garp_master_repeat 2')}
${instance('VI_2', ['2001:db8::10'], 'garp_master_delay 0').replace('51', '52')}`)
  const [first] = config.vrrpInstances

  function runtime(routers: Readonly<Record<string, 'MASTER' | 'BACKUP' | 'FAULT' | 'INIT'>>): RuntimeState {
    const entries = Object.entries(routers).map(([name, state]) => [name, { state, effectivePriority: 90 }] as const)
    return { routers: new Map(entries), links, addresses: [], pools: assumedUp(config) }
  }

  test.for(['BACKUP', 'FAULT', 'INIT'] as const)('is all addresses of a MASTER and none of a %s', (state) => {
    const { objects } = desired(config, runtime({ VI_1: 'MASTER', VI_2: state }))
    expect(objects.address.map(({ object, present }) => [kinds.address.show(object).title, present])).toEqual([
      ['192.0.2.10/24 dev eth0', true],
      ['192.0.2.11/24 dev ipip0', true],
      ['2001:db8::10/128 dev eth0', false],
    ])
  })

  test('holds nothing of a router that does not run yet', () => {
    const { objects } = desired(config, runtime({}))
    expect(objects.address.map(({ present }) => present)).toEqual([false, false, false])
  })

  test('does not depend on the order of the instances', () => {
    const { vrrpInstances, ...rest } = config
    const reversed = { ...rest, vrrpInstances: vrrpInstances.toReversed() }
    const state = runtime({ VI_1: 'MASTER', VI_2: 'BACKUP' })
    const [here, there] = [desired(config, state), desired(reversed, state)]
    expect(there.objects.address).toHaveLength(here.objects.address.length)
    expect(there.objects.address).toEqual(expect.arrayContaining([...here.objects.address]))
  })

  test('says which line asks for it', () => {
    const { objects } = desired(config, runtime({}))
    const line = first?.virtualAddresses[1]
    expect(objects.address[1]?.because).toEqual({
      block: 'vrrp_instance.VI_1',
      blockAt: first?.at,
      setting: 'virtual_ipaddress',
      at: line?.at,
    })
  })

  test('is announced, unless the interface does no ARP', () => {
    const { objects } = desired(config, runtime({ VI_1: 'MASTER', VI_2: 'MASTER' }))
    expect(objects.address.map(({ announcement }) => announcement)).toEqual([
      { kind: 'gratuitous ARP', now: 2, again: { count: 2, after: 3_000_000 } },
      undefined,
      { kind: 'unsolicited NA', now: 5 },
    ])
  })

  test.for([
    ['runs on', { VI_1: 'MASTER' }, { before: 'MASTER', after: 'MASTER', priority: 90 }],
    ['begins as BACKUP', {}, { after: 'BACKUP', priority: 100 }],
  ] as const)('a router that is configured %s', ([, routers, role]) => {
    expect(desired(config, runtime(routers)).roles[0]).toEqual({ name: 'VI_1', at: first?.at, ...role })
  })

  test('a router that is configured no longer ends', () => {
    expect(desired(config, runtime({ VI_9: 'MASTER' })).roles[2]).toEqual({
      name: 'VI_9',
      before: 'MASTER',
      priority: 90,
    })
  })

  test('without a daemon, a router is what was asked to be assumed, else BACKUP', () => {
    const assumed = assumeRuntime(config, { asked: new Map([['VI_2', 'master']]), links, addresses: [] })
    const { objects, roles } = desired(config, assumed)
    expect(roles).toEqual([
      { name: 'VI_1', at: first?.at, after: 'BACKUP', priority: 100, assumed: 'default' },
      { name: 'VI_2', at: config.vrrpInstances[1]?.at, after: 'MASTER', priority: 100, assumed: 'asked' },
    ])
    expect(objects.address.map(({ present }) => present)).toEqual([false, false, true])
  })

  test('nothing can be assumed of an instance that does not exist', () => {
    const assume = () => assumeRuntime(config, { asked: new Map([['VI_3', 'master']]), links, addresses: [] })
    expect(assume).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})
