import { chmodSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { askHello, askLoad, askStatus } from '../../src/engine/control.ts'
import { Control, routersOf, startLone, startMaster, undisturbed } from '../support/engine/index.ts'
import { until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const within = 3000

describe('a client of kac-engine that misbehaves', needs('root', 'ip', 'tcpdump', 'nsenter', 'setpriv'), () => {
  test.each<[string, Uint8Array, string]>([
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
    expect(await routersOf(started)).toMatchObject(undisturbed)
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
    expect(await routersOf(started)).toMatchObject(undisturbed)
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
    expect(await routersOf(started)).toMatchObject(undisturbed)
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
})

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

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
