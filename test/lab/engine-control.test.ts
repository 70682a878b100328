import { chmodSync, existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { askUpgrade } from '../../src/engine/control.ts'
import { imageVersion } from '../../src/engine/index.ts'
import {
  Control,
  image,
  interfaceOf,
  loneAddress,
  loneRouter,
  loneSource,
  routersOf,
  startLone,
  startMaster,
  undisturbed,
} from '../support/engine/index.ts'
import { until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const within = 3000

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

describe('the control socket of kac-engine', needs('root', 'ip', 'nsenter'), () => {
  test('greets with versions, pid and the digest of the image', async () => {
    await using started = await startLone()
    const { host, engine } = started
    const control = await engine.attach()
    const [hello] = control.heard('hello')
    expect(hello).toMatchObject({ controlVersion: 1, imageVersion, granted: true, controllerPid: 0 })
    expect(hello).toMatchObject({ pid: engine.running.pid, engineVersion: '0.1.0', imageDigest: '0000000000000000' })

    const loaded = loneRouter(host)
    await control.load(loaded)
    const observer = await engine.attach('observer')
    expect(observer.heard('hello')).toMatchObject([
      { granted: false, controllerPid: process.pid, imageDigest: fnv1a(loaded) },
    ])
  })

  test('tells the state of each router in full', async () => {
    await using started = await startMaster()
    const status = await started.control.status()
    const [router] = status.routers
    expect(router).toMatchObject({
      name: 'VI_51',
      state: 'MASTER',
      reason: 'no advert from a better master',
      basePriority: 150,
      effectivePriority: 150,
      master: loneSource,
      masterPriority: 150,
      advertInterval: 50_000,
      masterAdvertInterval: 50_000,
      skew: 20_703,
      masterDownInterval: 170_703,
      objectsFailed: 0,
    })
    expect(router!.since).toBeLessThan(status.now)
    expect(router!.counters.adverts_sent).toBeGreaterThan(0)
    expect(Object.keys(router!.counters)).toEqual([
      'adverts_received',
      'adverts_sent',
      'become_master',
      'release_master',
      'priority_zero_received',
      'priority_zero_sent',
      'address_list_errors',
      'lower_priority_received',
      'interval_mismatches',
      'rejected_truncated',
      'rejected_unknown_vrid',
      'rejected_length',
      'rejected_ttl',
      'rejected_version',
      'rejected_auth_type',
      'rejected_auth_pass',
      'rejected_interval',
      'rejected_type',
      'rejected_checksum',
      'rejected_destination',
      'rejected_unicast_source',
      'rejected_owner',
      'rejected_auth_missing',
      'rejected_auth_header',
      'rejected_auth_key',
      'rejected_auth_digest',
      'rejected_auth_clock',
      'rejected_auth_replay',
    ])
  })

  test('has one controller; a successor displaces it', async () => {
    await using started = await startMaster()
    const { engine, control } = started
    const second = await engine.attach('controller')
    expect(second.heard('hello')).toMatchObject([{ granted: false, controllerPid: process.pid }])
    const successor = await engine.attach('successor')
    expect(successor.heard('hello')).toMatchObject([{ granted: true, controllerPid: 0 }])
    await until(() => control.closed, { within })
    expect(control.heard('displaced')).toEqual([{ kind: 'displaced', byPid: process.pid }])
    expect(second.closed).toBe(false)
    expect(await routersOf(started)).toMatchObject(undisturbed)
  })

  test('keeps what happened while no controller was there, and its time, for the next one', async () => {
    await using started = await startMaster()
    const { lab, host, engine, control } = started
    await control.close()
    const observer = await engine.attach('observer')
    lab.unplug(host)
    await observer.reaches('VI_51', 'FAULT')
    const next = await engine.attach('controller')
    expect(await next.hears('transition')).toEqual(observer.heard('transition')[0])
    const another = await engine.attach('successor')
    await another.status()
    expect(another.heard('transition')).toEqual([])
  })

  test('the death of its controller changes nothing', async () => {
    await using started = await startMaster()
    await started.control.close()
    expect(await routersOf(started)).toMatchObject(undisturbed)
    expect(started.host.has(loneAddress)).toBe(true)
  })

  test.each([
    ['bytes of no image', bytes(1, 2, 3), 'at byte'],
    ['nothing', bytes(), 'at byte'],
    ['an image with its end missing', 'cut', 'at byte'],
  ] as const)('an image that cannot be taken leaves the one before in force: %s', async (_, bad, error) => {
    await using started = await startMaster()
    const { host, control } = started
    const on = interfaceOf(host.namespace, 'eth0')
    const router = { on, source: loneSource, vrid: 52, priority: 10, intervalMs: 50, addresses: ['192.0.2.20/32'] }
    const good = image(router)
    const answer = await control.load(bad === 'cut' ? good.subarray(0, -1) : bad)
    expect(answer).toMatchObject({ taken: false, error: expect.stringContaining(error) })
    expect(await routersOf(started)).toMatchObject(undisturbed)
  })

  test('another program does not take over for a controller that another one has displaced', async () => {
    await using started = await startMaster()
    const { host, engine, control } = started
    const program = (name: string, answer: string) => {
      const path = host.write(name, `#!/bin/sh\n[ "$1" = --check-handover ] && sleep 0.3 && echo ${answer}\n`)
      chmodSync(path, 0o755)
      return path
    }
    control.write(askUpgrade(program('mine', 'yes'), loneRouter(host)))
    const successor = await engine.attach('successor')
    successor.write(askUpgrade(program('theirs', 'no')))
    expect(await successor.hears('stays')).toEqual({ kind: 'stays', why: expect.stringMatching(/theirs: no$/) })
    expect(await routersOf(started)).toMatchObject(undisturbed)

    // Nor with an image that is no more.
    successor.write(askUpgrade(program('mine', 'yes'), loneRouter(host)))
    await successor.load(loneRouter(host))
    expect(await successor.hears('stays', 2)).toMatchObject({ why: expect.stringMatching(/another image was loaded/) })
    expect(await routersOf(started)).toMatchObject(undisturbed)
  })

  test('shutdown resigns, takes everything off and ends the process, and its socket file goes', async () => {
    await using started = await startMaster()
    const { host, engine, control } = started
    await control.shutdown()
    expect(await engine.running.exited).toEqual({ code: 0, signal: null })
    expect(host.has(loneAddress)).toBe(false)
    expect(existsSync(engine.socketPath)).toBe(false)
    expect(control.states('VI_51')).toEqual(['BACKUP', 'MASTER', 'INIT'])
  })

  test('a controller of another version can make it step aside', async () => {
    await using started = await startMaster()
    const { engine, control } = started
    const other = await Control.open(engine.socketPath)
    other.read()
    const helloOfVersion2 = bytes(7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 2)
    other.write(helloOfVersion2)
    expect(await other.hears('hello')).toMatchObject({ granted: true })
    await until(() => control.closed, { within })
    await other.shutdown()
    expect(await engine.running.exited).toEqual({ code: 0, signal: null })
    expect(other.tells.map((tell) => tell.kind)).toEqual(['hello', 'finished'])
  })

  test('SIGTERM ends it also when it has nothing to resign', async () => {
    await using started = await startLone()
    const { engine } = started
    const observer = await engine.attach('observer')
    engine.running.signal('SIGTERM')
    expect(await engine.running.exited).toEqual({ code: 0, signal: null })
    await observer.hears('finished')
  })

  test('SIGHUP and SIGPIPE do nothing', async () => {
    await using started = await startMaster()
    started.engine.running.signal('SIGHUP')
    started.engine.running.signal('SIGPIPE')
    expect(await routersOf(started)).toMatchObject(undisturbed)
  })
})

function fnv1a(data: Uint8Array): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of data) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  const out = Buffer.alloc(8)
  out.writeBigUInt64LE(hash)
  return out.toString('hex')
}
