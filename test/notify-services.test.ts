import { describe, expect, test } from 'vitest'
import type { Config } from '../src/bind/index.ts'
import { type FromChecker, notInTime } from '../src/check/index.ts'
import { type NotifyEffect, type Served, serviceNews, servicesChanged, servicesStopped } from '../src/notify/index.ts'
import { checkerWorld } from './support/check/world.ts'
import { configOf } from './support/config-of.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'

/**
 * What is told of virtual servers. `>> then` is what happens, a word and its argument a line: `dead` or `alive` ADDRESS,
 * `write` NUMBER into every file, `to` SECONDS, `reload` with the configuration `>> next`, `stop`. Below each stands what
 * is to be done about it, in order.
 */
function run({ files }: Case): string {
  const world = checkerWorld()
  const lines: string[] = []
  let served: Served = { config: configOf(''), states: [] }
  const checkBy = (name: string) => {
    const text = files.get(name) ?? ''
    const config = configOf(text)
    const [answer] = world.configure(text)
    if (answer?.kind !== 'configured') throw new Error('the process does not answer')
    const next = { config, states: answer.pools }
    lines.push(...servicesChanged(served, next).map(show), ...serviceNews(answer.news, config).map(show))
    served = next
  }
  lines.push('# start')
  checkBy('main.conf')
  for (const step of (files.get('then') ?? '').trim().split('\n')) {
    const [what = '', argument = ''] = step.split(' ')
    lines.push(`# ${step}`)
    if (what === 'dead') world.dead.add(argument)
    else if (what === 'alive') world.dead.delete(argument)
    else if (what === 'to') served = heard(world.runTo(Number(argument)), served, lines)
    else if (what === 'write') served = heard(world.write('/run/number', argument), served, lines)
    else if (what === 'reload') checkBy('next')
    else lines.push(...servicesStopped(served).map(show))
  }
  return lines.join('\n')
}

function heard(said: readonly FromChecker[], { config, states }: Served, lines: string[]): Served {
  const news = said.flatMap((message) => (message.kind === 'news' ? message.news : []))
  lines.push(...serviceNews(news, config).map(show))
  const now = states.map((state, pool) =>
    news.filter((update) => update.pool === pool).reduce((before, update) => withUpdate(before, update), state),
  )
  return { config, states: now }
}

function withUpdate(
  state: Served['states'][number],
  { up, sorry, servers }: Extract<FromChecker, { kind: 'news' }>['news'][number],
): Served['states'][number] {
  return (
    state && {
      up,
      sorry,
      servers: state.servers.map((server, at) => servers.find((each) => each.server === at)?.state ?? server),
    }
  )
}

function show(effect: NotifyEffect): string {
  switch (effect.kind) {
    case 'script':
      return `run  ${[...effect.command.argv, ...effect.args].join(' ')}`
    case 'line':
      return `line ${effect.line.trimEnd()}`
    case 'mail':
      return `mail ${effect.subject}: ${effect.body}`
    case 'log':
      return `${effect.level.padEnd(4)} ${effect.text}`
  }
}

describe('what is told of virtual servers', () => {
  test.for(caseFiles('fixtures/notify'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  test('the mail of a program that takes too long says so', () => {
    const config = configOf(`virtual_server 192.0.2.10 80 {
 lb_algo rr
 lb_kind NAT
 protocol TCP
 real_server 10.0.0.1 80 {
  MISC_CHECK {
   misc_path /bin/false
  }
 }
}
`)
    const failed = { kind: 'check', server: 0, index: 0, up: false, alive: false, decided: true } as const
    const news = [notInTime, 'exit code 1'].map((why) => {
      return { pool: 0, up: false, sorry: false, servers: [], events: [{ ...failed, why }] }
    })
    const said = serviceNews(news, config).flatMap((effect) => (effect.kind === 'mail' ? [effect.body] : []))
    expect(said).toEqual(['=> MISC CHECK timed out on service <=', '=> MISC CHECK failed on service <='])
  })

  test('a server without an address of its own is named by its group or mark', () => {
    const config: Config = configOf(`virtual_server_group G {
 10.1.0.1 80
}
virtual_server fwmark 7 {
 lb_algo rr
 lb_kind NAT
 real_server 10.0.0.1 0 {
 }
}
${`virtual_server group G {
 lb_algo rr
 lb_kind NAT
 protocol TCP
 real_server 10.0.0.1 80 {
 }
}
`.repeat(2)}`)
    const up = [{ kind: 'quorum' as const, up: true, sum: 1, starting: true }]
    const news = [0, 1, 2].map((pool) => ({ pool, up: true, sorry: false, servers: [], events: up }))
    const down = { kind: 'server', server: 0, alive: false, confirmed: false, check: 'TCP_CHECK' } as const
    const lost = { pool: 0, up: false, sorry: false, servers: [], events: [down] }
    const said = serviceNews([...news, lost], config).flatMap((effect) => (effect.kind === 'line' ? [effect.line] : []))
    expect(said).toEqual(['VS FWM 7 UP\n', 'VS [G]:0 UP\n', 'VS [G]:1 UP\n', 'RS [10.0.0.1]:none:0 FWM 7 DOWN\n'])
  })
})
