import { expect, test } from 'vitest'
import type { PoolState } from '../src/base/index.ts'
import { poolsIn, services } from '../src/desired/index.ts'
import { poolsAfter, statusOf } from '../src/status/index.ts'
import { checkerWorld } from './support/check/world.ts'
import { configOf } from './support/config-of.ts'

/** What `kac plan` expects of the checks under another configuration is what the process that checks then says. */

const real = (host: number, more = 'TCP_CHECK {\n}') => `real_server 10.0.0.${host} 80 {\n${more}\n}\n`
const virtual = (host: number, servers: string, more = '') => `virtual_server 192.0.2.${host} 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  delay_loop 5
  warmup 0
  retry 1
  delay_before_retry 1
  ${more}
  ${servers}
}
`
const tracked = (weight: number) => `FILE_CHECK {\ntrack_file F\nweight ${weight}\n}\n`
const file = 'track_file F {\nfile /run/f\n}\n'
const twice = (servers: string) =>
  `virtual_server_group G {\n192.0.2.1 80\n}\n${['TCP', 'UDP'].map((protocol) => virtual(1, servers).replace('192.0.2.1 80', 'group G').replace('TCP', protocol)).join('')}`
/** Its first virtual server, of TCP, comes last. */
const turned = (text: string) => {
  const [group = '', first = '', second = ''] = text.split(/(?=virtual_server group)/)
  return group + second + first
}
/** 10.0.0.2 is down. */
const three = virtual(1, real(1) + real(2) + real(3))

const cases: readonly (readonly [what: string, before: string, next: string])[] = [
  ['the same', three, three],
  ['other weights', three, virtual(1, real(1, 'weight 7\nTCP_CHECK {\n}') + real(2, 'weight 8\nTCP_CHECK {\n}'))],
  ['one more, and one more that is to succeed first', three, virtual(1, real(2) + real(4) + real(5), 'alpha')],
  ['a check more', three, virtual(1, real(1, 'TCP_CHECK {\n}\nPING_CHECK {\n}') + real(2, 'PING_CHECK {\n}'))],
  ['no checks', three, virtual(1, real(1, '') + real(2, ''))],
  ['a quorum that is missed', three, virtual(1, real(1) + real(2), 'quorum 2\nsorry_server 10.0.0.9 80')],
  ['a quorum that is kept by hysteresis', three, virtual(1, real(1) + real(2), 'quorum 2\nhysteresis 1')],
  ['another virtual server', three, virtual(2, real(1) + real(2))],
  [
    'another one that begins without its quorum',
    three,
    virtual(2, real(1) + real(2), 'alpha\nquorum 2\nsorry_server 10.0.0.9 80'),
  ],
  ['the second of a group', twice(real(1) + real(2)), twice(real(2) + real(4))],
  ['a group in another order', twice(real(1) + real(2)), turned(twice(real(1) + real(2)))],
  [
    'weights that a file makes',
    file + virtual(1, real(1, tracked(3))),
    file + virtual(1, real(1, `${tracked(3)}weight 9`)),
  ],
]

test.for(cases)('%s', ([, before, next]) => {
  const { configure, dead, runTo, tell, write } = checkerWorld()
  configure(before)
  dead.add('10.0.0.2')
  write('/run/f', '2')
  runTo(20)
  const config = configOf(before)
  const [report] = tell({ kind: 'report' })
  if (report?.kind !== 'report') throw new Error('no report')
  const { service, destination } = services(config, report.pools)
  const table = { service: service.map(({ object }) => object), destination: destination.map(({ object }) => object) }
  const { services: known } = statusOf({ host: 'lb1', realTime: 0 as never, config, pools: report.pools })

  const found = poolsIn(table, configOf(next))
  const [configured] = configure(next, found as readonly PoolState[])
  expect(configured).toMatchObject({ kind: 'configured', pools: poolsAfter(configOf(next), known, found) })
})
