import { KacError, type Micros, micros, parseIp, seconds, showDuration } from '../base/index.ts'
import { type Answer, httpExchange, type Peer, type Response, readResponse } from '../check/index.ts'
import { hostHttpPorts, openProbes } from '../host/index.ts'

export interface GenhashOptions {
  readonly server: string
  readonly port?: number
  readonly url: string
  readonly useSsl?: boolean
  readonly useSni?: boolean
  readonly virtualhost?: string
  readonly protocol: '1.0' | '1.0c' | '1.1'
  readonly fwmark?: number
  readonly timeout?: Micros
}

/** A page, and the digest that HTTP_GET and SSL_GET would compare. */
export interface Hashed extends Response {
  readonly digest: string
  readonly connected?: Micros
  readonly took: Micros
}

/** Fetches a page as a check would, whatever its status. Throws KacError `usage` or `fetch`. */
export async function genhash(options: GenhashOptions): Promise<Hashed> {
  const { server, useSsl = false, useSni = false, virtualhost, protocol, url: path } = options
  const address = parseIp(server)
  if (address === undefined) throw new KacError('usage', `"${server}" is no address`)
  const port = options.port ?? (useSsl ? 443 : 80)
  const peer: Peer = { address, port, timeout: options.timeout ?? seconds(5), fwmark: options.fwmark ?? 0 }
  const tls = { closeNotify: false, ...(useSni && virtualhost !== undefined && { serverName: virtualhost }) }
  const url = { path, ...(virtualhost !== undefined && { host: virtualhost }) }
  const exchange = httpExchange({ address, port, protocol }, url, useSsl ? tls : undefined)
  const probes = openProbes(() => undefined)
  try {
    const answer = await new Promise<Answer>((done) => probes.open().attempt(peer, exchange, done))
    const response = readResponse(answer)
    if (typeof response !== 'object')
      throw new KacError('fetch', response ?? `${answer.outcome}${answer.why === undefined ? '' : ` (${answer.why})`}`)
    const { connected, took } = answer
    const digest = hostHttpPorts.md5(response.body)
    return { ...response, digest, took: micros(took), ...(connected !== undefined && { connected }) }
  } finally {
    probes.close()
  }
}

/** What -v adds: how the answer was. */
export function hashedText({ status, body, took }: Hashed): string {
  return `status ${status}, ${body.length} bytes, done after ${showDuration(took)}`
}
