import { describe, expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import type { VrrpInstance } from '../src/bind/index.ts'
import { countedSince, dataDump, type RouterStatus, statusOf } from '../src/status/index.ts'
import { statisticsOf } from '../src/status/statistics.ts'
import { configOf } from './support/config-of.ts'
import { backup, hello, now } from './support/told.ts'

function counted(name: string, counters: Readonly<Record<string, number>>): RouterStatus {
  return { name, counters } as unknown as RouterStatus
}

test('cleared counters count from there on, and from 0 where the engine has begun anew', () => {
  const of = (name: string, adverts: number, became: number) =>
    counted(name, { adverts_sent: adverts, become_master: became })
  const before = [of('A', 10, 1), of('B', 10, 1)]
  const now = [of('A', 15, 1), of('B', 3, 1), of('C', 7, 2)]
  expect(countedSince(now, before)).toEqual([of('A', 5, 0), of('B', 3, 1), of('C', 7, 2)])
  expect(countedSince(now, [])).toEqual(now)
})

describe('what a digest refuses', () => {
  const router = counted('A', { rejected_auth_header: 1, rejected_auth_digest: 2, rejected_auth_key: 4 })
  const block = (authentication: string) =>
    configOf(
      `vrrp_instance A {\ninterface eth0\nvirtual_router_id 5\nversion 3\n${authentication}\nvirtual_ipaddress {\n192.0.2.1\n}\n}\n`,
    ).vrrpInstances[0] as VrrpInstance

  test('counts as failed authentication with AH', () => {
    expect(statisticsOf(block(''), router)).toMatchObject({ auth_failure: 3, auth_ext_malformed: 0 })
  })

  test('counts one by one with auth_hmac', () => {
    const hmac = block('auth_hmac {\nkey 1 0123456789abcdef0123456789abcdef\nactive_key 1\n}')
    expect(statisticsOf(hmac, router)).toMatchObject({
      auth_failure: 0,
      auth_ext_malformed: 1,
      auth_ext_invalid_hmac: 2,
      auth_ext_unknown_key: 4,
    })
  })
})

test('keepalived.data has the sync groups, as they are by the worst of their members', () => {
  const instance = (name: string, id: number) =>
    `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${id}\nvirtual_ipaddress {\n192.0.2.${id}\n}\n}\n`
  const config = configOf(`vrrp_sync_group G {\ngroup {\nA\nB\n}\n}\n${instance('A', 1)}${instance('B', 2)}`)
  const routers = [
    { ...backup, name: 'A' },
    { ...backup, name: 'B', state: 'FAULT' as const },
  ]
  const realTime = seconds(1_800_000_000)
  const engine = { kind: 'status', now, realTime, routers, strangers: [], sessions: [] } as const
  const lines = dataDump(statusOf({ host: 'lb1', realTime, hello, engine, config }), config).split('\n')
  expect(lines.filter((line) => /group/i.test(line))).toEqual([
    '   Sync group = G',
    '   Sync group = G',
    '------< VRRP Sync groups >------',
    ' VRRP Sync Group = G, FAULT',
  ])
  expect(lines.slice(-5)).toEqual([' VRRP Sync Group = G, FAULT', '   VRRP member instances :', '     A', '     B', ''])
})
