import { KacError } from '../base/index.ts'
import {
  drainingNamed,
  type StatusSnapshot,
  serversNamed,
  servicesNamed,
  whyDrainingText,
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
  const named = servicesNamed(services, name)
  if (named.length > 0) {
    const [service] = named
    const text = named.map((each) => whyServiceText(snapshot, each)).join('\n')
    return { json: { ...of, ...(named.length > 1 ? { services: named } : { service }) }, text }
  }
  const servers = serversNamed(services, name)
  const draining = drainingNamed(snapshot, name)
  if (servers.length + draining.length > 0) {
    const json = {
      ...of,
      servers: servers.map(({ service, server }) => ({ service: service.name, ...server })),
      draining,
    }
    const texts = servers.map(({ service, server }) => whyServerText(snapshot, service, server))
    return { json, text: [...texts, ...draining.map((each) => whyDrainingText(snapshot, each))].join('\n') }
  }
  if (snapshot.silent.includes('engine')) throw new KacError('engine-silent', 'kac-engine does not answer')
  const known = [...routers, ...sessions, ...services].map((each) => each.name)
  const shown = known.slice(0, 20).join(', ') || 'none'
  throw new KacError(
    'unknown-router',
    `nothing called "${name}" runs here; there are: ${shown}${known.length > 20 ? ', ...' : ''}`,
  )
}
