import { describe, expect, test } from 'vitest'
import { type Micros, micros, seconds, unplaced } from '../src/base/index.ts'
import { type Attempt, type PoolEvent, type ProbeResult, poolsOf, Rounds } from '../src/check/index.ts'
import { compile } from '../src/lint/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { memoryPorts } from './support/language/memory.ts'

/**
 * Checks on a virtual clock. After the configuration, `>> results` has a line for each check: its server, `/1` for the
 * second check of it, `#1` for its second url, and its results in order: `+` success, `-` failure, `?` unable, a number for a weight; the last
 * one goes on, and attempts of checks without a line succeed unseen. `>> until` is the time in seconds; `>> then` a configuration that replaces the first one at that time.
 */
function run({ files }: Case): string {
  const script = results(files.get('results') ?? '')
  const end = seconds(Number(files.get('until') ?? 0))
  const lines: string[] = []
  let rounds = start(files.get('main.conf') ?? '', micros(0), lines)
  play(rounds, end, script, lines)
  const next = files.get('then')
  if (next !== undefined) {
    lines.push(`${time(end)} the configuration changes`)
    rounds = start(next, end, lines, rounds)
    play(rounds, micros(end * 2), script, lines)
  }
  return lines.join('\n')
}

function start(text: string, now: Micros, lines: string[], before?: Rounds): Rounds {
  const { config } = compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', text]])))
  if (!config) throw new Error('the configuration is refused')
  const rounds = new Rounds(unplaced(poolsOf(config)), { now, chance: () => 0, before })
  for (const { pool, events } of rounds.news) {
    const state = pool.servers.map(({ spec, alive, weight }) => `${spec.key} ${alive ? weight : 'down'}`)
    lines.push(`${time(now)} ${pool.spec.key}${pool.sorry ? ' sorry' : ''}: ${state.join(', ')}`, ...events.map(show))
  }
  return rounds
}

function play(rounds: Rounds, end: Micros, script: Map<string, string[]>, lines: string[]): void {
  for (let now = rounds.next; now !== undefined && now <= end; now = rounds.next) {
    for (const attempt of rounds.begin(now)) {
      const attempted = name(attempt)
      const result = take(script.get(attempted) ?? ['+'])
      const events = rounds.conclude(attempt, { at: now, result })
      if (script.has(attempted)) lines.push(`${time(now)} ${attempted} ${said(result)}`)
      lines.push(...events.map(show))
    }
  }
}

function results(text: string): Map<string, string[]> {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [check = '', ...given] = line.split(' ')
        return [check, given] as const
      }),
  )
}

function take(given: string[]): ProbeResult {
  const next = given.length > 1 ? given.shift() : given[0]
  if (next === '-') return { kind: 'failure', why: 'refused' }
  if (next === '?') return { kind: 'unable', why: 'no such interface' }
  return { kind: 'success', ...(next !== '+' && { weight: Number(next) }) }
}

function name({ server, index, checker }: Attempt): string {
  const step = checker.rhythm.steps > 1 ? `#${checker.step}` : ''
  return `${server.spec.key}${index === 0 ? '' : `/${index}`}${step}`
}

function said(result: ProbeResult): string {
  return result.kind === 'success' && result.weight !== undefined ? `success ${result.weight}` : result.kind
}

function time(at: Micros): string {
  return (at / 1e6).toFixed(3)
}

function show(event: PoolEvent): string {
  switch (event.kind) {
    case 'server':
      return `        ${event.server.key} is ${event.alive ? 'up' : 'down'}${event.confirmed ? ', as it began' : ''}`
    case 'weight':
      return `        ${event.server.key} has weight ${event.weight}`
    case 'quorum':
      return `        quorum ${event.up ? 'gained' : 'lost'} with ${event.sum}`
    case 'check':
      return `        check ${event.index} of ${event.server.key} is ${event.up ? 'up' : 'down'}${event.decided ? '' : ', and its server is not'}`
  }
}

describe('checks', () => {
  test.for(caseFiles('fixtures/check'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })
})
