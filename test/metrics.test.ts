import { expect, test } from 'vitest'
import { micros, seconds } from '../src/base/index.ts'
import type { EngineRouterStatus } from '../src/engine/index.ts'
import { metricsText, statusOf } from '../src/status/index.ts'
import { configOf } from './support/config-of.ts'
import { backup, hello, now } from './support/told.ts'

const config = configOf(`vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress {
    192.0.2.10/24
  }
}
virtual_server 192.0.2.10 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  real_server 10.0.0.1 80 {
    HTTP_GET {
      url {
        path "/a b"
      }
    }
  }
}
`)

const router: EngineRouterStatus = {
  ...backup,
  state: 'MASTER',
  since: micros(now - seconds(90)),
  effectivePriority: 90,
  counters: { become_master: 1, adverts_received: 7, adverts_sent: 91, rejected_checksum: 2, rejected_ttl: 0 },
}

const counted = { connections: 100, packetsIn: 800, packetsOut: 700, bytesIn: 90_000, bytesOut: 5_000_000 }

test('kac status --openmetrics', async () => {
  const text = metricsText(
    statusOf({
      host: 'lb1',
      realTime: seconds(1_800_000_000),
      hello,
      engine: {
        kind: 'status',
        now,
        realTime: seconds(1_800_000_000),
        routers: [router],
        strangers: [],
        sessions: [],
        lateness: {
          counts: [{ upTo: micros(1000), wakeUps: 40 }, { upTo: micros(10_000), wakeUps: 2 }, { wakeUps: 1 }],
          sum: micros(34_000),
          max: micros(12_000),
        },
      },
      configuration: { source: 'a.conf', digest: 'abc', unserved: [] },
      config,
      pools: [
        {
          up: true,
          sorry: false,
          suspended: false,
          servers: [
            {
              alive: true,
              weight: 3,
              checks: [
                {
                  check: 'HTTP_GET /a b',
                  up: true,
                  last: { result: { kind: 'success' }, ago: seconds(1), took: micros(1500) },
                  attempts: 9,
                  failures: 4,
                },
              ],
            },
          ],
        },
      ],
      traffic: [
        {
          total: { ...counted, connections: 120 },
          servers: [{ activeConnections: 5, inactiveConnections: 6, persistentConnections: 0, ...counted }],
        },
      ],
    }),
  )
  await expect(text.replaceAll(/version="[^"]*"/g, 'version="0"')).toMatchFileSnapshot('fixtures/status/metrics.txt')
})
