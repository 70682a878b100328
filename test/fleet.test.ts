import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../src/base/index.ts'
import {
  choose,
  compile,
  fleetRules,
  formats,
  hostsNamedIn,
  type Judgement,
  judge,
  renderFindings,
  virtualRoutersJson,
  virtualRoutersMarkdown,
  virtualRoutersText,
} from '../src/lint/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { memoryPorts } from './support/language/memory.ts'

/** Judges main.conf for each host that it names. */
function judged(files: ReadonlyMap<string, string>): Judgement {
  const entry = { path: 'main.conf' }
  const hosts = hostsNamedIn(compile(entry, memoryPorts(files)).sources)
  return judge(hosts.map((host) => ({ host, entry, ports: memoryPorts(files, { configId: host }) })))
}

function run({ files }: Case): string {
  return renderFindings(judged(files).findings.filter(isOfRule))
}

function isOfRule({ code }: Diagnostic): boolean {
  return !code.startsWith('security/') && code !== 'lint/not-served-yet'
}

const example = (text: string) => new Map([['main.conf', text]])

describe('fleets', () => {
  test.for(caseFiles('fixtures/fleet'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  test.for(fleetRules)('$code is found in its example, and nothing else is', ({ code, doc }) => {
    const found = judged(example(doc.example)).findings.filter(isOfRule)
    expect(new Set(found.map((one) => one.code))).toEqual(new Set([code]))
  })
})

const pair = example(`vrrp_instance WEB {
  interface eth0
  virtual_router_id 70
@lb1 priority 100
@lb2 priority 150
  virtual_ipaddress {
    192.0.2.10/24
  }
}
vrrp_instance DB {
  interface eth1
  virtual_router_id 7
@lb1 priority 150
@lb2 priority 150
  virtual_ipaddress {
    198.51.100.10/24
  }
}
`)

describe('the table of virtual routers', () => {
  const virtualRouters = judged(pair).virtualRouters()

  test('for a terminal has the first master first', () => {
    expect(virtualRoutersText(virtualRouters)).toBe(
      [
        'network          VRID  addresses      members by priority',
        '192.0.2.0/24     70    192.0.2.10     lb2 150, lb1 100',
        '198.51.100.0/24  7     198.51.100.10  lb1 150, lb2 150',
      ].join('\n'),
    )
  })

  test('for a pull request has the same cells', () => {
    expect(virtualRoutersMarkdown(virtualRouters).split('\n')).toEqual([
      '| network | VRID | addresses | members by priority |',
      '| --- | --- | --- | --- |',
      '| 192.0.2.0/24 | 70 | 192.0.2.10 | lb2 150, lb1 100 |',
      '| 198.51.100.0/24 | 7 | 198.51.100.10 | lb1 150, lb2 150 |',
    ])
  })

  test('for programs names each member', () => {
    expect(virtualRoutersJson(virtualRouters)[0]).toEqual({
      virtualRouterId: 70,
      family: 4,
      networks: ['192.0.2.0/24'],
      addresses: ['192.0.2.10'],
      members: [
        { host: 'lb2', name: 'WEB', interface: 'eth0', priority: 150, version: 2, preempt: true },
        { host: 'lb1', name: 'WEB', interface: 'eth0', priority: 100, version: 2, preempt: true },
      ],
    })
  })
})

test('a line that is read many times has its mistake once', () => {
  const text = '$V=\\\nvrrp_instance V_${N} {\\\n  prioriti ${N}\\\n}\n~SEQ(N, 1, 5) $V\n@lb1 x\n@lb2 y\n'
  const found = judged(example(text)).findings.filter(({ message }) => message.includes('prioriti'))
  expect(found).toHaveLength(1)
})

describe('what is shown of a judgement', () => {
  const all = judged(
    example('vrrp_instance V {\n  interface eth0\n  virtual_router_id 300\n  prioriti 1\n}\n@lb1 x\n@lb2 y\n'),
  )

  test.for([
    [{}, 5],
    [{ select: ['fleet'] }, 0],
    [{ select: ['bind/out-of-range'] }, 1],
    [{ select: ['bind'], ignore: ['bind/unknown-keyword'] }, 2],
    [{ ignore: ['bind/'] }, 0],
  ] as const)('can be chosen by code or phase: %j', ([choice, count]) => {
    expect(choose(all, choice).findings).toHaveLength(count)
  })

  test.for(Object.entries(formats))('can be written for other programs: %s', async ([name, format]) => {
    const files = example(
      'vrrp_instance "a,b & <c>" {\n  interface eth0\n  virtual_router_id 300\n  prioriti 1\n}\n@lb1 x\n@lb2 y\n',
    )
    await expect(`${format(judged(files).findings)}\n`).toMatchFileSnapshot(`fixtures/lint-formats/${name}.txt`)
  })
})
