import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { emptyImage, encodeImage } from '../src/engine/index.ts'
import { type NativeEngine, type Scenario, scenarioOf, simulate } from '../src/sim/index.ts'

const addon = new URL('../native/build/Release/kac.node', import.meta.url).pathname
const { Engine } = createRequire(import.meta.url)(addon) as { Engine: new () => NativeEngine }

const run = (seed: number) => simulate(scenarioOf(seed), () => new Engine())

const seeds = 3000

test(`in ${seeds} worlds there is one master at the end, with the address, its group together and at rest`, () => {
  const bad = Array.from({ length: seeds }, (_, seed) => ({ seed, problems: run(seed).problems }))
  expect(bad.filter(({ problems }) => problems.length > 0)).toEqual([])
}, 120_000)

/** Seeds that once showed a mistake: the number, and what it was. */
const known = readFileSync(new URL('fixtures/sim/seeds.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

test.each(known)('seed %s', (line) => {
  expect(run(Number.parseInt(line, 10)).problems).toEqual([])
})

test('a seed is the whole of a run', () => {
  expect(run(7)).toEqual(run(7))
  expect(run(7).log).not.toEqual(run(8).log)
})

const calm: Scenario = {
  seed: 1,
  intervalMs: 100,
  routers: 2,
  grouped: true,
  hosts: [
    { priority: 200, preempt: true, startMs: 0 },
    { priority: 100, preempt: true, startMs: 0 },
  ],
  faults: [],
  faultsEndMs: 1000,
}

/** Ungrouped and of distinct priorities: microseconds from one advert to the next, and to the end of waiting for it. */
const hop = 50
const downTime = (priority: number, interval: number) => 3 * interval + Math.floor(((256 - priority) * interval) / 256)

test.for(Array.from({ length: 60 }, (_, seed) => seed))(
  'world %i: the best that is left takes over when the crashed master is silent for exactly its Master_Down_Interval',
  (seed) => {
    const intervalMs = [10, 100, 1000][seed % 3] ?? 1000
    const priorities = [250 - seed, 100 + seed, 60 - (seed % 50)]
    const hosts = priorities.map((priority) => ({ priority, preempt: true, startMs: 0 }))
    const fromMs = 8 * intervalMs + seed * 7
    const faults = [{ kind: 'crash', host: 0, fromMs, untilMs: fromMs + 20 * intervalMs }] as const
    const world = { ...calm, seed, intervalMs, routers: 1, grouped: false, hosts, faults, faultsEndMs: 60 * intervalMs }
    const { log, problems } = simulate(world, () => new Engine())
    const becomes = log.filter((line) => line.includes('-> MASTER')).map((line) => line.split(' '))
    const interval = 1000 * intervalMs
    const first = downTime(priorities[0] ?? 0, interval)
    const last = first + Math.floor((1000 * fromMs - first) / interval) * interval
    expect(problems).toEqual([])
    expect(becomes.slice(0, 2).map(([at, , host]) => [Math.round(Number(at) * 1000), host])).toEqual([
      [first, '1'],
      [last + hop + downTime(priorities[1] ?? 0, interval), '2'],
    ])
  },
)

/** An engine with one method that does something else. */
function broken(method: keyof NativeEngine, instead: (engine: NativeEngine, args: readonly unknown[]) => unknown) {
  return () => {
    const engine = new Engine()
    return new Proxy(engine, {
      get: (_, name) => (name === method ? (...args: unknown[]) => instead(engine, args) : bound(engine, name)),
    })
  }
}

function bound(engine: NativeEngine, name: string | symbol) {
  return Reflect.get(engine, name).bind(engine)
}

test('two hosts without faults: the better one, and nothing else happens', () => {
  const { problems, log } = simulate(calm, () => new Engine())
  expect(problems).toEqual([])
  expect(log.filter((line) => line.includes('MASTER'))).toEqual([
    '321.875 host 1 VI_1 BACKUP -> MASTER: no advert from a master',
    '321.875 host 1 VI_2 BACKUP -> MASTER: no advert from a master',
  ])
})

test('the checks see engines that hear nothing, and engines that take nothing off', () => {
  const deaf = broken('receive', () => undefined)
  expect(simulate(calm, deaf).problems).toContain('VI_1 has as master host 1, host 2')
  const late: Scenario = { ...calm, hosts: [{ priority: 200, preempt: true, startMs: 900 }, ...calm.hosts.slice(1)] }
  const hoarding = broken('poll', (engine) => {
    const action = engine.poll()
    return action?.kind === 'submit' && !action.add ? { kind: 'kept' } : action
  })
  expect(simulate(late, hoarding).problems).toContain('the address of VI_1 is at host 1, host 2')
  const none = encodeImage({ ...emptyImage })
  const forgetful = broken('load', (engine, [now, image]) => {
    engine.load(Number(now), none)
    engine.load(Number(now), image as Uint8Array)
  })
  const reloaded: Scenario = {
    ...calm,
    faults: [{ kind: 'reload', host: 0, priority: 210, fromMs: 900, untilMs: 950 }],
  }
  expect(simulate(reloaded, forgetful).problems).toContain(
    'by a reload: 900 host 1 VI_1 MASTER -> INIT: removed from the configuration',
  )
})
