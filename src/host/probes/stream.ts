import { isIP, Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { type Micros, micros } from '../../base/index.ts'
import type { Answer, Exchange } from '../../check/index.ts'
import { tls as nodeTls } from '../builtin.ts'

export type Request = Extract<Exchange, { kind: 'request' }>
export type Dialogue = Extract<Exchange, { kind: 'dialogue' }>

type Ending = Pick<Answer, 'outcome' | 'why'>

/** An open connection, and how long each wait on it may take. */
export interface Opened {
  readonly descriptor: number
  /** From the start of the attempt. */
  readonly connected: Micros
  readonly timeout: Micros
  /** What TLS shows of this side. */
  readonly context: SecureContext | undefined
}

/** All of an answer may take as long as so many waits: a server that dribbles is not to be listened to for ever. */
const waitsMost = 10

export interface Conversation {
  close(): void
}

/** What is said over a connection that the addon opened: TLS, or a dialogue of lines. */
export function talk(opened: Opened, exchange: Request | Dialogue, done: (answer: Answer) => void): Conversation {
  const { descriptor, connected, timeout, context } = opened
  const started = process.hrtime.bigint()
  const plain = new Socket({ fd: descriptor })
  const socket = exchange.kind === 'request' ? secured(plain, exchange, context) : plain
  const finish = (ending: Ending) => {
    clearTimeout(overdue)
    close(plain, socket, exchange)
    const took = micros(connected + Number((process.hrtime.bigint() - started) / 1000n))
    done({ ...ending, bytes: hear.heard(), connected, took })
  }
  const hear = exchange.kind === 'request' ? request(exchange, finish) : dialogue(socket, exchange, finish)
  const overdue = setTimeout(() => finish({ outcome: 'silent' }), (waitsMost * timeout) / 1000)
  socket.setTimeout(timeout / 1000, () => finish({ outcome: 'silent' }))
  socket.on('data', hear.data)
  socket.once('end', hear.end)
  socket.once('error', (error: Error) => finish({ outcome: 'cut', why: error.message }))
  return {
    close: () => {
      clearTimeout(overdue)
      close(plain, socket, exchange)
    },
  }
}

/** keepalived asks whether a server answers, not whether it is who it says: certificates are not verified. */
function secured(socket: Socket, { tls, request }: Request, context: SecureContext | undefined): Socket {
  const name = tls?.serverName
  const secure = nodeTls().connect({
    socket,
    rejectUnauthorized: false,
    ...(context && { secureContext: context }),
    // RFC 6066 section 3: an address is no name.
    ...(name !== undefined && isIP(name) === 0 && { servername: name }),
  })
  secure.once('secureConnect', () => secure.write(request))
  return secure
}

function close(plain: Socket, socket: Socket, exchange: Request | Dialogue): void {
  socket.removeAllListeners()
  socket.on('error', () => undefined)
  plain.on('error', () => undefined)
  if (exchange.kind === 'request' && exchange.tls?.closeNotify) socket.end(() => plain.destroy())
  else plain.destroy()
}

interface Hearing {
  data(data: Buffer | string): void
  end(): void
  /** What was said so far, where that matters. */
  heard(): Uint8Array
}

function request({ answerMax }: Request, finish: (ending: Ending) => void): Hearing {
  const chunks: Buffer[] = []
  let length = 0
  return {
    data(data) {
      const chunk = Buffer.from(data)
      chunks.push(chunk)
      length += chunk.length
      if (length > answerMax) finish({ outcome: 'too long' })
    },
    end: () => finish({ outcome: 'answered' }),
    heard: () => Buffer.concat(chunks).subarray(0, answerMax),
  }
}

/** Longest line that is waited for (RFC 5321 section 4.5.3.1.5 has 512). */
const LINE_MAX = 4096

function dialogue(socket: Socket, { turns }: Dialogue, finish: (ending: Ending) => void): Hearing {
  let text = ''
  let turn = 0
  const line = (said: string) => {
    const now = turns[turn]
    if (!now?.expect.test(said)) return finish({ outcome: 'cut', why: `it said "${said.slice(0, 80)}"` })
    // The lines of one reply but the last have a hyphen behind the code.
    if (/^\d{3}-/.test(said)) return
    turn += 1
    if (turn === turns.length) finish({ outcome: 'answered' })
    else socket.write(now.say)
  }
  return {
    data(data) {
      const lines = (text + data.toString('latin1')).split(/\r?\n/)
      text = lines.pop() ?? ''
      for (const said of lines) if (turn < turns.length) line(said)
      if (text.length > LINE_MAX) finish({ outcome: 'cut', why: 'a line without end' })
    },
    end: () => finish({ outcome: 'cut', why: 'the connection ended' }),
    heard: () => new Uint8Array(0),
  }
}
