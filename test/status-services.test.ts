import { expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import {
  checkDump,
  serversNamed,
  serviceNamed,
  statusOf,
  statusText,
  whyServerText,
  whyServiceText,
} from '../src/status/index.ts'
import { checkerWorld } from './support/check/world.ts'
import { configOf } from './support/config-of.ts'

/** What is shown of virtual servers. */

const bare = { host: 'lb2', realTime: seconds(1_800_000_000) }
const daemon = { pid: 811, startedAt: '2027-01-15T07:00:00.000Z' }

const balanced = `
virtual_server 192.0.2.10 80 {
  protocol TCP
  lb_algo wrr
  lb_kind NAT
  delay_loop 10
  warmup 0
  quorum 3
  hysteresis 1
  sorry_server 10.0.0.99 80
  real_server 10.0.0.1 80 {
    weight 2
    TCP_CHECK {
    }
    HTTP_GET {
      connect_ip 10.0.0.9
      url {
        path /
      }
    }
  }
  real_server 10.0.0.2 80 {
    TCP_CHECK {
    }
  }
}
virtual_server 2001:db8::10 53 {
  protocol UDP
  lb_algo rr
  lb_kind DR
  real_server 2001:db8::1 53 {
  }
}`

function servicesSnapshot() {
  const { configure, dead, runTo, tell } = checkerWorld()
  configure(balanced)
  dead.add('10.0.0.1')
  runTo(15)
  const [report] = tell({ kind: 'report' })
  const traffic = [[{ activeConnections: 3, inactiveConnections: 40, persistentConnections: 1 }]]
  if (report?.kind !== 'report') throw new Error('no report')
  return statusOf({ ...bare, daemon, config: configOf(balanced), pools: report.pools, traffic })
}

test('kac status of virtual servers', () => {
  expect(statusText(servicesSnapshot())).toMatchSnapshot()
})

test.for(['192.0.2.10:80/tcp', '192.0.2.10:80', '[2001:db8::10]:53/udp'])(
  'kac why of the virtual server %s',
  (name) => {
    const all = servicesSnapshot()
    expect(whyServiceText(all, serviceNamed(all.services, name)!)).toMatchSnapshot()
  },
)

test.for(['10.0.0.1:80', '10.0.0.2', '2001:db8::1'])('kac why of the real server %s', (name) => {
  const all = servicesSnapshot()
  const texts = serversNamed(all.services, name).map(({ service, server }) => whyServerText(all, service, server))
  expect(texts.join('\n')).toMatchSnapshot()
})

test('a process of checks that does not answer is said so', () => {
  const snapshot = statusOf({ ...bare, daemon, config: configOf(balanced), pools: 'silent' })
  expect(snapshot).toMatchObject({ services: [], checksSilent: true })
  expect(statusText(snapshot)).toContain('! the process that checks real servers does not answer')
})

test('keepalived_check.data, where there are virtual servers', () => {
  expect(checkDump(servicesSnapshot(), configOf(balanced))).toMatchSnapshot()
  expect(checkDump(statusOf(bare), configOf(''))).toBeUndefined()
})
