import { type Profiler, Session } from 'node:inspector/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fleetHost, generated } from '../bench/support/generated.ts'
import type { Ip, Mac } from '../src/base/index.ts'
import { compileEngine, type EngineFacts } from '../src/engine/index.ts'
import { format } from '../src/format/index.ts'
import { compile, judge, renderFindings } from '../src/lint/index.ts'
import { configOf } from './support/config-of.ts'
import { memoryPorts } from './support/language/memory.ts'

/**
 * Twice as much text is twice the work, not four times. Work is how often each part of the code runs, as the engine
 * counts it for coverage: the same on a slow machine and on a busy one. A search among n is a bit more than twice.
 */

const session = new Session()

beforeAll(async () => {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
})

afterAll(() => session.disconnect())

async function work(run: () => unknown): Promise<number> {
  await session.post('Profiler.takePreciseCoverage')
  run()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result.filter(({ url }) => /\/(?:grammar|src)\//.test(url)).reduce((sum, script) => sum + counts(script), 0)
}

function counts({ functions }: Profiler.ScriptCoverage): number {
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0)
}

function judged(text: string): string {
  const { diagnostics } = compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', text]])))
  return renderFindings(diagnostics)
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')
}

const texts: Readonly<Record<string, (size: number) => string>> = {
  ...generated,
  'unknown words': (size) => lines(size, (n) => `word${n}`),
  'undefined names': (size) => lines(size, (n) => `router_id \${A${n}}`),
  definitions: (size) => lines(size, (n) => `$A${n}=${n}`),
  conditions: (size) => lines(size, (n) => `@lb${n % 3} router_id ${n}`),
  'open blocks': (size) => 'a {\n'.repeat(size),
  'closed blocks': (size) => '}\n'.repeat(size),
  'blocks that are not closed': (size) => lines(size, (n) => `vrrp_instance A${n} {\ninterface eth0`),
  'a closing brace too many each': (size) => lines(size, (n) => `vrrp_instance A${n} {\ninterface eth0\n}\n}`),
  'unknown blocks in each other': (size) => `virtual_server x {\n${lines(size, (n) => `a${n} {`)}${'}\n'.repeat(size)}`,
  'lists with a block in them': (size) => lines(size, (n) => `vrrp_instance A${n} {\nvirtual_ipaddress {\n{\nx\n}\n}`),
  'blocks without a name': (size) => lines(size, () => 'vrrp_instance {\ninterface eth0\n}'),
  'instances of one name': (size) => lines(size, () => 'vrrp_instance A {\ninterface eth0\n}'),
  'repeated lines': (size) => `vrrp_instance A {\n${'priority 100\n'.repeat(size)}}\n`,
  'a sequence': (size) => `~SEQ(N,1,${size}) word$N\n`,
  suppressions: (size) => lines(size, (n) => `word${n} # kac-ignore bind/unknown-keyword: on purpose`),
}

const SIZE = 1000

/** With as many interfaces, each of which has an address. */
function hostOf(size: number): EngineFacts {
  const mac = '02:00:00:00:00:01' as Mac
  const links = Array.from({ length: size }, (_, at) => ({ name: `eth${at}`, index: at + 2, mtu: 1500, flags: 0, mac }))
  const address = { address: '198.51.100.1' as Ip, prefix: 24, flags: [], preferredLifetime: 'forever' } as const
  const addresses = links.map(({ name: dev }) => ({ ...address, dev }))
  const nothing = { routes: [], rules: [], firewalls: [], elements: [], forwarding: new Set<string>() }
  return { ...nothing, links, addresses, readKey: () => undefined }
}

describe('work grows as text does', () => {
  test.for(Object.entries(texts))('judging %s', async ([, text]) => {
    const once = await work(() => judged(text(SIZE)))
    const twice = await work(() => judged(text(2 * SIZE)))
    expect(twice / once).toBeLessThan(2.5)
  })

  test.for(Object.entries(texts))('formatting %s', async ([, text]) => {
    const once = await work(() => format(text(SIZE)))
    const twice = await work(() => format(text(2 * SIZE)))
    expect(twice / once).toBeLessThan(2.5)
  })

  test('making an image of routers in one group, each on an interface of its own', async () => {
    const made = (size: number) => {
      const names = Array.from({ length: size }, (_, index) => `VI_${index}`)
      const router = (name: string, index: number) =>
        `vrrp_instance ${name} {\ninterface eth${index}\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1\n}\n}\n`
      const config = configOf(`vrrp_sync_group G {\ngroup {\n${names.join('\n')}\n}\n}\n${names.map(router).join('')}`)
      return () => compileEngine(config, hostOf(size))
    }
    const once = await work(made(SIZE))
    const twice = await work(made(2 * SIZE))
    expect(twice / once).toBeLessThan(2.5)
  })

  test('judging a fleet', async () => {
    const fleet = (size: number) => {
      const hosts = Array.from({ length: size }, (_, index) => ({
        host: `lb${index}`,
        entry: { source: { name: `lb${index}/keepalived.conf`, text: fleetHost(index, 5) } },
        ports: memoryPorts(new Map()),
      }))
      return judge(hosts)
    }
    const once = await work(() => fleet(40))
    const twice = await work(() => fleet(80))
    expect(twice / once).toBeLessThan(2.5)
  })
})
