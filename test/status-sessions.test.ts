import { expect, test } from 'vitest'
import { type Ip, micros, seconds } from '../src/base/index.ts'
import type { EngineHello, EngineRouterStatus, EngineSessionStatus } from '../src/engine/index.ts'
import { bfdDump, statusOf, statusText, whySessionText, whyText } from '../src/status/index.ts'
import { configOf } from './support/config-of.ts'

/** The texts about BFD sessions. */

const now = seconds(1000)
const hello = { kind: 'hello', pid: 812, engineVersion: '0.1.0' } as EngineHello

const up: EngineSessionStatus = {
  name: 'link',
  neighbor: '192.0.2.2' as Ip,
  state: 'Up',
  neighborState: 'Up',
  reason: 'no reason given',
  neighborReason: 'no reason given',
  pathGood: true,
  since: micros(now - seconds(90)),
  transmitInterval: micros(100_000),
  detectionTime: micros(300_000),
  lastHeard: micros(now - 40_000),
  discriminator: 7,
  neighborDiscriminator: 77,
  received: 1200,
  sent: 1210,
  wentUp: 1,
  wentDown: 0,
}
const { lastHeard: _, ...unheard } = up
const never: EngineSessionStatus = {
  ...unheard,
  name: 'never',
  state: 'Down',
  neighborState: 'Down',
  pathGood: false,
  detectionTime: micros(0),
  received: 0,
  wentUp: 0,
}
const lost = {
  ...never,
  name: 'lost',
  reason: 'nothing heard for the detection time',
  received: 9,
  wentUp: 1,
  wentDown: 1,
}
const off: EngineSessionStatus = {
  ...up,
  name: 'off',
  state: 'Down',
  neighborState: 'AdminDown',
  neighborReason: 'switched off',
}

const router: EngineRouterStatus = {
  name: 'VI_1',
  state: 'FAULT',
  since: micros(now - seconds(5)),
  reason: 'something tracked failed',
  basePriority: 100,
  effectivePriority: 130,
  masterPriority: 0,
  advertInterval: seconds(1),
  masterAdvertInterval: seconds(1),
  skew: micros(609_375),
  masterDownInterval: micros(3_609_375),
  objectsFailed: 0,
  counters: {},
}

const session = (name: string, address: string) => `bfd_instance ${name} {\n neighbor_ip ${address}\n}\n`
const config = configOf(`${session('link', '192.0.2.2')}${session('lost', '192.0.2.3')}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress {
    192.0.2.10/24
  }
  track_bfd {
    link weight 30
    lost
  }
}
`)

const snapshot = statusOf({
  host: 'lb1',
  realTime: seconds(1_800_000_000),
  hello,
  engine: {
    kind: 'status',
    now,
    realTime: seconds(1_800_000_000),
    routers: [router],
    strangers: [],
    sessions: [up, lost, never, off],
  },
  config,
  seen: { observations: [], linksUp: new Set() },
})

test('kac status has a line for each session', () => {
  expect(statusText(snapshot)).toMatchInlineSnapshot(`
    "lb1 · the daemon is away: asked the engine itself · engine 0.1.0 pid 812 · taken 2027-01-15T08:00:00.000Z, 0 ms ago

    ROUTER  VRID  INTERFACE  STATE  PRIORITY        FOR  MASTER
    VI_1    51    eth0       FAULT  130 (base 100)  5 s  none heard

    TRACKED  KIND  VALUE                                       FOR         SEEN       SAID
    link     bfd   Up                                          1 min 30 s  40 ms ago
    lost     bfd   Down: nothing heard for the detection time  1 min 30 s

    BFD    NEIGHBOUR  STATE                                          FOR         SENDS         NOTICES       HEARD
    link   192.0.2.2  Up                                             1 min 30 s  every 100 ms  after 300 ms  40 ms ago
    lost   192.0.2.2  Down: nothing heard for the detection time     1 min 30 s  every 100 ms  -             -
    never  192.0.2.2  Down: never heard                              1 min 30 s  every 100 ms  -             -
    off    192.0.2.2  Down: the neighbour has switched its side off  1 min 30 s  every 100 ms  after 300 ms  40 ms ago"
  `)
})

test('kac why ROUTER names the session that fails', () => {
  expect(whyText(snapshot, snapshot.routers[0]!)).toMatchInlineSnapshot(`
    "lb1 is FAULT for VI_1 (VRID 51, eth0) since 5 s: something tracked failed.
      lost fails: bfd Down: nothing heard for the detection time
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
})

test('kac why SESSION says what it rests on', () => {
  expect(snapshot.sessions.map((each) => whySessionText(snapshot, each)).join('\n\n')).toMatchInlineSnapshot(`
    "the session link with 192.0.2.2 is Up, for 1 min 30 s
      192.0.2.2 says Up, heard 40 ms ago
      it is down when nothing is heard for 300 ms
      it sends every 100 ms at most
      packets received: 1200, sent: 1210; times up: 1, down: 0
      tracked by VI_1: the path is good for them
      taken 0 ms ago: the daemon is away: asked the engine itself

    the session lost with 192.0.2.2 is Down: nothing heard for the detection time, for 1 min 30 s
      nothing is heard of 192.0.2.2
      it sends every 100 ms at most
      packets received: 9, sent: 1210; times up: 1, down: 1
      tracked by VI_1: the path is bad for them
      taken 0 ms ago: the daemon is away: asked the engine itself

    the session never with 192.0.2.2 is Down: never heard, for 1 min 30 s
      nothing is heard of 192.0.2.2
      it sends every 100 ms at most
      packets received: 0, sent: 1210; times up: 0, down: 0
      no virtual router tracks it
      taken 0 ms ago: the daemon is away: asked the engine itself

    the session off with 192.0.2.2 is Down: the neighbour has switched its side off, for 1 min 30 s
      192.0.2.2 says AdminDown (switched off), heard 40 ms ago
      it is down when nothing is heard for 300 ms
      it sends every 100 ms at most
      packets received: 1200, sent: 1210; times up: 1, down: 0
      no virtual router tracks it
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
})

test('keepalived_bfd.data, where there are sessions', () => {
  expect(bfdDump(snapshot, config)).toMatchInlineSnapshot(`
    "------< Global definitions >------
     Router ID = lb1
    ------< BFD Topology >------
     BFD Instance = link
       Neighbor IP = 192.0.2.2
       Required min RX interval = 10000 us
       Desired min TX interval = 10000 us
       Desired idle TX interval = 1000000 us
       Detection multiplier = 5
       passive = false
       local state = Up
       remote state = Up
       local discriminator = 0x7
       remote discriminator = 0x4d
       local tx intv = 100000 us
       local detection time = 300000 us
       last_seen = 0.040000 s ago
     BFD Instance = lost
       Neighbor IP = 192.0.2.3
       Required min RX interval = 10000 us
       Desired min TX interval = 10000 us
       Desired idle TX interval = 1000000 us
       Detection multiplier = 5
       passive = false
       local state = Down
       remote state = Down
       local discriminator = 0x7
       remote discriminator = 0x4d
       local tx intv = 100000 us
       local detection time = 0 us
       last_seen = [never]
    "
  `)
  expect(bfdDump(snapshot, configOf(''))).toBeUndefined()
})
