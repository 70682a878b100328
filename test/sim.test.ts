import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emptyImage, encodeImage } from '../src/engine/index.ts'
import { type NativeEngine, randomScenario, type Scenario, simulate, type Transition } from '../src/sim/index.ts'
import { configOf } from './support/config-of.ts'
import { newEngine, scenarioIn } from './support/scenario/index.ts'

const run = (scenario: Scenario, engine = newEngine) => simulate(scenario, { newEngine: engine, configOf })
const draw = (seed: number) => scenarioIn(randomScenario(seed))

const seeds = 3000

test(`in ${seeds} worlds there is a master in time and only one in the end; it has the addresses, with its group`, () => {
  const bad = Array.from({ length: seeds }, (_, seed) => ({ seed, problems: run(draw(seed)).problems }))
  expect(bad.filter(({ problems }) => problems.length > 0)).toEqual([])
}, 120_000)

/** Worlds that once showed a mistake. */
const folder = new URL('fixtures/sim/', import.meta.url)

test.for(readdirSync(folder))('%s', (name) => {
  expect(run(scenarioIn(readFileSync(new URL(name, folder), 'utf8'))).problems).toEqual([])
})

test('a seed is the whole of a run, and the worlds have everything in them that can happen', () => {
  expect(run(draw(7))).toEqual(run(draw(7)))
  expect(run(draw(7)).transitions).not.toEqual(run(draw(8)).transitions)
  const kinds = Array.from({ length: 200 }, (_, seed) => draw(seed).happenings.map(({ kind }) => kind)).flat()
  expect([...new Set(kinds)].sort().join(' ')).toBe(
    'crash deaf delay delete file hears kill loss pause plug reload resume script start stop unplug',
  )
})

interface Two {
  readonly interval?: number
  readonly priorities?: readonly number[]
  readonly happenings?: readonly string[]
}

/** Hosts of the given priorities with two routers in a group, all started at once. */
function fleet({ interval = 0.1, priorities = [200, 100], happenings = [] }: Two, routers = [1, 2]): Scenario {
  const hosts = priorities.map((priority, at) => `== lb${at + 1}\n${configuration(priority, interval, routers)}`)
  const starts = priorities.map((_, at) => `0 lb${at + 1} start`)
  return scenarioIn(
    [
      '# Two',
      ...hosts,
      '== lb1 better',
      configuration(210, interval, routers),
      '== happenings',
      ...starts,
      ...happenings,
    ].join('\n'),
  )
}

function configuration(priority: number, interval: number, routers: readonly number[]): string {
  const names = routers.map((router) => `VI_${router}`)
  const group = routers.length > 1 ? `vrrp_sync_group G {\n group {\n ${names.join('\n ')}\n }\n}\n` : ''
  const instances = routers.map(
    (router) =>
      `vrrp_instance VI_${router} {\n interface eth0\n virtual_router_id ${router}\n version 3\n priority ${priority}
 advert_int ${interval}\n virtual_ipaddress {\n 192.0.2.10${router}/24\n }\n}\n`,
  )
  return [group, ...instances].join('')
}

const becomes = (transitions: readonly Transition[], state: string) =>
  transitions.filter(({ to }) => to === state).map(({ at, host, router }) => [at, host, router])

test('two hosts without faults: the better one, and nothing else happens', () => {
  const { problems, transitions } = run(fleet({}))
  expect(problems).toEqual([])
  expect(becomes(transitions, 'MASTER')).toEqual([
    [321_875, 'lb1', 'VI_1'],
    [321_875, 'lb1', 'VI_2'],
  ])
})

/** Microseconds from one advert to the next, and to the end of waiting for it. */
const hop = 50
const downTime = (priority: number, interval: number) => 3 * interval + Math.floor(((256 - priority) * interval) / 256)

test.for(Array.from({ length: 60 }, (_, seed) => seed))(
  'world %i: the best that is left takes over when the crashed master is silent for exactly its Master_Down_Interval',
  (seed) => {
    const interval = [0.01, 0.1, 1][seed % 3] ?? 1
    const priorities = [250 - seed, 100 + seed, 60 - (seed % 50)]
    const crash = 8 * interval + seed * 0.007
    const happenings = [`${crash.toFixed(3)} lb1 crash`, `${(crash + 20 * interval).toFixed(3)} lb1 start`]
    const { transitions, problems } = run(fleet({ interval, priorities, happenings }, [1]))
    const micros = Math.round(1_000_000 * interval)
    const first = downTime(priorities[0] ?? 0, micros)
    const last = first + Math.floor((Math.round(1000 * crash) * 1000 - first) / micros) * micros
    expect(problems).toEqual([])
    expect(becomes(transitions, 'MASTER').slice(0, 2)).toEqual([
      [first, 'lb1', 'VI_1'],
      [last + hop + downTime(priorities[1] ?? 0, micros), 'lb2', 'VI_1'],
    ])
  },
)

/** An engine with one method that does something else. */
function broken(method: keyof NativeEngine, instead: (engine: NativeEngine, args: readonly unknown[]) => unknown) {
  return () => {
    const engine = newEngine()
    return new Proxy(engine, {
      get: (_, name) => (name === method ? (...args: unknown[]) => instead(engine, args) : bound(engine, name)),
    })
  }
}

function bound(engine: NativeEngine, name: string | symbol) {
  return Reflect.get(engine, name).bind(engine)
}

const none = encodeImage({ ...emptyImage })

describe('the checks see engines that', () => {
  test.for<[string, Two, () => NativeEngine, RegExp]>([
    ['hear nothing', {}, broken('receive', () => undefined), /VRID 1 of IPv4 on eth0 has as master lb1, lb2/],
    [
      'wait too long',
      { happenings: ['30 lb1 crash'] },
      broken('nextTimeout', (engine) => (engine.nextTimeout() ?? 0) + 10_000_000),
      /VRID 1 of IPv4 on eth0 has as master nobody/,
    ],
    [
      'take nothing off',
      { happenings: ['1 lb1 unplug', '2 lb1 plug'] },
      broken('poll', (engine) => {
        const action = engine.poll()
        return action?.kind === 'submit' && action.messages?.[4] === 21 ? { kind: 'kept' } : action
      }),
      /192\.0\.2\.101 is on lb1, FAULT/,
    ],
    [
      'forget by a reload',
      { happenings: ['1 lb1 reload lb1 better'] },
      broken('load', (engine, [now, image]) => {
        engine.load(Number(now), none)
        engine.load(Number(now), image as Uint8Array)
      }),
      /by a reload: lb1 VI_1 MASTER -> INIT/,
    ],
    [
      'break groups up',
      { happenings: ['1 lb2 crash', '1.5 lb2 start'] },
      broken('poll', (engine) => {
        const action = engine.poll()
        return action?.kind === 'transition' && action.name === 'VI_2' ? { ...action, to: 'BACKUP' } : action
      }),
      /G is apart on lb1/,
    ],
  ])('%s', ([, two, engine, problem]) => {
    expect(run(fleet(two), engine).problems.join('\n')).toMatch(problem)
  })
})
