/** Servers on the loopback that behave in every way a check may meet. */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'

/** A server for the time of a test. */
export interface TestServer extends AsyncDisposable {
  readonly port: number
}

/** `serve` has each connection, which is reset when the test ends. */
export function tcpServer(serve: (socket: Socket) => void): Promise<TestServer> {
  return listen(createServer(), 'connection', serve)
}

/** With a certificate that nobody has reason to trust; it asks for one. */
export function tlsServer(serve: (socket: TLSSocket) => void): Promise<TestServer> {
  const options = { ...selfSigned(), requestCert: true, rejectUnauthorized: false }
  return listen(createTlsServer(options), 'secureConnection', serve as (socket: Socket) => void)
}

function listen(
  server: ReturnType<typeof createServer>,
  event: string,
  serve: (socket: Socket) => void,
): Promise<TestServer> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
  })
  server.on(event, (socket: Socket) => {
    socket.on('error', () => undefined)
    serve(socket)
  })
  server.on('tlsClientError', () => undefined)
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      done({
        port: (server.address() as AddressInfo).port,
        async [Symbol.asyncDispose]() {
          for (const socket of open) socket.destroy()
          await new Promise((closed) => server.close(closed))
        },
      })
    })
  })
}

/** `answer` gives what to send back, if anything. */
export function udpServer(answer: (datagram: Buffer) => Buffer | undefined): Promise<TestServer> {
  const socket = createSocket('udp4')
  socket.on('message', (datagram, from) => {
    const reply = answer(datagram)
    if (reply) socket.send(reply, from.port, from.address)
  })
  return new Promise((done) => {
    socket.bind(0, '127.0.0.1', () => {
      done({
        port: socket.address().port,
        async [Symbol.asyncDispose]() {
          await new Promise<void>((closed) => socket.close(closed))
        },
      })
    })
  })
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = await tcpServer(() => undefined)
  await server[Symbol.asyncDispose]()
  return server.port
}

let pair: { key: string; cert: string } | undefined

function selfSigned(): { key: string; cert: string } {
  if (pair) return pair
  const folder = mkdtempSync(join(tmpdir(), 'kac-tls-'))
  const { key, certificate } = certificateIn(folder, 'somebody.else.example')
  pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(certificate, 'utf8') }
  rmSync(folder, { recursive: true })
  return pair
}

/** Files of a certificate for this name and its key, which has a pass phrase if one is given. */
export function certificateIn(folder: string, name: string, passphrase?: string): { key: string; certificate: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const locked = passphrase === undefined ? ['-nodes'] : ['-passout', `pass:${passphrase}`]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', ...locked, '-keyout', key, '-out', certificate]
  execFileSync('openssl', [...request, '-subj', `/CN=${name}`, '-days', '1'], { stdio: 'ignore' })
  return { key, certificate }
}
