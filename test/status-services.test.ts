import { expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import {
  checkDump,
  drainingNamed,
  drainingText,
  metricsText,
  serversNamed,
  servicesNamed,
  statusOf,
  statusText,
  whyDrainingText,
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
  const counted = { connections: 812, packetsIn: 9000, packetsOut: 8000, bytesIn: 702_000, bytesOut: 3_400_000_000 }
  const server = { activeConnections: 3, inactiveConnections: 40, persistentConnections: 1, ...counted }
  const traffic = [{ total: { ...counted, bytesIn: 1000 }, servers: [server] }]
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
    expect(whyServiceText(all, servicesNamed(all.services, name)[0]!)).toMatchSnapshot()
  },
)

test.for(['10.0.0.1:80', '10.0.0.2', '2001:db8::1'])('kac why of the real server %s', (name) => {
  const all = servicesSnapshot()
  const texts = serversNamed(all.services, name).map(({ service, server }) => whyServerText(all, service, server))
  expect(texts.join('\n')).toMatchSnapshot()
})

test('a check that was not tried has not failed', () => {
  const { configure, tell } = checkerWorld()
  const text = balanced.replace('quorum 3', 'quorum 3\nalpha\nha_suspend')
  configure(text)
  tell({ kind: 'suspend', pool: 0, suspended: true })
  const [report] = tell({ kind: 'report' })
  if (report?.kind !== 'report') throw new Error('no report')
  const all = statusOf({ ...bare, daemon, config: configOf(text), pools: report.pools })
  const [{ service, server }] = serversNamed(all.services, '10.0.0.1') as [ReturnType<typeof serversNamed>[number]]
  const said = whyServerText(all, service, server)
  expect(said).toContain('10.0.0.1:80 of 192.0.2.10:80/tcp is DOWN: TCP_CHECK and HTTP_GET / are still to succeed.')
  expect(said).toContain('not checked: the address of the virtual server is not on this host (ha_suspend)')
})

test('a group whose packets are marked says by which mark', () => {
  const { configure, tell } = checkerWorld()
  const text = `global_defs {
  nftables_ipvs
}
virtual_server_group G {
  192.0.2.10-19 80
}
${balanced.replaceAll('virtual_server 192.0.2.10 80', 'virtual_server group G')}`
  configure(text)
  const [report] = tell({ kind: 'report' })
  if (report?.kind !== 'report') throw new Error('no report')
  const all = statusOf({ ...bare, daemon, config: configOf(text), pools: report.pools })
  expect(statusText(all)).toMatch(/group G\/tcp .* quorum 3 ± 1, mark 1000\n/)
  expect(whyServiceText(all, servicesNamed(all.services, 'group G')[0]!)).toContain('the packets with mark 1000')
})

test('no two virtual servers have one name, and each is found by what they have in common', () => {
  const one = (name: string, protocol: string, server: string) =>
    `virtual_server ${name} {\n${protocol}\nlb_algo rr\nlb_kind NAT\nreal_server ${server} 53 {\n}\n}\n`
  const text = `virtual_server_group G {
  192.0.2.10 53
}
${['TCP', 'UDP'].map((each) => one('group G', `protocol ${each}`, '10.0.0.1')).join('')}
${one('fwmark 7', '', '10.0.0.1')}${one('fwmark 7', '', '2001:db8::1')}
${['TCP', 'UDP', 'UDP'].map((each) => one('192.0.2.9 53', `protocol ${each}`, '10.0.0.1')).join('')}`
  const { configure, tell } = checkerWorld()
  configure(text)
  const [report] = tell({ kind: 'report' })
  if (report?.kind !== 'report') throw new Error('no report')
  const { services } = statusOf({ ...bare, daemon, config: configOf(text), pools: report.pools })
  const ofTheAddress = ['192.0.2.9:53/tcp', '192.0.2.9:53/udp', '192.0.2.9:53/udp #2']
  const names = ['group G/tcp', 'group G/udp', 'fwmark 7', 'fwmark 7/inet6', ...ofTheAddress]
  expect(services.map(({ name }) => name)).toEqual(names)
  const found = (name: string) => servicesNamed(services, name).map(({ name }) => name)
  expect(found('192.0.2.9:53')).toEqual(ofTheAddress)
  expect(found('192.0.2.9:53/udp')).toEqual(ofTheAddress.slice(1))
  expect(found('group G')).toEqual(['group G/tcp', 'group G/udp'])
  expect(found('fwmark 7')).toEqual(['fwmark 7', 'fwmark 7/inet6'])
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

test('what keeps IPVS from being as it is wanted is said', () => {
  const snapshot = statusOf({ ...bare, daemon, config: configOf(''), ipvsProblem: 'cannot create service: ENOENT' })
  expect(statusText(snapshot)).toContain(
    '\n\n! IPVS is not as the configuration wants it: cannot create service: ENOENT',
  )
})

test('real servers that are drained are shown', () => {
  const draining = [
    { service: '192.0.2.10:80/tcp', server: '10.0.0.7:80', connections: 3, secondsLeft: 24.2 },
    { service: '[2001:db8::10]:53/udp', server: '[2001:db8::7]:53', connections: 1, secondsLeft: 90 },
  ]
  const snapshot = statusOf({ ...bare, daemon, draining })
  expect(statusText(snapshot)).toContain(`
DRAINING          OF                     CONNECTIONS  GOES
10.0.0.7:80       192.0.2.10:80/tcp      3            in 25 s at most
[2001:db8::7]:53  [2001:db8::10]:53/udp  1            in 1 min 30 s at most`)
  expect(drainingText(draining)).toBe(
    'draining 10.0.0.7:80 of 192.0.2.10:80/tcp, [2001:db8::7]:53 of [2001:db8::10]:53/udp: 4 connections left, 1 min 30 s at most',
  )
  const [named] = drainingNamed(snapshot, '2001:db8::7')
  expect(named && whyDrainingText(snapshot, named)).toContain('[2001:db8::7]:53 of [2001:db8::10]:53/udp is draining')
  expect(metricsText(snapshot)).toContain(
    'kac_draining_connections{service="192.0.2.10:80/tcp",server="10.0.0.7:80"} 3\n',
  )
  expect(statusOf(bare)).not.toHaveProperty('draining')
})
