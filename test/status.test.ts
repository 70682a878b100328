import { expect, test } from 'vitest'
import { type Ip, micros, seconds } from '../src/base/index.ts'
import type { EngineRouterStatus } from '../src/engine/index.ts'
import { aged, statusOf, statusText, whyText } from '../src/status/index.ts'
import { configOf } from './support/config-of.ts'
import { backup, hello, now } from './support/told.ts'

/** The texts of a snapshot. */

const { lastAdvert: _, ...silent } = backup
const master: EngineRouterStatus = {
  ...silent,
  state: 'MASTER',
  reason: 'no advert from a better master',
  objectsFailed: 1,
}

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
  const snapshot = aged(statusOf({ ...bare, hello, engine }), seconds(1_800_000_001))
  expect(statusText(snapshot)).toMatchInlineSnapshot(`
    "lb2 · the daemon is away: asked the engine itself · engine 0.1.0 pid 812 · taken 2027-01-15T08:00:00.000Z, 1 s ago
    timers late by 16.48 ms on average, 1.25 s at most (91 served)
    ! 192.0.2.9 sends adverts for virtual_router_id 60, which is not here (3 heard, the last 500 ms ago)

    no virtual routers"
  `)
  expect(snapshot.engine).toEqual({
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

test('a backup that hears routers below it alone has no master, and does not say that it hears nobody', () => {
  const { master: _, masterPriority: __, lastAdvert: ___, ...alone } = backup
  const all = snapshot({ ...alone, masterPriority: 0 })
  expect(statusText(all)).toMatch(/ BACKUP .* none above it$/m)
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is BACKUP for VI_1 since 2 d 4 h: heard a better advert.
      no master above it is heard
      it has priority 100 = 100 base
      it takes over 3.61 s after it became BACKUP if that stays so
      taken 0 ms ago: daemon pid 811"
  `)
  const deaf = snapshot({ ...alone, masterPriority: 0, counters: {} })
  expect(statusText(deaf)).toMatch(/ BACKUP .* none heard$/m)
  expect(whyText(deaf, deaf.routers[0]!)).toContain('no advert was heard yet')
})

test('kac why, for a master whose address the kernel refused', () => {
  const all = snapshot(master)
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is MASTER for VI_1 since 2 d 4 h: no advert from a better master.
      it sends an advert with priority 100 = 100 base every 1 s (3 sent)
      it gives the role up to a priority above 100, when its interface fails, or when it is stopped
      ! the kernel refused 1 of its addresses, routes and rules
      taken 0 ms ago: daemon pid 811"
  `)
})

test('kac why, for an owner on a macvlan and without addresses', () => {
  const config = configOf(`vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 255
  use_vmac
  no_virtual_ipaddress
}
`)
  const routers = [{ ...master, basePriority: 255, effectivePriority: 255, objectsFailed: 0 }]
  const engine = { kind: 'status', now, realTime: bare.realTime, routers, strangers: [], sessions: [] } as const
  const all = statusOf({ ...bare, hello, engine, config })
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is MASTER for VI_1 (VRID 51, vrrp.51 on eth0) since 2 d 4 h: no advert from a better master.
      it sends an advert with priority 255 = 255 base every 1 s (3 sent)
      it holds no address
      it gives the role up to another owner, when its interface fails, or when it is stopped
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
})

test('kac why names no interface that is not tracked, no rival that is not heard, and the sync group', () => {
  const instance = (name: string, more: string) =>
    `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id 51\nversion 3\nvirtual_ipaddress {\n192.0.2.1\n}\n${more}}\n`
  const owner = instance('VI_1', 'priority 255\nowner_ignore_adverts on\ndont_track_primary\n')
  const config = configOf(
    `vrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\n}\n${owner}${instance('VI_2', 'mcast_dst_ip 224.0.0.19\n')}`,
  )
  const routers = [{ ...master, basePriority: 255, effectivePriority: 255, objectsFailed: 0 }]
  const engine = { kind: 'status' as const, now, realTime: bare.realTime, routers, strangers: [], sessions: [] }
  const all = statusOf({ ...bare, hello, engine, config })
  expect(whyText(all, all.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is MASTER for VI_1 (VRID 51, eth0) since 2 d 4 h: no advert from a better master.
      it sends an advert with priority 255 = 255 base every 1 s (3 sent)
      it holds 192.0.2.1/32
      it gives the role up when it is stopped
      in the sync group G it has one role together with VI_2
      taken 0 ms ago: the daemon is away: asked the engine itself"
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
  const ofMaster = shown({ ...master, objectsFailed: 0 }, true)
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
  expect(whyText(ofMaster, ofMaster.routers[0]!)).toContain(
    'it gives the role up to a priority above 100, when its interface fails, when eth1 fails, when gate fails, or when it is stopped',
  )
  expect(whyText(ofFault, ofFault.routers[0]!)).toMatchInlineSnapshot(`
    "lb2 is FAULT for VI_1 (VRID 51, eth0) since 2 d 4 h: something tracked failed.
      gate fails: script took too long
      taken 0 ms ago: the daemon is away: asked the engine itself"
  `)
})
