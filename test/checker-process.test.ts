import { describe, expect, test } from 'vitest'
import { checkerWorld } from './support/check/world.ts'

const servers = (weights: readonly number[], check: string) => `
virtual_server 192.0.2.10 80 {
    protocol TCP
    delay_loop 10
    warmup 0
    lb_algo rr
    lb_kind NAT
    sorry_server 10.0.0.99 80
${weights.map((weight, index) => `real_server 10.0.0.${index + 1} 80 {\nweight ${weight}\n${check}\n}`).join('\n')}
}`

const tcp = 'TCP_CHECK {\n}'

describe('the process that checks', () => {
  test('answers with every pool, and says what is new about them', () => {
    expect(checkerWorld().configure(servers([1, 2], tcp))).toEqual([
      {
        edition: 1,
        kind: 'configured',
        pools: [
          {
            up: true,
            sorry: false,
            servers: [
              { alive: true, weight: 1 },
              { alive: true, weight: 2 },
            ],
          },
        ],
        news: [
          {
            pool: 0,
            up: true,
            sorry: false,
            servers: [],
            events: [{ kind: 'quorum', up: true, sum: 3, starting: true }],
          },
        ],
      },
    ])
  })

  test('tells in one message what one moment brings', () => {
    const { configure, dead, runTo } = checkerWorld()
    configure(servers([1, 1], tcp))
    dead.add('10.0.0.1').add('10.0.0.2')
    const down = { kind: 'server', alive: false, confirmed: false, check: 'TCP_CHECK', why: 'refused' }
    const changed = { kind: 'check', index: 0, up: false, alive: false, decided: true, why: 'refused' }
    expect(runTo(5)).toEqual([
      {
        edition: 1,
        kind: 'news',
        news: [
          {
            pool: 0,
            up: false,
            sorry: true,
            servers: [
              { server: 0, state: { alive: false, weight: 1 } },
              { server: 1, state: { alive: false, weight: 1 } },
            ],
            events: [
              { ...down, server: 0 },
              { ...changed, server: 0 },
              { ...down, server: 1 },
              { kind: 'quorum', up: false, sum: 0, starting: false },
              { ...changed, server: 1 },
            ],
          },
        ],
      },
    ])
  })

  test('goes on from what is found in the table, and tells nothing of it again', () => {
    const { configure, runTo } = checkerWorld()
    const found = {
      up: true,
      sorry: false,
      servers: [
        { alive: false, weight: 0 },
        { alive: true, weight: 1 },
      ],
    }
    expect(configure(servers([1, 1], tcp), [found])).toEqual([
      {
        edition: 1,
        kind: 'configured',
        pools: [
          {
            ...found,
            servers: [
              { alive: false, weight: 1 },
              { alive: true, weight: 1 },
            ],
          },
        ],
        news: [],
      },
    ])
    expect(runTo(2)).toMatchObject([
      {
        edition: 1,
        kind: 'news',
        news: [
          {
            events: [
              { kind: 'server', server: 0, alive: true },
              { kind: 'check', up: true },
            ],
          },
        ],
      },
    ])
  })

  test('tells nothing again of a quorum that was lost before', () => {
    const { configure, runTo } = checkerWorld()
    const text = servers([1, 1], tcp).replace('sorry_server 10.0.0.99 80', 'quorum 2')
    const states = [false, true].map((alive) => ({ alive, weight: 1 }))
    expect(configure(text, [{ up: true, sorry: false, servers: states }])).toMatchObject([
      { pools: [{ up: false }], news: [] },
    ])
    expect(runTo(30)).toMatchObject([{ news: [{ events: [{ kind: 'server' }, { up: true, sum: 2 }, { up: true }] }] }])
  })

  test('tells nothing again of a server that is found down and fails still', () => {
    const { configure, dead, runTo } = checkerWorld()
    const states = [false, true].map((alive) => ({ alive, weight: 1 }))
    dead.add('10.0.0.1')
    configure(servers([1, 1], tcp), [{ up: true, sorry: false, servers: states }])
    expect(runTo(30)).toEqual([])
  })

  test('keeps what it knows through a new configuration, and tries at once what was under way', () => {
    const { configure, dead, runTo } = checkerWorld()
    configure(servers([1, 1], tcp))
    dead.add('10.0.0.1')
    runTo(2)
    expect(configure(servers([1, 5], tcp))).toMatchObject([
      {
        pools: [
          {
            up: true,
            servers: [
              { alive: false, weight: 1 },
              { alive: true, weight: 5 },
            ],
          },
        ],
        news: [],
      },
    ])
  })

  test('adds the number in a file to the weight, from the first moment on', () => {
    const { configure, write } = checkerWorld()
    const text = servers([5], 'FILE_CHECK {\ntrack_file load\nweight 2\n}')
    configure(`track_file load {\nfile /run/load\n}\n${text}`)
    expect(write('/run/load', '3')).toMatchObject([
      { news: [{ events: [{ kind: 'weight', server: 0, weight: 11, before: 5, alive: true }] }] },
    ])
    expect(write('/run/load', '-2000000000')).toMatchObject([
      {
        news: [
          {
            sorry: true,
            events: [
              { kind: 'weight', weight: 5 },
              { alive: false, why: '-2000000000 is in the file' },
              { up: false },
              { kind: 'check' },
            ],
          },
        ],
      },
    ])
  })

  test('tells nothing of servers that their files keep down from the start', () => {
    const { configure, write } = checkerWorld()
    const file = (name: string) => `track_file ${name} {\nfile /run/${name}\n}\n`
    write('/run/full', '1')
    const checked = servers([5, 5], 'FILE_CHECK {\ntrack_file full\nweight 0\n}').replace('full', 'empty')
    expect(configure(`${file('empty')}${file('full')}${checked.replace('sorry', 'quorum 6\nsorry')}`)).toMatchObject([
      {
        pools: [{ up: false, sorry: true, servers: [{ alive: true }, { alive: false }] }],
        news: [{ events: [{ kind: 'quorum', up: false, sum: 5, starting: true }] }],
      },
    ])
  })

  test('a reload leaves a server alone that its file keeps down', () => {
    const { configure, write } = checkerWorld()
    const text = `track_file load {\nfile /run/load\n}\n${servers([5], 'FILE_CHECK {\ntrack_file load\nweight 0\n}')}`
    configure(text)
    write('/run/load', '1')
    expect(configure(text)).toMatchObject([{ pools: [{ up: false, servers: [{ alive: false }] }], news: [] }])
  })

  test('reports each check with its last attempt', () => {
    const { configure, dead, runTo, tell } = checkerWorld()
    configure(servers([1], tcp))
    dead.add('10.0.0.1')
    runTo(3)
    expect(tell({ kind: 'report' })).toEqual([
      {
        edition: 1,
        kind: 'report',
        pools: [
          {
            up: false,
            sorry: true,
            suspended: false,
            servers: [
              {
                alive: false,
                weight: 1,
                checks: [
                  {
                    check: 'TCP_CHECK',
                    up: false,
                    last: { result: { kind: 'failure', why: 'refused' }, ago: 2_000_000, took: 100 },
                    attempts: 1,
                    failures: 1,
                  },
                ],
              },
            ],
          },
        ],
      },
    ])
  })

  test('tries nothing of a pool that is suspended', () => {
    const { configure, dead, runTo, tell } = checkerWorld()
    configure(servers([1], tcp))
    tell({ kind: 'suspend', pool: 0, suspended: true })
    dead.add('10.0.0.1')
    expect(runTo(60)).toEqual([])
    tell({ kind: 'suspend', pool: 0, suspended: false })
    expect(runTo(90)).toHaveLength(1)
  })
})
