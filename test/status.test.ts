import { expect, test } from 'vitest'
import { type Ip, micros, seconds } from '../src/base/index.ts'
import type { EngineHello, EngineRouterStatus } from '../src/engine/index.ts'
import { aged, statusOf, statusText, whyText } from '../src/status/index.ts'
import { configOf } from './support/config-of.ts'

/** The texts of a snapshot. */

const now = seconds(1000)
const counters = { adverts_received: 181204, adverts_sent: 3, rejected_checksum: 2, rejected_ttl: 1 }
const hello: EngineHello = {
  kind: 'hello',
  controlVersion: 1,
  imageVersion: 1,
  pid: 812,
  engineVersion: '0.1.0',
  granted: true,
  controllerPid: 0,
  imageDigest: '',
}

const backup: EngineRouterStatus = {
  name: 'VI_1',
  state: 'BACKUP',
  since: micros(now - seconds(187_200)),
  reason: 'heard a better advert',
  basePriority: 100,
  effectivePriority: 100,
  master: '198.51.100.1' as Ip,
  masterPriority: 150,
  lastAdvert: micros(now - seconds(0.4)),
  advertInterval: seconds(1),
  masterAdvertInterval: seconds(1),
  skew: micros(609_375),
  masterDownInterval: micros(3_609_375),
  objectsFailed: 0,
  counters,
}
const { lastAdvert: _, ...silent } = backup
const master: EngineRouterStatus = { ...silent, state: 'MASTER', reason: 'no advert from a master', objectsFailed: 1 }

function snapshot(...routers: EngineRouterStatus[]) {
  return statusOf({
    host: 'lb2',
    realTime: seconds(1_800_000_000),
    daemon: { pid: 811, startedAt: '2027-01-15T07:00:00.000Z' },
    hello,
    engine: { kind: 'status', now, realTime: seconds(1_800_000_000), routers, strangers: [], sessions: [] },
    configuration: {
      source: '/etc/keepalived/keepalived.conf',
      loadedAt: '2027-01-15T07:00:00.000Z',
      digest: '0',
      problem: { at: '2027-01-15T07:30:00.000Z', message: 'refused: 1 error is new in it' },
      unserved: ['track_script', 'notify'],
    },
  })
}

test('kac status', () => {
  expect(statusText(snapshot(backup, { ...master, name: 'VI_2', effectivePriority: 120 }))).toMatchInlineSnapshot(`
    "lb2 · daemon pid 811 · engine 0.1.0 pid 812 · taken 2027-01-15T08:00:00.000Z, 0 ms ago
    configuration /etc/keepalived/keepalived.conf, in force since 2027-01-15T07:00:00.000Z
    ! since 2027-01-15T07:30:00.000Z what is there is not what runs: refused: 1 error is new in it
    ! 2 keywords are read but not acted on yet: track_script, notify

    ROUTER  VRID  INTERFACE  STATE   PRIORITY        FOR      MASTER
    VI_1    -     -          BACKUP  100             2 d 4 h  198.51.100.1 (150), 400 ms ago
    VI_2    -     -          MASTER  120 (base 100)  2 d 4 h  this host                       1 refused by the kernel"
  `)
})

test('how late timers are, and who is a stranger', () => {
  const counts = [{ upTo: micros(1000), wakeUps: 90 }, { wakeUps: 1 }]
  const lateness = { counts, sum: seconds(1.5), max: seconds(1.25) }
  const stranger = { interfaceIndex: 2, virtualRouterId: 60, source: '192.0.2.9' as Ip, adverts: 3 }
  const strangers = [{ ...stranger, lastHeard: micros(now - seconds(0.5)) }]
  const engine = {
    kind: 'status',
    now,
    realTime: bare.realTime,
    routers: [],
    strangers,
    lateness,
    sessions: [],
  } as const
  expect(aged(statusOf({ ...bare, hello, engine }), seconds(1_800_000_001)).engine).toEqual({
    pid: 812,
    version: '0.1.0',
    timers: { lateSecondsMax: 1.25, lateSecondsSum: 1.5, wakeUps: [{ upToSeconds: 0.001, count: 90 }, { count: 1 }] },
    strangers: [{ virtualRouterId: 60, source: '192.0.2.9', adverts: 3, lastAdvertSecondsAgo: 0.5 }],
  })
})

const bare = { host: 'lb2', realTime: seconds(1_800_000_000) }
const daemon = { pid: 811, startedAt: '2027-01-15T07:00:00.000Z' }
const waiting = {
  source: 'https://git.example.org/lb.git@main:lb2.conf',
  problem: { at: '2027-01-15T07:30:00.000Z', message: 'it has no "main"' },
  unserved: [],
}

test.for([
  ['neither daemon nor engine', bare],
  [
    'a daemon that waits for its first good commit and whose engine is gone',
    { ...bare, daemon, configuration: waiting },
  ],
  [
    'the engine alone',
    {
      ...bare,
      hello,
      engine: { kind: 'status', now, realTime: bare.realTime, routers: [], strangers: [], sessions: [] },
    },
  ],
  ['a silent daemon and a silent engine', { ...bare, silent: ['daemon', 'engine'] }],
  ['a daemon whose engine is silent', { ...bare, daemon, hello, silent: ['engine'] }],
] as const)('kac status of %s claims no role', ([, parts]) => {
  const text = statusText(aged(statusOf(parts), seconds(1_800_000_002.5)))
  expect(text).toMatchSnapshot()
  expect(text).not.toMatch(/MASTER|BACKUP/)
})

test('what others wrote reaches no terminal as it is', () => {
  const commit = { id: '3f2c1ab000', author: 'Ada', subject: 'red \x1b[31m\u202e\x9b' }
  const text = statusText(statusOf({ ...bare, daemon, configuration: { ...waiting, commit } }))
  expect(text).toContain('at 3f2c1ab0 "red \\u{1b}[31m\\u{202e}\\u{9b}"')
})

test('kac why, for a backup', () => {
  const all = snapshot(backup)
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is BACKUP for VI_1 since 2 d 4 h: heard a better advert.
      198.51.100.1 is MASTER with priority 150; last advert 400 ms ago (every 1 s, 181,204 received, 3 rejected)
      it has priority 100 = 100 base
      it takes over 3.61 s after 198.51.100.1 falls silent, or 609.38 ms after it stops cleanly
      taken 0 ms ago: daemon pid 811"
  `)
})

test('kac why, for a master whose address the kernel refused', () => {
  const all = snapshot(master)
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is MASTER for VI_1 since 2 d 4 h: no advert from a master.
      it sends an advert with priority 100 = 100 base every 1 s (3 sent)
      it gives the role up to a priority above 100, when its interface fails, or when it is stopped
      ! the kernel refused 1 of its addresses
      taken 0 ms ago: daemon pid 811"
  `)
})

test('what a router tracks is a term of its priority, and the reason of a fault', () => {
  const config = configOf(`vrrp_script chk_nginx {
  script /bin/check
  weight -30
}
vrrp_script gate {
  script /bin/gate
}
track_file load {
  file /run/load
  weight 2 reverse
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress {
    192.0.2.10/24
  }
  track_script {
    chk_nginx
    gate
  }
  track_file {
    load
  }
  track_interface {
    eth1
  }
}
`)
  const at = { since: micros(now - seconds(90)), seenAt: micros(now - seconds(0.4)) }
  const seen = (good: boolean) => ({
    linksUp: new Set(['eth1']),
    observations: [
      {
        kind: 'script' as const,
        name: 'chk_nginx',
        value: 0,
        detail: 'exit code 1',
        took: micros(12_000),
        lastLine: 'no answer',
        ...at,
      },
      { kind: 'script' as const, name: 'gate', value: Number(good), detail: good ? 'ok' : 'took too long', ...at },
      { kind: 'file' as const, name: 'load', value: 4, detail: '4', ...at },
    ],
  })
  const shown = (router: EngineRouterStatus, good: boolean) =>
    statusOf({
      host: 'lb2',
      realTime: seconds(1_800_000_000),
      hello,
      engine: { kind: 'status', now, realTime: seconds(1_800_000_000), routers: [router], strangers: [], sessions: [] },
      config,
      seen: seen(good),
    })
  const ofBackup = shown({ ...backup, effectivePriority: 62 }, true)
  const ofFault = shown({ ...backup, state: 'FAULT', reason: 'something tracked failed' }, false)
  expect(statusText(ofBackup)).toMatchInlineSnapshot(`
    "lb2 · the daemon is away: asked the engine itself · engine 0.1.0 pid 812 · taken 2027-01-15T08:00:00.000Z, 0 ms ago

    ROUTER  VRID  INTERFACE  STATE   PRIORITY       FOR      MASTER
    VI_1    51    eth0       BACKUP  62 (base 100)  2 d 4 h  198.51.100.1 (150), 400 ms ago

    TRACKED    KIND       VALUE        FOR         SEEN        SAID
    eth1       interface  up
    chk_nginx  script     exit code 1  1 min 30 s  400 ms ago  no answer
    gate       script     ok           1 min 30 s  400 ms ago
    load       file       4            1 min 30 s  400 ms ago"
  `)
  expect(whyText(ofBackup, ofBackup.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is BACKUP for VI_1 (VRID 51, eth0) since 2 d 4 h: heard a better advert.
      198.51.100.1 is MASTER with priority 150; last advert 400 ms ago (every 1 s, 181,204 received, 3 rejected)
      it has priority 62 = 100 base + 0 eth1 (up) - 30 chk_nginx (exit code 1, 12 ms, weight -30, "no answer") + 0 gate (ok) - 8 load (4, weight 2 reverse)
      it takes over 3.61 s after 198.51.100.1 falls silent, or 609.38 ms after it stops cleanly
      preemption is on: it takes over from any priority below 62
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
  expect(whyText(ofFault, ofFault.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is FAULT for VI_1 (VRID 51, eth0) since 2 d 4 h: something tracked failed.
      gate fails: script took too long
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
})
