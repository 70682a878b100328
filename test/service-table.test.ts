import { describe, expect, test } from 'vitest'
import { ServiceTable } from '../src/daemon/index.ts'
import { assumedUp } from '../src/desired/index.ts'
import { kinds } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'
import { FakeKernel } from './support/kernel/fake-kernel.ts'

const virtual = (host: number, servers: string, more = '') => `virtual_server 192.0.2.${host} 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  ${more}
  ${servers}
}
`
const real = (host: number, more = '') => `real_server 10.0.0.${host} 80 {\n${more}\n}\n`

/** A table on a kernel of its own; `asked` counts requests to change something since it was read last. */
function world() {
  const kernel = new FakeKernel([])
  const memory = new Map<string, string>()
  const ports = {
    kernel,
    memory: {
      recall: async (name: string) => memory.get(name),
      remember: async (name: string, text: string) => void memory.set(name, text),
    },
    modules: { load: async () => {} },
  }
  const state = () => kernel.table.destinations.map((each) => `${kinds.destination.key(each)} ${each.weight}`).sort()
  return { kernel, state, open: () => new ServiceTable(ports), asked: () => kernel.log.splice(0).length }
}

const up = (weight = 1) => ({ alive: true, weight })
const down = { alive: false, weight: 1 }

describe('the table of a host', () => {
  test('has who is alive, and is asked for nothing when nothing changes', async () => {
    const { open, state, asked } = world()
    const table = open()
    const config = configOf(virtual(1, real(1) + real(2)) + virtual(2, real(3)))
    const pools = assumedUp(config)
    await table.put(config, pools)
    expect(state()).toEqual([
      '192.0.2.1:80/tcp -> 10.0.0.1:80 1',
      '192.0.2.1:80/tcp -> 10.0.0.2:80 1',
      '192.0.2.2:80/tcp -> 10.0.0.3:80 1',
    ])
    expect(asked()).toBe(5)
    await table.put(config, pools)
    await table.follow(config, pools, new Set([0, 1]))
    expect(asked()).toBe(0)
  })

  test('follows what becomes of one server with one request', async () => {
    const { open, state, asked } = world()
    const table = open()
    const config = configOf(virtual(1, real(1) + real(2)) + virtual(2, real(3)))
    await table.put(config, assumedUp(config))
    asked()
    const pools = [{ up: true, sorry: false, servers: [down, up(7)] }, ...assumedUp(config).slice(1)]
    await table.follow(config, pools, new Set([0]))
    expect(asked()).toBe(2)
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.2:80 7', '192.0.2.2:80/tcp -> 10.0.0.3:80 1'])
  })

  test('two virtual servers that are one service keep the servers of both', async () => {
    const { open, state } = world()
    const table = open()
    const config = configOf(virtual(1, real(1)) + virtual(1, real(2)))
    await table.put(config, assumedUp(config))
    await table.follow(
      config,
      [{ up: false, sorry: false, servers: [down] }, assumedUp(config)[1] as never],
      new Set([0]),
    )
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.2:80 1'])
  })

  test('a daemon that starts again finds who is alive, and takes nothing away that is not its own', async () => {
    const { open, kernel, state, asked } = world()
    const before = configOf(virtual(1, real(1) + real(2, 'inhibit_on_failure')) + virtual(3, real(5)))
    const first = open()
    await first.put(before, [{ up: true, sorry: false, servers: [up(), down] }, ...assumedUp(before).slice(1)])
    const others = open()
    const foreign = configOf(virtual(9, real(9)))
    kernel.table.services.push(...(await tableOf(foreign)).services)

    const config = configOf(virtual(1, real(1) + real(2, 'inhibit_on_failure') + real(3)) + virtual(2, real(4)))
    expect(await others.found(config)).toEqual([
      { up: true, sorry: false, servers: [up(), { alive: false, weight: 0 }, down] },
      undefined,
    ])
    asked()
    await others.put(config, [{ up: true, sorry: false, servers: [up(), down, down] }, ...assumedUp(config).slice(1)])
    expect(state()).toEqual([
      '192.0.2.1:80/tcp -> 10.0.0.1:80 1',
      '192.0.2.1:80/tcp -> 10.0.0.2:80 0',
      '192.0.2.2:80/tcp -> 10.0.0.4:80 1',
    ])
    expect(kernel.table.services.map(kinds.service.key).sort()).toEqual([
      '192.0.2.1:80/tcp',
      '192.0.2.2:80/tcp',
      '192.0.2.9:80/tcp',
    ])
    await others.clear(config)
    expect(kernel.table.services.map(kinds.service.key)).toEqual(['192.0.2.9:80/tcp'])
  })

  test.for([
    ['lvs_flush', 'at the start', 0],
    ['lvs_flush_on_stop', 'at the end', 1],
  ] as const)('%s takes what others made away %s', async ([keyword, , stays]) => {
    const { open, kernel } = world()
    kernel.table.services.push(...(await tableOf(configOf(virtual(9, real(9))))).services)
    const config = configOf(`global_defs {\n${keyword}\n}\n${virtual(1, real(1))}`)
    const table = open()
    await table.put(config, assumedUp(config))
    expect(kernel.table.services).toHaveLength(1 + stays)
    await table.clear(config)
    expect(kernel.table.services).toEqual([])
  })

  test('says what the kernel refuses, does the rest, and reads the table anew after that', async () => {
    const { open, kernel, state } = world()
    const table = open()
    const config = configOf(virtual(1, real(1) + real(2)))
    kernel.refuse.set(1, 'EINVAL')
    await expect(table.put(config, assumedUp(config))).rejects.toThrow(
      'cannot create destination 192.0.2.1:80/tcp -> 10.0.0.1:80: EINVAL',
    )
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.2:80 1'])
    await table.follow(config, assumedUp(config), new Set([0]))
    expect(state()).toHaveLength(2)
  })
})

async function tableOf(config: ReturnType<typeof configOf>) {
  const { kernel, open } = world()
  await open().put(config, assumedUp(config))
  return kernel.table
}
