import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'

interface NativeEngine {
  load(now: number, image: Uint8Array): void
  wallClock(now: number, real: number): void
  receive(now: number, socket: number, bytes: Uint8Array, from: Uint8Array, to: Uint8Array, ttl: number): void
  link(now: number, index: number, name: string, up: boolean): void
  address(now: number, index: number, address: Uint8Array, prefix: number, present: boolean, byUs: boolean): void
  tracker(now: number, id: string, value?: number): void
  objectFailed(now: number, router: number, object: number, add: boolean, errno: number): void
  shutdown(now: number): void
  handleTimeout(now: number): void
  nextTimeout(): number | undefined
  poll(): Record<string, unknown> | undefined
  routerCount(): number
  status(router: number): Record<string, unknown>
}

const addonPath = new URL('../native/build/Release/kac.node', import.meta.url).pathname
const { Engine, NetlinkSocket } = createRequire(import.meta.url)(addonPath) as {
  Engine: new () => NativeEngine
  NetlinkSocket: { prototype: { close(): void } }
}

/** Images that native/test writes; the first line says what is in them. */
function image(name: string): Uint8Array {
  const text = readFileSync(new URL(`fixtures/images/${name}.hex`, import.meta.url), 'utf8')
  return Buffer.from(text.split('\n')[1] ?? '', 'hex')
}

function drain(engine: NativeEngine): Record<string, unknown>[] {
  const actions = []
  for (let action = engine.poll(); action; action = engine.poll()) actions.push(action)
  return actions
}

function words(bytes: unknown): string {
  return Buffer.from(bytes as Uint8Array).toString()
}

/** As the core sees it: a router of priority 150 that hears nobody. */
function master(): NativeEngine {
  const engine = new Engine()
  engine.link(0, 2, 'eth0', true)
  engine.load(0, image('classic'))
  drain(engine)
  engine.handleTimeout(3_414_062)
  return engine
}

describe('the engine in the addon', () => {
  test('takes over after the Master_Down_Interval and says what is to be done, in order', () => {
    const engine = new Engine()
    engine.link(0, 2, 'eth0', true)
    engine.load(0, image('classic'))
    expect(drain(engine)).toEqual([
      {
        kind: 'transition',
        router: 0,
        name: 'VI_1',
        from: 'INIT',
        to: 'BACKUP',
        reason: 'started',
        effectivePriority: 150,
      },
    ])
    expect(engine.nextTimeout()).toBe(3_414_062)
    engine.handleTimeout(3_414_062)
    const actions = drain(engine)
    expect(actions.map((action) => action.kind)).toEqual([
      'send-advert',
      'submit',
      ...Array(5).fill('send-frames'),
      'transition',
    ])
    const [advert, submit, frames] = actions
    expect(advert).toMatchObject({ socket: 0, ttl: 255 })
    expect(advert?.source).toEqual(Uint8Array.of(192, 0, 2, 1))
    expect(advert?.destination).toEqual(Uint8Array.of(224, 0, 0, 18))
    expect(Buffer.from(advert?.bytes as Uint8Array).toString('hex')).toBe(
      `45c0002800010000ff701891c0000201e0000012${'21339601'}${'01017ba5'}${'c000020a'}7333637233740000`,
    )
    expect(submit).toMatchObject({ router: 0, name: 'VI_1', add: true })
    expect(words(submit?.messages)).toBe('add 192.0.2.10/24 dev eth0\nadd route 203.0.113.0/24\n')
    expect(frames?.frames).toEqual([{ interfaceIndex: 2, bytes: Uint8Array.from(Buffer.from('garp 192.0.2.10')) }])
  })

  test('tells the status of a router', () => {
    const engine = master()
    expect(engine.routerCount()).toBe(1)
    const status = engine.status(0)
    expect(status).toMatchObject({
      name: 'VI_1',
      state: 'MASTER',
      since: 3_414_062,
      reason: 'no advert from a better master',
      basePriority: 150,
      effectivePriority: 150,
      masterPriority: 150,
      advertInterval: 1_000_000,
      masterDownInterval: 3_414_062,
      skew: 414_062,
      objectsFailed: 0,
    })
    expect(status.master).toEqual(Uint8Array.of(192, 0, 2, 1))
    expect(status).not.toHaveProperty('lastAdvert')
    expect(status).not.toHaveProperty('masterDownAt')
    expect(status.counters).toMatchObject({ adverts_sent: 1, become_master: 1, rejected_checksum: 0 })
  })

  test('hears what it says itself from another address, and a packet that is cut off', () => {
    const engine = master()
    const advert = drain(engine)[0]?.bytes as Uint8Array
    const better = Uint8Array.from(advert)
    better[15] = 9 // from 192.0.2.9, with the checksum of VRRPv2 still right
    engine.receive(3_500_000, 0, better.subarray(0, 30), new Uint8Array(4), new Uint8Array(4), 0)
    expect(drain(engine)).toEqual([])
    engine.receive(3_500_000, 0, better, new Uint8Array(4), new Uint8Array(4), 0)
    expect(drain(engine).map((action) => action.kind)).toEqual(['submit', 'transition'])
    expect(engine.status(0)).toMatchObject({ state: 'BACKUP', reason: 'a better master speaks', lastAdvert: 3_500_000 })
  })

  test('fails with the link, loses addresses, counts what the kernel refuses, and resigns', () => {
    const engine = master()
    drain(engine)
    engine.objectFailed(3_500_000, 0, 1, true, 22)
    expect(engine.status(0)).toMatchObject({ objectsFailed: 1 })
    engine.address(3_500_000, 2, Uint8Array.of(192, 0, 2, 10), 24, false, false)
    expect(engine.status(0)).toMatchObject({ state: 'BACKUP', masterDownAt: 3_914_062 })
    engine.link(3_600_000, 2, '', false)
    expect(engine.status(0)).toMatchObject({ state: 'FAULT', reason: 'interface gone' })
    engine.shutdown(3_700_000)
    expect(drain(engine).at(-1)).toEqual({ kind: 'finished' })
    expect(engine.nextTimeout()).toBeUndefined()
  })

  test('copies what it hands out', () => {
    const engine = master()
    const first = drain(engine)[0]
    const before = Uint8Array.from(first?.bytes as Uint8Array)
    engine.handleTimeout(4_414_062)
    drain(engine)
    expect(first?.bytes).toEqual(before)
  })

  test('refuses a bad image and keeps the one before', () => {
    const engine = master()
    const bad = image('classic').subarray(0, 100)
    expect(() => engine.load(4_000_000, bad)).toThrow(
      expect.objectContaining({
        code: 'engine/bad-image',
        message: 'the image ends too early',
        offset: expect.any(Number),
      }),
    )
    expect(engine.status(0)).toMatchObject({ name: 'VI_1', state: 'MASTER' })
  })

  test('is an object of its own in each thread', async () => {
    const program = `
      const { Engine } = require(${JSON.stringify(addonPath)})
      const engines = Array.from({ length: 100 }, () => new Engine())
      engines[0].link(0, 2, 'eth0', true)
      require('node:worker_threads').parentPort.postMessage(engines[0].routerCount())`
    const answers = [1, 2, 3].map(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(program, { eval: true })
          worker.once('error', reject)
          let answer: unknown
          worker.once('message', (message) => {
            answer = message
          })
          worker.once('exit', (code) => resolve([code, answer]))
        }),
    )
    expect(await Promise.all(answers)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})

const v4 = Uint8Array.of(192, 0, 2, 1)
const none = new Uint8Array()

/** What the types forbid, as somebody without them would write it. */
function misuse(method: keyof NativeEngine, ...args: readonly unknown[]): () => unknown {
  const engine: NativeEngine = new Engine()
  return () => Reflect.apply(engine[method], engine, args)
}

describe('misuse of the engine in the addon is an exception', () => {
  test.each([
    ['load', [], TypeError, 'now must be a number'],
    ['load', ['0', none], TypeError, 'now must be a number'],
    ['load', [-1, none], RangeError, 'now must be a whole number in range'],
    ['load', [0.5, none], RangeError, 'now must be a whole number in range'],
    ['load', [Number.NaN, none], RangeError, 'now must be a whole number in range'],
    ['load', [Number.POSITIVE_INFINITY, none], RangeError, 'now must be a whole number in range'],
    ['load', [0], TypeError, 'image must be a Uint8Array'],
    ['load', [0, 'image'], TypeError, 'image must be a Uint8Array'],
    ['load', [0, new Uint16Array(4)], TypeError, 'image must be a Uint8Array'],
    ['load', [0, new DataView(new ArrayBuffer(8))], TypeError, 'image must be a Uint8Array'],
    ['load', [0, none], Error, 'the image ends too early'],
    ['wallClock', [0, 'noon'], TypeError, 'real must be a number'],
    ['receive', [0, -1, none, v4, v4, 0], RangeError, 'socket must be a whole number in range'],
    ['receive', [0, 2 ** 32, none, v4, v4, 0], RangeError, 'socket must be a whole number in range'],
    ['receive', [0, 0, {}, v4, v4, 0], TypeError, 'bytes must be a Uint8Array'],
    ['receive', [0, 0, none, new Uint8Array(5), v4, 0], TypeError, 'source must have 4 or 16 bytes'],
    ['receive', [0, 0, none, v4, none, 0], TypeError, 'destination must have 4 or 16 bytes'],
    ['receive', [0, 0, none, v4, v4, 256], RangeError, 'ttl must be a whole number in range'],
    ['link', [0, 2, null, true], TypeError, 'name must be a string'],
    ['link', [0, 2, 'eth0', 1], TypeError, 'up must be a boolean'],
    ['address', [0, 2, v4, 24, true], TypeError, 'byUs must be a boolean'],
    ['tracker', [0, 'check', 0.5], RangeError, 'value must be a whole number in range'],
    ['objectFailed', [0, 0, 0, true, 'EPERM'], TypeError, 'errno must be a number'],
    ['shutdown', [undefined], TypeError, 'now must be a number'],
    ['handleTimeout', [{}], TypeError, 'now must be a number'],
    ['status', [0], RangeError, 'router is out of range'],
  ] as const)('%s(%j)', (method, args, kind, message) => {
    const call = misuse(method, ...args)
    expect(call).toThrow(kind)
    expect(call).toThrow(message)
  })

  test.each([undefined, null, 1, 'engine', {}, Object.create(Engine.prototype), Engine.prototype, new Map()])(
    'a receiver that is no engine: %o',
    (receiver) => {
      for (const method of ['load', 'poll', 'nextTimeout', 'status', 'shutdown'] as const) {
        expect(() => Reflect.apply(Engine.prototype[method], receiver, [0])).toThrow(
          new TypeError('Illegal invocation'),
        )
      }
    },
  )

  test('an engine that is taken for a socket', () => {
    const call = () => NetlinkSocket.prototype.close.call(new Engine())
    expect(call).toThrow(new TypeError('Illegal invocation'))
  })

  test('a call without new', () => {
    expect(() => Reflect.apply(Engine as unknown as () => unknown, undefined, [])).toThrow(TypeError)
  })

  test('a socket, a router and an object that do not exist are nobody', () => {
    const engine = master()
    drain(engine)
    engine.receive(4_000_000, 77, none, v4, v4, 0)
    engine.objectFailed(4_000_000, 77, 0, true, 22)
    engine.objectFailed(4_000_000, 0, 77, true, 22)
    expect(engine.status(0)).toMatchObject({ objectsFailed: 0 })
    expect(drain(engine)).toEqual([])
  })

  test('bytes whose buffer was taken away are no bytes', () => {
    const engine = master()
    drain(engine)
    const gone = new Uint8Array(64)
    structuredClone(gone.buffer, { transfer: [gone.buffer] })
    engine.receive(4_000_000, 0, gone, v4, v4, 0)
    expect(drain(engine)).toEqual([])
    expect(() => engine.load(4_000_000, gone)).toThrow('the image ends too early')
  })
})
