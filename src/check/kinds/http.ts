import { endpointName } from '../../base/index.ts'
import type { CheckSpec } from '../spec.ts'
import { type Answer, type Exchange, ended, failure, type Kind, success, type TlsOptions } from './kind.ts'
import type { Matcher, NoPattern } from './pattern.ts'

export type RequestCheck = Extract<CheckSpec, { kind: 'http' | 'https' }>
type Url = RequestCheck['urls'][number]

/** Of an answer, which is not read on then. keepalived digests without a limit; a check should not. */
const ANSWER_MAX = 4 * 1024 * 1024

/** What judging an answer needs from elsewhere. */
export interface HttpPorts {
  /** MD5 as 32 hexadecimal digits. */
  readonly md5: (bytes: Uint8Array) => string
  readonly matcher: (url: Url) => Matcher | NoPattern | undefined
}

/** HTTP_GET and SSL_GET: the status, the digest and the pattern of a url have to be as configured. */
export function http(ports: HttpPorts): Kind<RequestCheck> {
  return {
    exchange(check, step) {
      const url = urlAt(check, step)
      return httpExchange(check, url, check.kind === 'https' ? tlsOf(check, url) : undefined)
    },
    judge(check, answer, step) {
      const url = urlAt(check, step)
      const response = readResponse(answer, { part: url.digest === undefined && url.regex === undefined })
      return typeof response === 'string'
        ? failure(response)
        : response === undefined
          ? ended(answer)
          : verdict(url, response, ports)
    },
  }
}

function urlAt({ urls }: RequestCheck, step: number): Url {
  return urls[step % urls.length] as Url
}

/** A request for one url, and its answer to the end. */
export function httpExchange(
  { address, port, protocol }: Pick<RequestCheck, 'address' | 'port' | 'protocol'>,
  { path, host }: Pick<Url, 'path' | 'host'>,
  tls?: TlsOptions,
): Exchange {
  const version = protocol === '1.1' ? '1.1' : '1.0'
  const closing = protocol === '1.0' ? '' : 'Connection: close\r\n'
  const text = `GET ${path} HTTP/${version}\r\nUser-Agent: KeepAliveClient\r\n${closing}Host: ${host ?? endpointName({ address, port })}\r\n\r\n`
  return { kind: 'request', request: new TextEncoder().encode(text), answerMax: ANSWER_MAX, ...(tls && { tls }) }
}

function tlsOf(check: RequestCheck & { kind: 'https' }, url: Url): TlsOptions {
  const name = check.serverName || (check.sendHost || check.serverName !== undefined ? url.host : undefined)
  const closeNotify = ('tlsClose' in url ? url.tlsClose : undefined) ?? check.tlsClose
  return { ...(name !== undefined && { serverName: name }), closeNotify }
}

export interface Response {
  readonly status: number
  readonly body: Uint8Array
}

/**
 * The response in an answer, however it ended: a server that keeps the connection open has answered when it sent as much
 * as it promised. A reason when it is none; undefined when it is not whole. `part`: as much as is read of a long one is
 * enough.
 */
export function readResponse(
  { outcome, bytes }: Answer,
  { part = false }: { readonly part?: boolean } = {},
): Response | string | undefined {
  const cutShort = part && outcome === 'too long'
  if (outcome !== 'answered' && outcome !== 'silent' && outcome !== 'cut' && !cutShort) return undefined
  if (bytes.length === 0) return outcome === 'answered' ? 'the answer is empty' : undefined
  const { end, text } = header(bytes)
  if (end === undefined) return outcome === 'answered' ? 'the answer has no whole header' : undefined
  const status = /^HTTP\/\d+\.\d+ (\d{3})(?: |$)/m.exec(text.slice(0, text.search(/\r?\n|$/)))?.[1]
  if (status === undefined) return 'the answer is not HTTP'
  const length = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(text)?.[1]
  const body = bytes.subarray(end, length === undefined ? undefined : end + Number(length))
  const whole = outcome === 'answered' || cutShort || (length !== undefined && body.length === Number(length))
  return whole ? { status: Number(status), body } : undefined
}

/** Lines may end in CR LF or in LF alone (RFC 9112 section 2.2). */
function header(bytes: Uint8Array): { readonly end?: number; readonly text: string } {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10) continue
    const next = bytes[at + 1] === 13 ? at + 2 : at + 1
    if (bytes[next] === 10) return { end: next + 1, text: latin1(bytes.subarray(0, at)) }
  }
  return { text: '' }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

function verdict(url: Url, { status, body }: Response, { md5, matcher }: HttpPorts): ReturnType<Kind['judge']> {
  const { statusCodes } = url
  if (statusCodes.length > 0 && !statusCodes.some(({ from, to }) => status >= from && status <= to))
    return failure(`status ${status}`)
  if (url.digest !== undefined) {
    const digest = md5(body)
    if (digest !== url.digest) return failure(`the digest is ${digest}`)
  }
  const search = matcher(url)
  if (!search) return success
  if (typeof search !== 'function') return { kind: 'unable', why: search.unusable }
  const found = search(body)
  if (found === undefined) return failure('searching the answer for the pattern takes too long')
  if (found !== url.regexAbsent) return success
  return failure(found ? 'the pattern is in the answer' : 'the pattern is not in the answer')
}
