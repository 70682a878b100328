import { describe, expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import { persistentClients } from '../src/cli/persistent-clients.ts'
import { assumedUp, services } from '../src/desired/index.ts'
import { emptyState, kinds, objectId, ownProtocol, wantedOf } from '../src/kernel/index.ts'
import { diff } from '../src/plan/index.ts'
import { down, real, tableWorld, up, virtual } from './support/check/table.ts'
import { configOf } from './support/config-of.ts'

describe('what is drained', () => {
  const both = configOf(virtual(1, real(1) + real(2)) + virtual(2, real(3)))
  const one = configOf(virtual(1, real(2)))
  const drained = [
    '192.0.2.1:80/tcp -> 10.0.0.1:80 0',
    '192.0.2.1:80/tcp -> 10.0.0.2:80 1',
    '192.0.2.2:80/tcp -> 10.0.0.3:80 0',
  ]
  const second = '192.0.2.1:80/tcp -> 10.0.0.2:80 1'

  /** The first and the third server have connections and leave the configuration. */
  async function draining() {
    const host = tableWorld()
    const table = host.open()
    await table.put(both, assumedUp(both))
    const connections = host.kernel.table.connections
    connections.set('192.0.2.1:80/tcp -> 10.0.0.1:80', 2)
    connections.set('192.0.2.2:80/tcp -> 10.0.0.3:80', 1)
    await table.put(one, assumedUp(one), seconds(30))
    expect(host.state()).toEqual(drained)
    host.asked()
    host.said()
    return { ...host, table, connections, drain: () => table.drain(one, assumedUp(one)) }
  }

  test('gets no new connections and goes when it has none, with its service', async () => {
    const { table, connections, drain, state, asked, kernel, said } = await draining()
    expect(await drain()).toBe(true)
    expect((await table.report()).draining).toEqual([
      { service: '192.0.2.1:80/tcp', server: '10.0.0.1:80', connections: 2, secondsLeft: 30 },
      { service: '192.0.2.2:80/tcp', server: '10.0.0.3:80', connections: 1, secondsLeft: 30 },
    ])
    await table.put(one, assumedUp(one))
    expect({ asked: asked(), state: state() }).toEqual({ asked: 0, state: drained })

    connections.set('192.0.2.2:80/tcp -> 10.0.0.3:80', 0)
    expect(await drain()).toBe(true)
    expect(kernel.table.services).toHaveLength(1)
    connections.set('192.0.2.1:80/tcp -> 10.0.0.1:80', 0)
    expect(await drain()).toBe(false)
    expect(state()).toEqual([second])
    expect((await table.report()).draining).toEqual([])
    expect(said()).toEqual(['10.0.0.3:80 of 192.0.2.2:80/tcp is drained', '10.0.0.1:80 of 192.0.2.1:80/tcp is drained'])
  })

  test('goes when its time is up', async () => {
    const { drain, state, pass, said } = await draining()
    pass(seconds(29))
    expect(await drain()).toBe(true)
    pass(seconds(1))
    expect(await drain()).toBe(false)
    expect(state()).toEqual([second])
    expect(said()[0]).toBe('10.0.0.1:80 of 192.0.2.1:80/tcp has had its time: connections that are cut: 2')
  })

  test('has its weight again at once when it comes back, and is known to be alive', async () => {
    const { table, state, drain } = await draining()
    expect((await table.found(both)).map((pool) => pool?.servers)).toEqual([[up(), up()], [up()]])
    await table.put(both, assumedUp(both), seconds(30))
    expect(state()).toEqual(drained.map((line) => line.replace(/0$/, '1')))
    expect(await drain()).toBe(false)
  })

  test('stays where checks change the table meanwhile', async () => {
    const { table, state } = await draining()
    await table.follow(one, [{ up: true, sorry: false, servers: [up(7)] }], new Set([0]))
    expect(state()).toEqual(drained.with(1, second.replace(/1$/, '7')))
  })

  test('stays beside what a later reload drains, each for its own time', async () => {
    const { table, state, pass, connections } = await draining()
    pass(seconds(20))
    connections.set('192.0.2.1:80/tcp -> 10.0.0.2:80', 4)
    const other = configOf(virtual(1, real(4)))
    await table.put(other, assumedUp(other), seconds(5))
    expect((await table.report()).draining.map(({ server, secondsLeft }) => `${server} ${secondsLeft}`)).toEqual([
      '10.0.0.1:80 10',
      '10.0.0.3:80 10',
      '10.0.0.2:80 5',
    ])
    pass(seconds(5))
    expect(await table.drain(other, assumedUp(other))).toBe(true)
    expect(state()).toEqual([drained[0], '192.0.2.1:80/tcp -> 10.0.0.4:80 1', drained[2]])
  })

  test('goes where what was written down of it is damaged', async () => {
    const { open, state, memory } = await draining()
    memory.set('draining', memory.get('draining')?.slice(0, -1) ?? expect.fail('nothing is written down'))
    await open().put(one, assumedUp(one))
    expect(state()).toEqual([second])
  })

  test('goes on with a daemon that starts again, and goes with one that stops', async () => {
    const { open, state, pass } = await draining()
    pass(seconds(10))
    const next = open()
    expect(await next.hasOurs()).toBe(true)
    await next.put(one, assumedUp(one))
    expect(state()).toEqual(drained)
    expect((await next.report()).draining.map(({ secondsLeft }) => secondsLeft)).toEqual([20, 20])
    await next.clear(one)
    expect(state()).toEqual([])
    expect((await open().report()).draining).toEqual([])
  })

  test('is forgotten when somebody else takes it away', async () => {
    const { table, kernel, state, drain } = await draining()
    kernel.table.destinations = kernel.table.destinations.filter(({ address }) => address === '10.0.0.2')
    expect(await drain()).toBe(false)
    expect(state()).toEqual([second])
    expect((await table.report()).draining).toEqual([])
  })

  test('is what leaves the configuration: whom checks take out goes at once', async () => {
    const { table, state } = await draining()
    await table.follow(one, [{ up: false, sorry: false, servers: [down] }], new Set([0]))
    expect(state()).toEqual([drained[0], drained[2]])
  })
})

describe('what kac apply --drain says of clients that come back', () => {
  const web = (host: number, more = '') => virtual(host, real(1) + real(2), more)
  const table = (text: string) => {
    const { service, destination } = services(configOf(text), assumedUp(configOf(text)))
    const objects = {
      service: service.map(({ object }) => object),
      destination: destination.map(({ object }) => object),
    }
    return { ...emptyState, ...objects }
  }
  const live = table(web(1, 'persistence_timeout 60') + web(2))

  test.for([
    ['who goes from a persistent service', { gone: [1, 2], setting: '0', said: ['10.0.0.1:80, 10.0.0.2:80;'] }],
    ['without IPVS', { gone: [1], setting: undefined, said: ['10.0.0.1:80;'] }],
    ['nobody where the kernel forgets them', { gone: [1, 2], setting: '1', said: [] }],
    ['nobody who stays', { gone: [], setting: '0', said: [] }],
  ] as const)('%s', ([, { gone, setting, said }]) => {
    const goes = new Set(gone.map((host) => `192.0.2.1:80/tcp -> 10.0.0.${host}:80`))
    const destination = live.destination.filter((each) => !goes.has(kinds.destination.key(each)))
    const want = wantedOf({ ...live, destination })
    const known = new Set(live.destination.map((each) => objectId('destination', each)))
    const { changes } = diff(live, want, { protocol: ownProtocol, known })
    const note = persistentClients({ basis: live, changes }, setting)
    expect(note === undefined ? [] : [note]).toEqual(said.map((words) => expect.stringContaining(words)))
  })
})
