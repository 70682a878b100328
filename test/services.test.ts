import { expect, test } from 'vitest'
import { type Ip, micros, seconds } from '../src/base/index.ts'
import type { Config } from '../src/bind/index.ts'
import type { FromChecker, PoolSpec, PoolUpdate, ToChecker } from '../src/check/index.ts'
import { type CheckerListener, Services } from '../src/daemon/index.ts'
import { configOf } from './support/config-of.ts'
import { FakeKernel } from './support/kernel/fake-kernel.ts'
import { VirtualClock } from './support/track/clock.ts'

const serversBehind = (...addresses: readonly string[]) =>
  configOf(`virtual_server 192.0.2.1 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  ${addresses.map((address) => `real_server ${address} 80 {\n  }`).join('\n  ')}
}
`)

const virtualServers = (...hosts: readonly number[]) =>
  hosts
    .map(
      (host) => `virtual_server 192.0.2.${host} 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  ha_suspend
  real_server 10.0.0.${host} 80 {
  }
}
`,
    )
    .join('')

/** A host whose process of checks takes all in, and answers when it is told to. */
function world() {
  const clock = new VirtualClock()
  const kernel = new FakeKernel([])
  const errors: string[] = []
  const told: unknown[] = []
  const asked: Extract<ToChecker, { readonly kind: 'configure' }>[] = []
  const suspensions: string[] = []
  const of: string[] = []
  let known: PoolSpec[] = []
  let say: CheckerListener['message'] = () => {}
  let end: CheckerListener['ended'] = () => {}
  const hear = (said: ToChecker) => {
    if (said.kind === 'configure') asked.push(said)
    if (said.kind === 'suspend') suspensions.push(`${said.suspended ? '-' : '+'}${said.pool}`)
  }
  const services = new Services({
    clock: Object.assign(clock, { realTime: () => micros(0), sleep: async () => {} }),
    kernel,
    log: { info: () => {}, warn: () => {}, error: (message) => errors.push(message) },
    memory: { recall: async () => undefined, remember: async () => {} },
    modules: { load: async () => {} },
    checker: {
      start: ({ message, ended }) => {
        say = message
        end = ended
        return { send: (said) => void hear(said), close: () => {} }
      },
    },
    telling: {
      services: (news, { virtualServers }) => {
        told.push(...news)
        of.push(...news.map(({ pool }) => `${pool} of ${virtualServers.length}`))
      },
      servicesChanged: () => of.push('another configuration'),
      servicesStopped: () => {},
    },
  })
  return {
    clock,
    services,
    errors,
    told,
    /** Whom it was about, and when the configuration changed. */
    of,
    suspensions,
    say: (message: FromChecker) => say(message),
    /** The process of checks is killed. */
    end: () => end('SIGKILL'),
    /** The configurations that were not answered yet, in order. */
    asked,
    answer: ({ edition, pools }: (typeof asked)[number], news: readonly PoolUpdate[] = []) => {
      known = pools.map((each) => (typeof each === 'number' ? (known[each] ?? expect.fail('it was never told')) : each))
      say({ kind: 'configured', edition, pools: known.map(upIn), news })
    },
    weights: () => kernel.table.destinations.map(({ address, weight }) => `${address} ${weight}`),
    /** Asks, and waits until it was given up. */
    unanswered: async (config: Config) => {
      const put = services.put(config)
      await whatHappensAlready()
      clock.runUntil(micros(clock.now() + seconds(10)))
      await put
    },
  }
}

const upIn = ({ servers }: PoolSpec) => {
  return { up: true, sorry: false, servers: servers.map(({ weight }) => ({ alive: true, weight })) }
}

const whatHappensAlready = () => new Promise((done) => setImmediate(done))

const down = (pool: number, server: number): PoolUpdate => ({
  pool,
  up: true,
  sorry: false,
  servers: [{ server, state: { alive: false, weight: 1 } }],
  events: [{ kind: 'server', server, alive: false, confirmed: true, check: 'TCP_CHECK', why: 'refused' }],
})

test('services are there before the checks have said anything, and follow what they say, however late', async () => {
  const { clock, services, errors, asked, answer, say, told, weights } = world()
  await services.put(serversBehind('10.0.0.1', '10.0.0.2'))
  expect(weights()).toEqual(['10.0.0.1 1', '10.0.0.2 1'])
  expect(told.splice(0)).toMatchObject([{ pool: 0, events: [{ kind: 'quorum', up: true, starting: true }] }])
  clock.runUntil(seconds(10))
  expect(errors).toEqual(['the process that checks real servers does not answer'])

  const [first = expect.fail('nothing was asked')] = asked
  expect(first.begun).toBe(true)
  answer(first)
  say({ kind: 'news', edition: first.edition, news: [down(0, 1)] })
  await whatHappensAlready()
  expect(weights()).toEqual(['10.0.0.1 1'])
  expect(told).toEqual([down(0, 1)])
})

test('services whose checks are told by files wait for what these say', async () => {
  const { services, asked, answer, weights } = world()
  const check = 'FILE_CHECK {\ntrack_file F\n}'
  const text = virtualServers(1).replace('80 {\n  }', `80 {\n${check}\n}`)
  const put = services.put(configOf(`track_file F {\nfile /run/f\n}\n${text}`))
  await whatHappensAlready()
  expect(weights()).toEqual([])
  answer(asked[0] ?? expect.fail('nothing was asked'))
  await put
  expect(weights()).toEqual(['10.0.0.1 1'])
})

test('a reload that the checks did not answer is in force when they do', async () => {
  const { clock, services, errors, unanswered, asked, answer, weights } = world()
  await services.put(serversBehind('10.0.0.1'))
  answer(asked[0] ?? expect.fail('nothing was asked'))
  await unanswered(serversBehind('10.0.0.2'))
  expect(errors).toEqual(['the process that checks real servers does not answer'])
  expect(services.problem).toBe(errors[0])
  expect(weights()).toEqual(['10.0.0.1 1'])

  answer(asked[1] ?? expect.fail('nothing more was asked'))
  clock.runUntil(seconds(20))
  await whatHappensAlready()
  expect(weights()).toEqual(['10.0.0.2 1'])
  expect(services.problem).toBeUndefined()
  expect(asked).toHaveLength(2)
})

test('what the checks say of a configuration, late, is not taken for what they say of the next', async () => {
  const { services, unanswered, asked, answer, say, told, weights } = world()
  await services.put(serversBehind('10.0.0.1'))
  answer(asked[0] ?? expect.fail('nothing was asked'))
  await unanswered(serversBehind('10.0.0.1', '10.0.0.2'))
  told.length = 0
  const put = services.put(serversBehind('10.0.0.3', '10.0.0.4'))
  await whatHappensAlready()
  const [, second = expect.fail('nothing more was asked'), third = expect.fail('nothing was asked at last')] = asked
  answer(second)
  say({ kind: 'news', edition: second.edition, news: [down(0, 0)] })
  await whatHappensAlready()
  expect(weights()).toEqual(['10.0.0.1 1'])

  answer(third)
  await put
  say({ kind: 'news', edition: third.edition, news: [down(0, 1)] })
  await whatHappensAlready()
  expect(weights()).toEqual(['10.0.0.3 1'])
  expect(told).toEqual([down(0, 1)])
})

test('news that come before a configuration is answered are told of the one before', async () => {
  const { services, asked, answer, say, of } = world()
  await services.put(configOf(virtualServers(1, 2)))
  answer(asked[0] ?? expect.fail('nothing was asked'))
  expect(of.splice(0)).toEqual(['another configuration', '0 of 2', '1 of 2'])
  // The first virtual server goes: the place of the second is another one from then on.
  const put = services.put(configOf(virtualServers(2)))
  await whatHappensAlready()
  say({ kind: 'news', edition: asked[0]?.edition ?? 0, news: [down(1, 0)] })
  answer(asked[1] ?? expect.fail('nothing more was asked'))
  await put
  expect(of).toEqual(['1 of 2', 'another configuration'])
})

test('what is the same as before is not said again', async () => {
  const { services, asked, answer } = world()
  await services.put(configOf(virtualServers(1, 2, 3)))
  answer(asked[0] ?? expect.fail('nothing was asked'))
  void services.put(configOf(virtualServers(4, 3, 1)))
  await whatHappensAlready()
  expect(asked[1]?.pools).toMatchObject([{ key: 'TCP 192.0.2.4:80' }, 2, 0])
})

test('what is not on this host is said with each configuration, by its places in that', async () => {
  const { services, asked, suspensions } = world()
  services.followAddresses(new Set())
  void services.put(configOf(virtualServers(1, 2, 3)))
  await whatHappensAlready()
  services.followAddresses(new Set(['192.0.2.3' as Ip]))
  expect(asked).toMatchObject([{ suspended: [0, 1, 2] }])
  expect(suspensions).toEqual(['+2'])
})

test('a group is checked where one of its addresses is', async () => {
  const { services, asked, suspensions } = world()
  const group = virtualServers(1).replace('virtual_server 192.0.2.1 80', 'virtual_server group G')
  services.followAddresses(new Set())
  void services.put(configOf(`virtual_server_group G {\n192.0.2.10-19 80\n}\n${group}`))
  await whatHappensAlready()
  services.followAddresses(new Set(['192.0.2.15' as Ip]))
  expect(asked).toMatchObject([{ suspended: [0] }])
  expect(suspensions).toEqual(['+0'])
})

test('a virtual server that is to be checked everywhere after a reload is', async () => {
  const { services, asked, answer } = world()
  const put = services.put(configOf(virtualServers(1, 2)))
  await whatHappensAlready()
  answer(asked[0] ?? expect.fail('nothing was asked'))
  await put
  void services.put(configOf(virtualServers(1, 2).replace('ha_suspend', '')))
  await whatHappensAlready()
  expect(asked).toMatchObject([{ suspended: [0, 1] }, { suspended: [1] }])
})

test('a host that is let go while the checks are silent lays nothing more, and does not wait for them', async () => {
  const { services, weights } = world()
  await services.put(serversBehind('10.0.0.1'))
  const put = services.put(serversBehind('10.0.0.2'))
  await whatHappensAlready()
  services.release()
  await put
  expect(weights()).toEqual(['10.0.0.1 1'])
})

test('a process of checks that is started again and takes its time to answer is heard then', async () => {
  const { clock, services, errors, asked, answer, say, end, weights } = world()
  const put = services.put(serversBehind('10.0.0.1', '10.0.0.2'))
  await whatHappensAlready()
  answer(asked[0] ?? expect.fail('nothing was asked'))
  await put
  end()
  await whatHappensAlready()
  clock.runUntil(seconds(11))
  await whatHappensAlready()
  expect(errors.at(-1)).toBe('the process that checks real servers does not answer')
  const again = asked[1] ?? expect.fail('nothing was asked again')
  answer(again)
  say({ kind: 'news', edition: again.edition, news: [down(0, 1)] })
  await whatHappensAlready()
  say({ kind: 'news', edition: again.edition, news: [down(0, 0)] })
  await whatHappensAlready()
  expect(weights()).toEqual([])
})
