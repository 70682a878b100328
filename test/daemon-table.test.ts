import { beforeEach, describe, expect, test } from 'vitest'
import { micros, type PoolState } from '../src/base/index.ts'
import { Table } from '../src/daemon/table.ts'
import { assumedUp } from '../src/desired/index.ts'
import { kinds } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'
import { FakeKernel } from './support/kernel/fake-kernel.ts'

function web(servers: readonly number[], { scheduler = 'rr', global = '' } = {}) {
  const lines = servers.map((server) => `  real_server 198.51.100.${server} 80 {\n  }\n`)
  return configOf(`global_defs {\n  ${global}\n}
virtual_server 192.0.2.1 80 {
  lb_algo ${scheduler}
  lb_kind NAT
  protocol TCP
${lines.join('')}}
`)
}

const nothing = configOf('')

/** One daemon after the other on one kernel. */
function world() {
  const kernel = new FakeKernel([])
  const memory = new Map<string, string>()
  const said: string[] = []
  const clock = { now: micros(0) }
  let timer = () => {}
  const say = (message: string) => said.push(message)
  const daemon = () =>
    new Table({
      kernel,
      memory: {
        recall: async (name) => memory.get(name),
        remember: async (name, text) => void memory.set(name, text),
      },
      log: { info: say, warn: say, error: say },
      clock: {
        now: () => clock.now,
        realTime: () => clock.now,
        sleep: () => Promise.resolve(),
        after: (_, then) => {
          timer = then
          return () => {}
        },
      },
    })
  const there = () => [
    ...kernel.table.services.map((each) => `${kinds.service.key(each)} ${each.scheduler}`),
    ...kernel.table.destinations.map((each) => `${kinds.destination.show(each).title} ${each.weight}`),
  ]
  /** How many changes were asked for since the last time. */
  let counted = 0
  const calls = () => {
    const count = kernel.log.length - counted
    counted = kernel.log.length
    return count
  }
  /** What waits for its time happens now, at this second. */
  const pass = (second: number) => {
    clock.now = micros(second * 1e6)
    timer()
  }
  return { kernel, said, clock, daemon, there, calls, pass }
}

let w: ReturnType<typeof world>
beforeEach(() => {
  w = world()
})

function foreign() {
  w.kernel.table.services.push({
    id: { kind: 'fwmark', family: 4, fwmark: 7 },
    scheduler: 'rr',
    flags: 0,
    persistenceTimeout: 0,
    granularity: 32,
  })
}

describe('the table of a daemon', () => {
  test('is made, and an unchanged configuration changes nothing', async () => {
    const table = w.daemon()
    const config = web([1, 2])
    await table.put(config, assumedUp(config))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 1', '198.51.100.2:80 1'])
    expect(w.calls()).toBe(3)

    await table.put(web([1, 2]), assumedUp(config))
    expect(w.calls()).toBe(0)
    const successor = w.daemon()
    expect(await successor.found(config)).toEqual(assumedUp(config))
    await successor.put(config, assumedUp(config))
    expect(w.calls()).toBe(0)
  })

  test('changes only what a reload changed', async () => {
    const table = w.daemon()
    await table.put(web([1, 2]), assumedUp(web([1, 2])))
    w.calls()
    await table.put(web([2, 3]), assumedUp(web([2, 3])))
    expect(w.calls()).toBe(2)
    await table.put(web([2, 3], { scheduler: 'wlc' }), assumedUp(web([2, 3])))
    expect(w.calls()).toBe(1)
    expect(w.there()).toEqual(['192.0.2.1:80/tcp wlc', '198.51.100.2:80 1', '198.51.100.3:80 1'])
  })

  test('touches of a range that is edited only the addresses that come or go', async () => {
    const group = (range: string) =>
      configOf(`virtual_server_group web {\n  ${range} 80\n}
${'virtual_server group web {\n  lb_algo rr\n  lb_kind NAT\n  protocol TCP\n  real_server 198.51.100.1 80 {\n  }\n}\n'}`)
    const table = w.daemon()
    for (const range of ['192.0.2.1-9', '192.0.2.2-10']) {
      w.calls()
      await table.put(group(range), assumedUp(group(range)))
    }
    expect(w.calls()).toBe(3)
    expect(w.kernel.table.services).toHaveLength(9)
  })

  test('follows the pools, of which only the last counts', async () => {
    const config = web([1, 2])
    const table = w.daemon()
    await table.put(config, assumedUp(config))
    w.calls()
    const pool = (alive: boolean, weight: number): PoolState[] => [
      {
        up: true,
        sorry: false,
        servers: [
          { alive, weight: 1 },
          { alive: true, weight },
        ],
      },
    ]
    table.follow(pool(false, 1))
    table.follow(pool(false, 9))
    table.follow(pool(true, 5))
    await table.found(config)
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 1', '198.51.100.2:80 5'])
    expect(w.calls()).toBe(1)
  })

  test('is put right when it is looked at again, and not before', async () => {
    const config = web([1])
    const table = w.daemon()
    await table.put(config, assumedUp(config))
    w.kernel.table.destinations = []
    await table.recheck()
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr'])
    w.clock.now = micros(6e6)
    await table.recheck()
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 1'])
    expect(w.said).toEqual(['IPVS was not as it was left: 1 put right'])
  })

  test('says once what the kernel refuses, and does the rest', async () => {
    const config = web([1, 2])
    for (const call of [1, 3, 4, 5]) w.kernel.refuse.set(call, 'EINVAL')
    const table = w.daemon()
    await table.put(config, assumedUp(config))
    w.clock.now = micros(6e6)
    await table.recheck()
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.2:80 1'])
    expect(w.said).toEqual(['cannot create destination 192.0.2.1:80/tcp -> 198.51.100.1:80: EINVAL'])
  })

  test('takes over what was done meanwhile under the name of its service', async () => {
    const table = w.daemon()
    await table.put(web([1]), assumedUp(web([1])))
    w.kernel.table.destinations = []
    w.kernel.table.services = []
    await table.put(web([1, 2]), assumedUp(web([1, 2])))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 1', '198.51.100.2:80 1'])
    expect(w.said).toEqual([])
  })

  test('lets connections end where it is asked to, and takes off what has none', async () => {
    const table = w.daemon()
    const drain = micros(30e6)
    await table.put(web([1, 2, 3, 4]), assumedUp(web([1, 2, 3, 4])))
    for (const server of [1, 2, 3]) w.kernel.table.connections.set(`192.0.2.1:80/tcp -> 198.51.100.${server}:80`, 5)
    await table.put(web([3]), assumedUp(web([3])), drain)
    expect(w.there()).toEqual([
      '192.0.2.1:80/tcp rr',
      ...['3:80 1', '1:80 0', '2:80 0', '4:80 0'].map((each) => `198.51.100.${each}`),
    ])

    w.kernel.table.connections.delete('192.0.2.1:80/tcp -> 198.51.100.1:80')
    w.pass(1)
    await table.found(web([3]))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.3:80 1', '198.51.100.2:80 0'])

    w.pass(30)
    await table.found(web([3]))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.3:80 1'])
  })

  test('keeps what drains, with its service, and takes it back where it is wanted again', async () => {
    const table = w.daemon()
    await table.put(web([1, 2]), assumedUp(web([1, 2])))
    for (const server of [1, 2]) w.kernel.table.connections.set(`192.0.2.1:80/tcp -> 198.51.100.${server}:80`, 5)
    await table.put(nothing, [], micros(30e6))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 0', '198.51.100.2:80 0'])
    await table.put(web([2]), assumedUp(web([2])))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 0', '198.51.100.2:80 1'])
  })

  test('goes at the end, and what others made stays', async () => {
    foreign()
    const table = w.daemon()
    await table.put(web([1, 2]), assumedUp(web([1, 2])))
    w.calls()
    await table.clear()
    expect(w.there()).toEqual(['fwmark 7 rr'])
    expect(w.calls()).toBe(1)
  })

  test('of a daemon that died goes with a configuration that does not have it', async () => {
    foreign()
    const config = web([1])
    await w.daemon().put(config, assumedUp(config))
    await w.daemon().put(nothing, [])
    expect(w.there()).toEqual(['fwmark 7 rr'])
  })

  test('has nothing of others after a start with lvs_flush', async () => {
    foreign()
    const config = web([1], { global: 'lvs_flush' })
    const table = w.daemon()
    await table.put(config, assumedUp(config))
    expect(w.there()).toEqual(['192.0.2.1:80/tcp rr', '198.51.100.1:80 1'])
    foreign()
    await table.put(config, assumedUp(config))
    expect(w.there()).toContain('fwmark 7 rr')
  })

  test('is not even read where there is nothing to balance', async () => {
    w.kernel.dump = () => Promise.reject(new Error('nobody may ask'))
    const table = w.daemon()
    await table.put(nothing, [])
    await table.recheck()
    await table.clear()
    expect(w.said).toEqual([])
  })
})

describe('what a table says of the pools', () => {
  test('is which servers are there, or that the sorry server is', async () => {
    const text = (scheduler: string) => `virtual_server 192.0.2.1 80 {
  lb_algo ${scheduler}
  lb_kind NAT
  protocol TCP
  sorry_server 203.0.113.9 80
  real_server 198.51.100.1 80 {
    inhibit_on_failure
  }
  real_server 198.51.100.2 80 {
  }
}
`
    const config = configOf(text('rr'))
    const pools: PoolState[] = [
      {
        up: true,
        sorry: false,
        servers: [
          { alive: false, weight: 1 },
          { alive: true, weight: 1 },
        ],
      },
    ]
    await w.daemon().put(config, pools)
    expect(await w.daemon().found(config)).toEqual(pools)
    const down = [{ up: false, sorry: true, servers: [1, 1].map((weight) => ({ alive: false, weight })) }]
    await w.daemon().put(config, down)
    expect(await w.daemon().found(config)).toEqual(down)
    expect(await w.daemon().found(configOf(text('rr').replace('192.0.2.1', '192.0.2.2')))).toEqual([undefined])
  })
})
