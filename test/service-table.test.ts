import { describe, expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import { assumedUp } from '../src/desired/index.ts'
import { kinds } from '../src/kernel/index.ts'
import { down, foreign, real, tableWorld, up, virtual } from './support/check/table.ts'
import { configOf } from './support/config-of.ts'

const never = new Promise<never>(() => {})
const whatHappensAlready = () => new Promise((done) => setImmediate(done))

describe('the table of a host', () => {
  test('has who is alive, and is asked for nothing when nothing changes', async () => {
    const { open, state, asked } = tableWorld()
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

  test('is whole again as soon as something becomes of a server, whatever others took away', async () => {
    const { kernel, open, state } = tableWorld()
    const table = open()
    const config = configOf(virtual(1, real(1) + real(2)))
    await table.put(config, assumedUp(config))
    const all = ['192.0.2.1:80/tcp -> 10.0.0.1:80 1', '192.0.2.1:80/tcp -> 10.0.0.2:80 7']
    for (const left of [kernel.table.services, []]) {
      Object.assign(kernel.table, { services: left, destinations: [] })
      await table.follow(config, [{ up: true, sorry: false, servers: [up(), up(7)] }], new Set([0]))
      expect(state()).toEqual(all)
      await table.follow(config, [{ up: true, sorry: false, servers: [up(), up(6)] }], new Set([0]))
    }
  })

  test.for([
    ['at once', undefined, ['10.0.0.2', '10.0.0.3']],
    ['at once but for who is to be drained', seconds(30), ['10.0.0.1', '10.0.0.2', '10.0.0.3']],
  ] as const)('what a reload changes is changed %s, before all of the table is read', async ([, drain, servers]) => {
    const { open, kernel } = tableWorld()
    const table = open()
    const [before, after] = [configOf(virtual(1, real(1) + real(2))), configOf(virtual(1, real(2) + real(3)))]
    await table.put(before, assumedUp(before))
    kernel.dump = () => never
    void table.put(after, assumedUp(after), drain)
    await whatHappensAlready()
    expect(kernel.table.destinations.map(({ address }) => address).sort()).toEqual(servers)
  })

  test('follows what becomes of one server with one request', async () => {
    const { open, state, asked } = tableWorld()
    const table = open()
    const config = configOf(virtual(1, real(1) + real(2)) + virtual(2, real(3)))
    await table.put(config, assumedUp(config))
    asked()
    const pools = [{ up: true, sorry: false, servers: [down, up(7)] }, ...assumedUp(config).slice(1)]
    await table.follow(config, pools, new Set([0]))
    expect(asked()).toBe(2)
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.2:80 7', '192.0.2.2:80/tcp -> 10.0.0.3:80 1'])
  })

  test('a server that is down and stays with weight 0 goes when it leaves the configuration', async () => {
    const { open, state } = tableWorld()
    const table = open()
    const inhibited = real(2, 'inhibit_on_failure')
    const before = configOf(virtual(1, real(1) + inhibited))
    await table.put(before, [{ up: true, sorry: false, servers: [up(), down] }])
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.1:80 1', '192.0.2.1:80/tcp -> 10.0.0.2:80 0'])
    const after = configOf(virtual(1, real(1)))
    await table.put(after, assumedUp(after))
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.1:80 1'])
  })

  test('two virtual servers that are one service keep the servers of both', async () => {
    const { open, state } = tableWorld()
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
    const { open, kernel, state, asked } = tableWorld()
    const before = configOf(virtual(1, real(1) + real(2, 'inhibit_on_failure')) + virtual(3, real(5)))
    const first = open()
    await first.put(before, [{ up: true, sorry: false, servers: [up(), down] }, ...assumedUp(before).slice(1)])
    const others = open()
    kernel.table.services.push(...(await foreign()))

    const config = configOf(virtual(1, real(1) + real(2, 'inhibit_on_failure') + real(3)) + virtual(2, real(4)))
    expect(await others.found(config)).toEqual([{ up: true, sorry: false, servers: [up(), down, down] }, undefined])
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

  test('a daemon that starts again finds who is alive where a group has a new address before the others', async () => {
    const { open } = tableWorld()
    const group = (addresses: string) =>
      configOf(
        `virtual_server_group G {\n${addresses}\n}\n${virtual(1, real(1) + real(2)).replace('192.0.2.1 80', 'group G')}`,
      )
    const pools = [{ up: true, sorry: false, servers: [up(), down] }]
    await open().put(group('192.0.2.2 80'), pools)
    expect(await open().found(group('192.0.2.1 80\n192.0.2.2 80'))).toEqual(pools)
  })

  test('nobody counts as down for it that a daemon was killed while it laid a service for the first time', async () => {
    const { kernel, open, state } = tableWorld()
    const config = configOf(virtual(1, real(1)) + virtual(2, real(2) + real(3)))
    const before = configOf(virtual(1, real(1)))
    await open().put(before, assumedUp(before))
    const { exchange } = kernel
    kernel.exchange = async (messages) => {
      await exchange.call(kernel, messages.slice(0, 2))
      return never
    }
    void open().put(config, assumedUp(config))
    await whatHappensAlready()
    expect(state()).toEqual(['192.0.2.1:80/tcp -> 10.0.0.1:80 1', '192.0.2.2:80/tcp -> 10.0.0.2:80 1'])
    expect(await open().found(config)).toEqual([{ up: true, sorry: false, servers: [up()] }, undefined])
  })

  test.for([
    ['lvs_flush', 'at the start', 0],
    ['lvs_flush_on_stop', 'at the end', 1],
  ] as const)('%s takes what others made away %s', async ([keyword, , stays]) => {
    const { open, kernel } = tableWorld()
    kernel.table.services.push(...(await foreign()))
    const config = configOf(`global_defs {\n${keyword}\n}\n${virtual(1, real(1))}`)
    const table = open()
    await table.put(config, assumedUp(config))
    expect(kernel.table.services).toHaveLength(1 + stays)
    await table.clear(config)
    expect(kernel.table.services).toEqual([])
  })

  test('lvs_flush takes nothing away at a repair, even if the kernel refused something at the start', async () => {
    const { open, kernel } = tableWorld()
    const config = configOf(`global_defs {\nlvs_flush\n}\n${virtual(1, real(1))}`)
    const [table, pools] = [open(), assumedUp(config)]
    kernel.refuse.set(1, 'EINVAL')
    await expect(table.put(config, pools)).rejects.toThrow('EINVAL')
    kernel.table.services.push(...(await foreign()))
    await table.put(config, assumedUp(config))
    expect(kernel.table.services.map(kinds.service.key)).toEqual(['192.0.2.1:80/tcp', '192.0.2.9:80/tcp'])
  })

  test('says what the kernel refuses, does the rest, and reads the table anew after that', async () => {
    const { open, kernel, state } = tableWorld()
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

  const ofGroup = (entries: string, servers: string, more = '') =>
    `virtual_server_group G {\n${entries}\n}\n${virtual(1, servers, more).replace('192.0.2.1 80', 'group G')}`

  test.for([
    {
      what: 'thresholds',
      before: virtual(1, real(1, 'uthreshold 8\nlthreshold 4') + real(2)),
      after: virtual(1, real(1, 'uthreshold 9\nlthreshold 4') + real(2)),
      requests: 1,
    },
    {
      what: 'a range, of which most addresses stay',
      before: ofGroup('192.0.2.20-24 80', real(1)),
      after: ofGroup('192.0.2.21-25 80', real(1)),
      // One service less, which takes its destination with it, and one more with its own.
      requests: 3,
    },
  ])('of $what a reload changes what differs', async ({ before, after, requests }) => {
    const { open, asked } = tableWorld()
    const table = open()
    for (const text of [before, after]) {
      asked()
      const config = configOf(text)
      await table.put(config, assumedUp(config))
    }
    expect(asked()).toBe(requests)
  })

  test('a group gets an address while the sorry server stands in, and that alone is behind it', async () => {
    const { open, state } = tableWorld()
    const table = open()
    for (const entries of ['192.0.2.20 80', '192.0.2.20-21 80'])
      await table.put(configOf(ofGroup(entries, real(1) + real(2), 'quorum 2\nsorry_server 10.0.0.9 80')), [
        { up: false, sorry: true, servers: [up(), down] },
      ])
    expect(state()).toEqual(['192.0.2.20:80/tcp -> 10.0.0.9:80 1', '192.0.2.21:80/tcp -> 10.0.0.9:80 1'])
  })

  test('virtual servers of TCP and of UDP on one group share the service of its mark', async () => {
    const { open, state, kernel } = tableWorld()
    const text = (protocol: string, host: number) =>
      virtual(1, real(host)).replace('192.0.2.1 80', 'group G').replace('protocol TCP', `protocol ${protocol}`)
    const config = configOf(`virtual_server_group G {\nfwmark 7\n}\n${text('TCP', 1)}${text('UDP', 2)}`)
    await open().put(config, assumedUp(config))
    expect(kernel.table.services.map(kinds.service.key)).toEqual(['fwmark 7'])
    expect(state()).toEqual(['fwmark 7 -> 10.0.0.1:80 1', 'fwmark 7 -> 10.0.0.2:80 1'])
  })
})
