import { expect, test } from 'vitest'
import { trafficOf } from '../src/daemon/services/traffic.ts'
import { assumedUp, services } from '../src/desired/index.ts'
import type { IpvsStats } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'

const group = (more = '') =>
  configOf(`virtual_server_group G {
  10.1.0.1-2 80
}
virtual_server group G {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  ${more}
  real_server 10.0.0.1 80 {
  }
  real_server 10.0.0.2 80 {
  }
}`)
const config = group()

function stats(count: bigint): IpvsStats {
  const rates = { connectionsPerSecond: 0n, packetsInPerSecond: 0n, packetsOutPerSecond: 0n }
  const bytes = { bytesIn: count, bytesOut: 2n * count, bytesInPerSecond: 0n, bytesOutPerSecond: 0n }
  return { connections: count, packetsIn: count, packetsOut: count, ...rates, ...bytes }
}

test('a sorry server that stays in the table is none of the real servers', () => {
  const sorry = group('sorry_server 10.0.0.9 80\nsorry_server_inhibit')
  const table = services(sorry, assumedUp(sorry)).destination.map(({ object }) => ({ object, stats: stats(1n) }))
  const [of] = trafficOf(sorry, { services: [], destinations: table })
  expect(of?.servers.map((server) => server?.connections)).toEqual([2, 2])
})

test('what the kernel counts of a real server is added up over the services of its group', () => {
  const wanted = services(config, assumedUp(config))
  const table = wanted.destination.map(({ object }, index) => {
    return {
      object: { ...object, connections: { active: 1, inactive: 10 ** index, persistent: 0 } },
      stats: stats(10n ** BigInt(index)),
    }
  })
  const added = (count: number) => {
    return { connections: count, packetsIn: count, packetsOut: count, bytesIn: count, bytesOut: 2 * count }
  }
  const counted = (count: number) => {
    return { activeConnections: 2, inactiveConnections: count, persistentConnections: 0, ...added(count) }
  }
  const both = wanted.service.map(({ object }) => ({ object, stats: stats(7n) }))
  expect(trafficOf(config, { services: both, destinations: table })).toEqual([
    { total: added(14), servers: [counted(101), counted(1010)] },
  ])
  expect(trafficOf(config, { services: [], destinations: table.slice(1, 2) })).toEqual([
    { total: added(0), servers: [undefined, { ...counted(10), activeConnections: 1 }] },
  ])
})
