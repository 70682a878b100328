import { chmodSync, existsSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { askHello, askLoad, askStatus } from '../../src/engine/control.ts'
import {
  Control,
  image,
  interfaceOf,
  type LoneEngine,
  loneAddress,
  loneRouter,
  loneSource,
  startLone,
  startMaster,
} from '../support/engine/index.ts'
import { until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const within = 3000

/** That the engine lives, and holds its role as if nothing had been. */
async function expectUndisturbed({ engine }: LoneEngine): Promise<void> {
  const observer = await engine.attach('observer')
  const { routers } = await observer.status()
  expect(routers).toMatchObject([{ name: 'VI_51', state: 'MASTER', counters: { become_master: 1, release_master: 0 } }])
  await observer.close()
}

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

describe('the control socket of kac-engine', needs('root', 'ip', 'nsenter'), () => {
  test('greets with versions, pid and the digest of the image', async () => {
    await using started = await startLone()
    const { host, engine } = started
    const control = await engine.attach()
    const [hello] = control.heard('hello')
    expect(hello).toMatchObject({ controlVersion: 1, imageVersion: 1, granted: true, controllerPid: 0 })
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
      reason: 'no advert from a master',
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
    await expectUndisturbed(started)
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
    await expectUndisturbed(started)
    expect(started.host.has(loneAddress)).toBe(true)
  })

  test.each<[string, Uint8Array, string?]>([
    ['a message shorter than its header', bytes(3, 0, 0, 0, 11, 0, 0, 0), 'a message is shorter than its header'],
    [
      'a length beyond all bounds',
      bytes(255, 255, 255, 255, 11, 0, 0, 0),
      'a message is longer than one of its type may be',
    ],
    ['a question before hello', askStatus(), 'the first message, and no other, must be hello'],
    ['hello twice', twice(askHello('observer')), 'the first message, and no other, must be hello'],
    ['a hello that is cut', bytes(6, 0, 0, 0, 1, 0, 0, 0, 1, 0), 'hello is too short'],
    ['a role that there is not', bytes(7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 9), 'hello names no role'],
    ['a question that there is not', after('observer', bytes(4, 0, 0, 0, 99, 0, 0, 0)), 'no such question'],
    ['an observer that loads', after('observer', askLoad(bytes(1))), 'only the controller may ask for this'],
    [
      'an observer that shuts down',
      after('observer', bytes(4, 0, 0, 0, 2, 0, 0, 0)),
      'only the controller may ask for this',
    ],
    ['a load without its length', after('successor', bytes(6, 0, 0, 0, 10, 0, 0, 0, 1, 0)), 'load is too short'],
    [
      'an image longer than its message',
      after('successor', bytes(9, 0, 0, 0, 10, 0, 0, 0, 2, 0, 0, 0, 1)),
      'the image is longer than its message',
    ],
    [
      'another control version that asks more than to step aside',
      concat(bytes(7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0), askStatus()),
      'this needs the same control version',
    ],
  ])('refuses %s, and nobody else notices', async (_, sent, why) => {
    await using started = await startMaster()
    const control = await Control.open(started.engine.socketPath)
    control.read()
    control.write(sent)
    await until(() => control.closed, { within })
    expect(control.heard('refused')).toEqual([{ kind: 'refused', why }])
    await expectUndisturbed(started)
  })

  test('noise, byte by byte and by the megabyte, changes nothing', async () => {
    await using started = await startMaster()
    for (let seed = 1; seed <= 40; seed++) {
      const control = await Control.open(started.engine.socketPath)
      if (seed % 2 === 0) control.write(askHello('observer'))
      const sent = noise(seed, seed % 10 === 0 ? 1 << 20 : 200)
      if (seed % 4 === 1) for (const byte of sent.subarray(0, 50)) control.write(bytes(byte))
      else control.write(sent)
      await control.close()
    }
    await expectUndisturbed(started)
  })

  test.each([
    ['bytes of no image', bytes(1, 2, 3), 'at byte'],
    ['nothing', bytes(), 'at byte'],
    ['an image with its end missing', 'cut', 'at byte'],
    ['a socket that cannot be', 'group', 'cannot open the IPv4 multicast socket'],
  ] as const)('an image that cannot be taken leaves the one before in force: %s', async (_, bad, error) => {
    await using started = await startMaster()
    const { host, control } = started
    const on = interfaceOf(host.namespace, 'eth0')
    const router = { on, source: loneSource, vrid: 52, priority: 10, intervalMs: 50, addresses: ['192.0.2.20/32'] }
    const good = image(router)
    const images = { cut: good.subarray(0, -1), group: image({ ...router, group: '192.0.2.99' }) }
    const answer = await control.load(typeof bad === 'string' ? images[bad] : bad)
    expect(answer).toMatchObject({ taken: false, error: expect.stringContaining(error) })
    await expectUndisturbed(started)
  })

  test('a client that never reads is dropped, and no advert is late for it', async () => {
    await using started = await startMaster()
    const { lab, engine } = started
    const capture = await lab.capture()
    const deaf = await Control.open(engine.socketPath)
    deaf.write(askHello('observer'))
    // Each answer is some hundred bytes: far more than the kernel and the engine keep for one client.
    const question = askStatus()
    const questions = Buffer.concat(Array<Uint8Array>(20_000).fill(question))
    deaf.write(questions)
    // It learns by writing that it is dropped, as it does not read.
    const refused = () => {
      deaf.write(question)
      return deaf.closed
    }
    await until(refused, { within })
    await until(() => capture.adverts(51).length > 10, { within })
    const times = capture.adverts(51).map((advert) => advert.at)
    const gaps = times.slice(1).map((at, i) => at - times[i]!)
    expect(Math.max(...gaps)).toBeLessThan(3 * 50_000)
    await expectUndisturbed(started)
  })

  test('answers many clients, and the controller gets in when all places are taken', async () => {
    await using started = await startLone()
    const { engine } = started
    const observers: Control[] = []
    for (let i = 0; i < 40; i++) observers.push(await engine.attach('observer'))
    const control = await engine.attach('controller')
    expect(control.heard('hello')).toMatchObject([{ granted: true }])
    await until(() => observers.filter((observer) => observer.closed).length === 9, { within })
    for (const observer of observers.filter((one) => !one.closed)) await observer.status()
  })

  test('only root and its own user get in, even when the file is open to all', async () => {
    await using started = await startLone()
    const { lab, host, engine } = started
    expect(statSync(engine.socketPath).mode & 0o777).toBe(0o600)
    chmodSync(lab.folder, 0o755)
    chmodSync(host.folder, 0o755)
    chmodSync(engine.socketPath, 0o666)
    const script = `const socket = require('node:net').connect(${JSON.stringify(engine.socketPath)})
      socket.on('data', () => console.log('answered')).on('close', () => console.log('closed')).on('error', () => {})
      socket.write(Buffer.from([7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]))`
    const stranger = await host.run('setpriv', ['--reuid=65534', '--clear-groups', process.execPath, '-e', script])
    expect(stranger.stdout).toBe('closed\n')
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
    await expectUndisturbed(started)
  })
})

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

function twice(part: Uint8Array): Uint8Array {
  return concat(part, part)
}

function after(role: 'observer' | 'successor', question: Uint8Array): Uint8Array {
  return concat(askHello(role), question)
}

/** The same bytes for the same seed (xorshift). */
function noise(seed: number, length: number): Uint8Array {
  let state = seed * 0x9e3779b9
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}

function fnv1a(data: Uint8Array): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of data) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  const out = Buffer.alloc(8)
  out.writeBigUInt64LE(hash)
  return out.toString('hex')
}
