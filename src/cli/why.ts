import { KacError } from '../base/index.ts'
import {
  type StatusSnapshot,
  serversNamed,
  serviceNamed,
  whyServerText,
  whyServiceText,
  whySessionText,
  whyText,
} from '../status/index.ts'

/** What `kac why` says of a virtual router, a session, a virtual server or a real server. Throws KacError when there is none. */
export function explained(snapshot: StatusSnapshot, name: string): { readonly json: object; readonly text: string } {
  const { routers, sessions, services, configuration: _, ...of } = snapshot
  const router = routers.find((each) => each.name === name)
  if (router) return { json: { ...of, router }, text: whyText(snapshot, router) }
  const session = sessions.find((each) => each.name === name)
  if (session) return { json: { ...of, session }, text: whySessionText(snapshot, session) }
  const service = serviceNamed(services, name)
  if (service) return { json: { ...of, service }, text: whyServiceText(snapshot, service) }
  const servers = serversNamed(services, name)
  if (servers.length > 0) {
    const json = { ...of, servers: servers.map(({ service, server }) => ({ service: service.name, ...server })) }
    return { json, text: servers.map(({ service, server }) => whyServerText(snapshot, service, server)).join('\n') }
  }
  if (snapshot.silent.includes('engine')) throw new KacError('engine-silent', 'kac-engine does not answer')
  const known = [...routers, ...sessions, ...services].map((each) => each.name)
  const shown = known.slice(0, 20).join(', ') || 'none'
  throw new KacError(
    'unknown-router',
    `nothing called "${name}" runs here; there are: ${shown}${known.length > 20 ? ', ...' : ''}`,
  )
}
