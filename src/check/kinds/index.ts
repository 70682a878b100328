import type { CheckSpec } from '../spec.ts'
import { dns } from './dns.ts'
import { type HttpPorts, http } from './http.ts'
import type { Kind } from './kind.ts'
import { misc } from './misc.ts'
import { ping } from './ping.ts'
import { smtp } from './smtp.ts'
import { tcp } from './tcp.ts'
import { told } from './told.ts'
import { udp } from './udp.ts'

export { type HttpPorts, httpExchange, type Response, readResponse } from './http.ts'
export type { Answer, Exchange, Kind, Peer, ProbePort, ProbeSession, TlsOptions, Turn } from './kind.ts'
export { notInTime } from './misc.ts'
export type { Matcher, NoPattern } from './pattern.ts'
export { judgeTold, type ToldCheck, toldName } from './told.ts'

export type Kinds = { readonly [K in CheckSpec['kind']]: Kind<Extract<CheckSpec, { kind: K }>> }

/** One for every checker of the table. */
export function kindsOf(ports: HttpPorts): Kinds {
  const requests = http(ports)
  return { tcp, udp, ping, dns, http: requests, https: requests, smtp, misc, file: told, bfd: told }
}
