import { describe, expect, test } from 'vitest'
import { type Accepted, type Candidate, objection } from '../src/daemon/index.ts'
import { compile } from '../src/lint/index.ts'

/** Which text may replace which. */

const env = { configId: 'lb1', directory: '/', variable: () => undefined, random: (least: number) => least }
const files = { read: () => ({ kind: 'missing' }) as const, list: () => undefined }

function candidate(text: string): Candidate {
  return compile({ source: { name: 'lb1.conf', text } }, { files, env })
}

const place = {}
const good = 'vrrp_instance V {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress {\n 192.0.2.1\n }\n}\n'
const flawed = good.replace('interface', 'auth_type X\n interface')
const checked = 'global_defs {\n reload_check_config\n}\n'
const moved = `\n\n${flawed}`
const other = good.replace('interface', 'bogus\n interface')

const pool = (...servers: number[]) =>
  `virtual_server 192.0.2.1 80 {\n lb_algo rr\n lb_kind NAT\n protocol TCP\n${servers.map((server) => ` real_server 198.51.100.${server} 80 {\n }\n`).join('')}}\n`

const cases: readonly [what: string, next: string, before: string | undefined, against: RegExp | undefined][] = [
  ['a good file at the start', good, undefined, undefined],
  ['a file with errors that keepalived would run, at the start', flawed, undefined, undefined],
  ['an empty file at the start', '', undefined, undefined],
  ['a file that keepalived refuses', good.replace(/virtual_router_id.*/, ''), undefined, /keepalived would refuse/],
  ['a good file after a good one', good, good, undefined],
  ['errors that were there before', flawed, flawed, undefined],
  ['the same errors on other lines', moved, flawed, undefined],
  ['a good file after one with errors', good, flawed, undefined],
  ['an error that is new', flawed, good, /1 error is new/],
  ['another error than before', other, flawed, /1 error is new/],
  ['an error that was there before, with reload_check_config', checked + flawed, checked + flawed, /1 error is in it/],
  ['a good file, with reload_check_config', checked + good, checked + flawed, undefined],
  ['another instance', `instance blue\n${good}`, good, /that takes a restart/],
  ['nothing where there was something', '', good, /neither a vrrp_instance nor a virtual_server/],
  ['nothing where there was nothing', '', '', undefined],
  [
    'a file with more than half of the real servers gone',
    pool(1),
    pool(1, 2, 3),
    /2 of 3 real servers go; --allow-mass/,
  ],
  ['one with half of them gone', pool(1, 4), pool(1, 2, 3, 4), undefined],
  ['one with the only one replaced', pool(2), pool(1), undefined],
]

describe('a configuration is put in force unless something speaks against it', () => {
  test.for(cases)('%s', ([, next, before, against]) => {
    const inForce = before === undefined ? undefined : (candidate(before) as Accepted)
    const said = objection(candidate(next), inForce, { allowEmpty: false, place })
    if (against === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(against)
  })

  test('at the start, while the routers of a daemon before run, nothing is an accident too', () => {
    const empty = candidate('')
    expect(objection(empty, undefined, { allowEmpty: false, running: 1, place })).toMatch(
      /--allow-empty lets it through/,
    )
    expect(objection(empty, undefined, { allowEmpty: true, running: 1, place })).toBeUndefined()
    expect(objection(empty, undefined, { allowEmpty: false, running: 0, place })).toBeUndefined()
    expect(objection(candidate(good), undefined, { allowEmpty: false, running: 1, place })).toBeUndefined()
  })

  test('--allow-mass-change lets most real servers go', () => {
    const [before, after] = [candidate(pool(1, 2, 3)) as Accepted, candidate(pool(1))]
    expect(objection(after, before, { allowEmpty: false, allowMassChange: true, place })).toBeUndefined()
  })

  test('--allow-empty lets nothing replace something', () => {
    expect(objection(candidate(''), candidate(good) as Accepted, { allowEmpty: true, place })).toBeUndefined()
  })
})
