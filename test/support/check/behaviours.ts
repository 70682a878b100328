/** What a server on the loopback may do with a connection. */
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

export const page = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
export const answers = (text: string) => (socket: Socket) => socket.once('data', () => socket.end(text))
export const keepsOpen = (text: string) => (socket: Socket) => socket.once('data', () => socket.write(text))
export const endless = (socket: Socket) => {
  const chunk = Buffer.alloc(65_536, 'x')
  const more = () => {
    if (!socket.destroyed && socket.writable) socket.write(chunk, more)
  }
  socket.write('HTTP/1.1 200 OK\r\n\r\n', more)
}
/** Bytes without end, each just in time. */
export const dribbles = (socket: Socket) => {
  const timer = setInterval(() => socket.write('x'), 100)
  socket.on('close', () => clearInterval(timer))
}
export const shows = (text: (socket: TLSSocket) => string) => (socket: TLSSocket) =>
  socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${text(socket)}`))
export const peerName = (socket: TLSSocket) => String(socket.getPeerCertificate()?.subject?.CN ?? 'nobody')
export const endlessHeader = (socket: Socket) => {
  const chunk = 'x-padding: 0\r\n'.repeat(5000)
  const more = () => {
    if (!socket.destroyed && socket.writable) socket.write(chunk, more)
  }
  socket.write('HTTP/1.1 200 OK\r\n', more)
}
export const resets = (socket: Socket) => socket.resetAndDestroy()
export const silent = () => undefined
/** Says a line, then one for each that it hears. */
export const says =
  (...lines: string[]) =>
  (socket: Socket) => {
    let next = 0
    const say = () => {
      const line = lines[next++]
      if (line === undefined) socket.end()
      else socket.write(line)
    }
    say()
    socket.on('data', say)
  }
