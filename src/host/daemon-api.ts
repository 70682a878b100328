import type { IncomingMessage, ServerResponse } from 'node:http'
import { KacError, seconds } from '../base/index.ts'
import type { Daemon, LogPort, Outcome, ReloadRequest } from '../daemon/index.ts'
import type { StatusSnapshot } from '../status/index.ts'
import { http } from './builtin.ts'
import { type Serving, serveAt } from './serve-at.ts'

type Route = (daemon: Daemon, body: string) => Promise<unknown>

const routes: Readonly<Record<string, Route>> = {
  'GET /v1/status': (daemon) => daemon.status(),
  'POST /v1/reload': (daemon, body) => daemon.reload(reloadRequest(body)),
}

/**
 * The daemon's socket: HTTP with JSON bodies, so that curl can speak to it too. For root and the daemon's own user.
 *   GET /v1/status   -> StatusSnapshot
 *   POST /v1/reload  -> Outcome; with {"expect": DIGEST} only that text is put in force; with {"drainSeconds": NUMBER} real
 *                       servers that go have so long to end their connections
 * It serves until closed. What keeps it from listening is logged and tried again: the routers do not depend on it.
 */
export function serveDaemon(path: string, daemon: Daemon, log: LogPort): Serving {
  return serveAt(path, (message, response) => void answer(daemon, message, response), log)
}

async function answer(daemon: Daemon, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = routes[`${message.method} ${message.url}`]
  try {
    const body = await readBody(message)
    if (!route) reply(response, 404, { error: `no ${message.method} ${message.url}` })
    else reply(response, 200, await route(daemon, body))
  } catch (error) {
    reply(response, 500, { error: error instanceof Error ? error.message : String(error) })
  }
}

const bodyMax = 65_536

async function readBody(message: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of message.setEncoding('utf8')) {
    body += part
    if (body.length > bodyMax) throw new KacError('bad-request', 'the request is too long')
  }
  return body
}

function reloadRequest(body: string): ReloadRequest {
  if (body === '') return {}
  const request: unknown = JSON.parse(body)
  if (typeof request !== 'object' || request === null) throw new KacError('bad-request', 'a request is an object')
  const { expect, drainSeconds } = request as { readonly [field: string]: unknown }
  if (expect !== undefined && typeof expect !== 'string') throw new KacError('bad-request', 'expect is a digest')
  if (drainSeconds !== undefined && !(typeof drainSeconds === 'number' && drainSeconds >= 0))
    throw new KacError('bad-request', 'drainSeconds is a number that is not below 0')
  return {
    ...(expect !== undefined && { expect }),
    ...(drainSeconds !== undefined && { drain: seconds(drainSeconds) }),
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Undefined when no daemon listens at `path`. Throws KacError `daemon-silent` when one does not answer in time. */
export function askDaemon(path: string, what: 'status'): Promise<StatusSnapshot | undefined>
export function askDaemon(path: string, what: 'reload', request: ReloadRequest): Promise<Outcome | undefined>
export async function askDaemon(path: string, what: 'status' | 'reload', request?: ReloadRequest): Promise<unknown> {
  const { drain, ...rest } = request ?? {}
  const body = request ? JSON.stringify({ ...rest, ...(drain !== undefined && { drainSeconds: drain / 1e6 }) }) : ''
  const method = request ? 'POST' : 'GET'
  const response = await call(path, { method, path: `/v1/${what}`, body, withinMillis: answerWithinMillis[what] })
  if (!response) return undefined
  if (response.status === 200) return JSON.parse(response.body)
  throw new KacError('daemon-failed', `the daemon could not answer: ${response.body}`)
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: string
  readonly withinMillis: number
}

/** A reload waits for git and the engine; no answer takes longer unless something hangs. */
const answerWithinMillis = { status: 2000, reload: 60_000 } as const

function call(
  socketPath: string,
  { method, path, body, withinMillis }: Call,
): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve, reject) => {
    const sent = http().request({ socketPath, method, path }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
      response.on('error', () => reject(silent(socketPath)))
    })
    const timer = setTimeout(() => sent.destroy(silent(socketPath)), withinMillis)
    sent.once('close', () => clearTimeout(timer))
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(undefined)
      else if (error instanceof KacError) reject(error)
      else if (isUnanswered(error)) reject(silent(socketPath))
      else reject(new KacError(error.code ?? 'socket', `cannot ask the daemon at ${socketPath}: ${error.message}`))
    })
    sent.end(body)
  })
}

/** Its queue of those who wait is full; or it ended under us. */
function isUnanswered({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EAGAIN' || code === 'ECONNRESET'
}

function silent(path: string): KacError {
  return new KacError('daemon-silent', `the daemon at ${path} does not answer`)
}
