import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { genhash } from '../src/cli/genhash.ts'
import { closedPort, tcpServer, tlsServer } from './support/check/servers.ts'

const page = (text: string) => `HTTP/1.1 404 Not here\r\nContent-Length: ${text.length}\r\n\r\n${text}`
const digestOf = (text: string) => createHash('md5').update(text).digest('hex')
const asked = { server: '127.0.0.1', url: '/x', protocol: '1.0' } as const

test('the digest is that of the body, whatever the status', async () => {
  await using running = await tcpServer((socket) => socket.once('data', () => socket.end(page('hello'))))
  expect(await genhash({ ...asked, port: running.port })).toMatchObject({ digest: digestOf('hello'), status: 404 })
})

test('the request has the name, the version and the path', async () => {
  await using running = await tcpServer((socket) => socket.once('data', (said) => socket.end(page(`${said}`))))
  const request = 'GET /x HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: a.example\r\n\r\n'
  const hashed = await genhash({ ...asked, protocol: '1.1', virtualhost: 'a.example', port: running.port })
  expect(hashed.digest).toBe(digestOf(request))
})

test.for([
  [true, 'a.example'],
  [false, 'false'],
])('over TLS, with the name: %s', async ([useSni, name]) => {
  await using running = await tlsServer((socket) => socket.once('data', () => socket.end(page(`${socket.servername}`))))
  const options = { ...asked, port: running.port, useSsl: true, useSni: useSni === true, virtualhost: 'a.example' }
  expect(await genhash(options)).toMatchObject({ digest: digestOf(`${name}`) })
})

test.for([
  ['127.0.0.1', 'fetch', /^refused/],
  ['localhost', 'usage', /^"localhost" is no address$/],
] as const)('%s: %s', async ([server, code, message]) => {
  const asking = genhash({ ...asked, server, port: await closedPort() })
  await expect(asking).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})
