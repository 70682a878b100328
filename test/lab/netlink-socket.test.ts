import { describe, expect, test } from 'vitest'
import { openNetlinkSocket } from '../../src/host/netlink-socket.ts'
import { Lab } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { printedOn, runScript } from '../support/netlink/script.ts'

const route = 0
const rtnlgrpLink = 1
const nlmsgError = 2
const rtmNewAddr = 20
const rtnlgrpIpv4Ifaddr = 5

describe('the netlink socket', () => {
  test.each([
    ['a protocol that the kernel does not have', () => openNetlinkSocket(31, ignore), 'EPROTONOSUPPORT'],
    ['a group that there is not', () => openNetlinkSocket(route, ignore, { groups: [99_999] }), 'EINVAL'],
    ['joining a group that there is not', () => joining(99_999), 'EINVAL'],
    ['a network namespace that is not there', () => opening('/run/netns/nowhere'), 'ENOENT'],
    ['what is no network namespace', () => opening('/proc/self/ns/uts'), 'EINVAL'],
    ['sending after close', () => closed().send(new Uint8Array(16)), 'EBADF'],
    ['joining after close', () => closed().join(rtnlgrpLink), 'EBADF'],
    ['the port of a closed socket', () => closed().portId, 'EBADF'],
    ['sending more than the kernel takes at once', () => sending(new Uint8Array(8 << 20)), 'EMSGSIZE'],
  ])('%s fails by the name of the errno', (_, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ name: 'KacError', code }))
  })

  test.each([
    ['no protocol', [undefined, ignore]],
    ['a fraction for a protocol', [0.5, ignore]],
    ['no function', [route, 'call me']],
    ['options that are no object', [route, ignore, 7]],
    ['groups that are no list', [route, ignore, { groups: 1 }]],
    ['a group of zero', [route, ignore, { groups: [0] }]],
    ['a receive buffer of less than a byte', [route, ignore, { receiveBufferBytes: 0 }]],
    ['a send buffer of a fraction of a byte', [route, ignore, { sendBufferBytes: 0.5 }]],
    ['a network namespace that is no text', [route, ignore, { networkNamespace: 1 }]],
  ])('%s is a TypeError', (_, parameters) => {
    expect(() => Reflect.apply(openNetlinkSocket, undefined, parameters)).toThrow(TypeError)
  })

  test.each([
    [
      'closing twice does nothing more',
      'const socket = openNetlinkSocket(0, print); socket.close(); socket.close(); print("closed")',
      { code: 0, stdout: '"closed"\n' },
    ],
    [
      'an open socket keeps the process alive',
      'openNetlinkSocket(0, print); setTimeout(() => { print("alive"); process.exit(4) }, 50).unref()',
      { code: 4, stdout: '"alive"\n' },
    ],
    ['one that is not referenced does not', 'openNetlinkSocket(0, print).unref()', { code: 0 }],
    [
      'one that is referenced again does',
      `const socket = openNetlinkSocket(0, print)
       socket.unref()
       socket.ref()
       setTimeout(() => { print("alive"); process.exit(4) }, 50).unref()`,
      { code: 4, stdout: '"alive"\n' },
    ],
    ['a process exits with sockets open', 'openNetlinkSocket(0, print); process.exit(3)', { code: 3 }],
    [
      'a socket that is closed in its own callback is not read again',
      'const socket = openNetlinkSocket(0, () => { socket.close(); print("once") }); socket.send(dumpLinks())',
      { code: 0, stdout: '"once"\n' },
    ],
    [
      'what the callback throws is an uncaught exception, and reading goes on',
      `process.on('uncaughtException', print)
       let calls = 0
       const socket = openNetlinkSocket(0, () => { if (++calls === 2) socket.close(); throw 'call ' + calls })
       socket.send(dumpLinks())`,
      { code: 0, stdout: '"call 1"\n"call 2"\n' },
    ],
    [
      'a callback may throw null',
      `process.on('uncaughtException', print)
       const socket = openNetlinkSocket(0, () => { socket.close(); throw null })
       socket.send(dumpLinks())`,
      { code: 0, stdout: 'null\n' },
    ],
    [
      'a worker is terminated at any moment, sockets open and being opened',
      `import { Worker } from 'node:worker_threads'
       const source = prelude + \`
         const open = []
         for (;;) {
           const socket = openNetlinkSocket(0, print, { groups: [1] })
           socket.send(dumpLinks())
           if (open.push(socket) > 20) open.shift().close()
         }\`
       const url = new URL('data:text/javascript,' + encodeURIComponent(source))
       const workers = Array.from({ length: 10 }, () => new Worker(url))
       await Promise.all(workers.map((worker) => new Promise((done) => worker.once('online', done))))
       for (const worker of workers) await worker.terminate()
       print('terminated')`,
      { code: 0, stdout: expect.stringMatching(/"terminated"\n$/) },
    ],
    [
      'a worker exits by itself with a socket open',
      `import { Worker } from 'node:worker_threads'
       const source = prelude + 'openNetlinkSocket(0, print); process.exit(5)'
       const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)))
       worker.once('exit', print)`,
      { code: 0, stdout: '5\n' },
    ],
    [
      'a forgotten socket is collected without harm once it is closed',
      `for (let i = 0; i < 200; i++) openNetlinkSocket(0, print).close()
       await new Promise(setImmediate)
       globalThis.gc()
       await new Promise(setImmediate)
       print('collected')`,
      { code: 0, stdout: '"collected"\n' },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await runScript(script)).toMatchObject(expected)
  })
})

describe('the netlink socket in a namespace', needs('root', 'ip', 'nsenter'), () => {
  test('dumps the links of its own namespace, and no others', async () => {
    await using lab = await Lab.open('netlink')
    const host = await lab.host('lb1', { eth0: [], eth1: [] })
    const names = await printedOn(
      host,
      `const names = []
       const socket = openNetlinkSocket(0, (error, data) => {
         for (const message of messages(data)) {
           if (message.type === NLMSG_DONE) { socket.close(); print(names.sort()) }
           else names.push(linkName(message))
         }
       })
       socket.send(dumpLinks())`,
    )
    expect(names).toEqual(['eth0', 'eth1', 'lo'])
  })

  test('is of another one where that is asked for, and the process stays where it is', async () => {
    await using lab = await Lab.open('netlink-there')
    const host = await lab.host('lb1', { eth0: [] })
    await host.sh('ip netns add blue; ip -n blue link add inner type veth peer name outer')
    const places = await printedOn(
      host,
      `const names = (options) => new Promise((told) => {
         const found = []
         const socket = openNetlinkSocket(0, (error, data) => {
           for (const message of messages(data)) {
             if (message.type === NLMSG_DONE) { socket.close(); told(found.sort()) }
             else found.push(linkName(message))
           }
         }, options)
         socket.send(dumpLinks())
       })
       print([await names({ networkNamespace: '/run/netns/blue' }), await names({})])`,
    )
    expect(places).toEqual([
      ['inner', 'lo', 'outer'],
      ['eth0', 'lo'],
    ])
  })

  test('hears of the groups it joined, and knows its own changes by its port', async () => {
    await using lab = await Lab.open('netlink')
    const host = await lab.host('lb1')
    const seen = await printedOn(
      host,
      `import { execFileSync } from 'node:child_process'
       const seen = []
       const socket = openNetlinkSocket(0, (error, data) => {
         for (const message of messages(data)) seen.push([message.type, message.port === socket.portId])
         if (seen.length < 2) return
         socket.close()
         print(seen)
       }, { groups: [${rtnlgrpIpv4Ifaddr}] })
       execFileSync('ip', ['address', 'add', '192.0.2.1/32', 'dev', 'lo'])
       socket.send(addLoopbackAddress())`,
    )
    expect(seen).toEqual([
      [rtmNewAddr, false],
      [rtmNewAddr, true],
    ])
  })

  test('says ENOBUFS when messages were lost, and reads on', async () => {
    await using lab = await Lab.open('netlink')
    const host = await lab.host('lb1')
    const errors = await printedOn(
      host,
      `import { execFileSync } from 'node:child_process'
       const errors = []
       const socket = openNetlinkSocket(0, (error, data) => {
         if (error) { errors.push([error.code, error.errno]); socket.send(dumpLinks()) }
         else if (messages(data).some((message) => message.type === NLMSG_DONE)) { socket.close(); print(errors) }
       }, { groups: [1], receiveBufferBytes: 1 })
       const lines = Array.from({ length: 20 }, (_, i) => 'link add br' + i + ' type bridge').join('\\n')
       execFileSync('ip', ['-batch', '-'], { input: lines })`,
    )
    expect(errors).toEqual([['ENOBUFS', 105]])
  })

  test('reads a datagram whole, however long it is', async () => {
    await using lab = await Lab.open('netlink')
    const host = await lab.host('lb1')
    // An error brings the request back that it answers.
    const answer = await printedOn(
      host,
      `const long = Buffer.concat([dumpLinks(), Buffer.alloc(50_000)])
       long.writeUInt32LE(long.length, 0)
       long.writeUInt16LE(250, 4) // there is no such request
       const socket = openNetlinkSocket(0, (error, data) => {
         socket.close()
         const [answer] = messages(data)
         print([answer.type, answer.bytes.length > long.length, answer.bytes.length === data.length])
       })
       socket.send(long)`,
    )
    expect(answer).toEqual([nlmsgError, true, true])
  })
})

function ignore(): void {}

function closed() {
  const socket = openNetlinkSocket(route, ignore)
  socket.close()
  return socket
}

function opening(networkNamespace: string): void {
  openNetlinkSocket(route, ignore, { networkNamespace }).close()
}

function joining(group: number): void {
  using(openNetlinkSocket(route, ignore), (socket) => socket.join(group))
}

function sending(bytes: Uint8Array): void {
  using(openNetlinkSocket(route, ignore), (socket) => socket.send(bytes))
}

function using<T extends { close(): void }>(resource: T, use: (resource: T) => void): void {
  try {
    use(resource)
  } finally {
    resource.close()
  }
}
