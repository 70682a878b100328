import { expect, test } from 'vitest'
import { trafficOf } from '../src/daemon/traffic.ts'
import { assumedUp, services } from '../src/desired/index.ts'
import { configOf } from './support/config-of.ts'

const config = configOf(`virtual_server_group G {
  10.1.0.1-2 80
}
virtual_server group G {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  real_server 10.0.0.1 80 {
  }
  real_server 10.0.0.2 80 {
  }
}`)

test('what the kernel counts of a real server is added up over the services of its group', () => {
  const table = services(config, assumedUp(config)).destination.map(({ object }, index) => {
    return { ...object, connections: { active: 1, inactive: 10 ** index, persistent: 0 } }
  })
  const counted = (inactiveConnections: number) => ({
    activeConnections: 2,
    inactiveConnections,
    persistentConnections: 0,
  })
  expect(trafficOf(config, table)).toEqual([[counted(101), counted(1010)]])
  expect(trafficOf(config, table.slice(1, 2))).toEqual([[undefined, { ...counted(10), activeConnections: 1 }]])
})
