import type { PoolState } from '../base/index.ts'
import type { Config, RealServer } from '../bind/index.ts'
import { poolsOf } from '../check/index.ts'
import type { NotifyEffect } from './event.ts'
import { type Home, homeOf, log, serverEffects, serverName, serviceEffects, weightLine } from './service-effects.ts'
import { serverMail } from './service-mail.ts'

/** Virtual servers, and what checks make of each; undefined for one that is not served yet. */
export interface Served {
  readonly config: Config
  readonly states: readonly (PoolState | undefined)[]
}

/** What is to be told of a new configuration before its first news: what is gone, what came, weights that changed. */
export function servicesChanged(before: Served, after: Served): NotifyEffect[] {
  const now = new Map(serversByKey(after))
  const was = new Map(serversByKey(before))
  return [
    ...goneEffects(before, new Set(now.keys())),
    ...[...now].flatMap(([key, pool]) => changedPool(pool, was.get(key))),
  ]
}

/** What is to be told when this host stops serving: nothing of virtual servers without omega but the log. */
export function servicesStopped(served: Served): NotifyEffect[] {
  return [...serversByKey(served).values()].flatMap(({ home, up, servers }) => [
    ...[...servers.values()].flatMap(({ real, alive }) =>
      alive ? serverLeaves(real, home, { body: 'Shutting down', told: home.virtual.omega }) : [],
    ),
    ...(up && home.virtual.omega ? serviceEffects(home, { up: false, body: 'Shutting down' }) : []),
  ])
}

interface ServedPool {
  readonly home: Home
  readonly up: boolean
  readonly servers: ReadonlyMap<string, ServedServer>
}

interface ServedServer {
  readonly real: RealServer
  readonly alive: boolean
  readonly weight: number
}

/** Those that are served, by what tells them apart. */
function serversByKey({ config, states }: Served): Map<string, ServedPool> {
  return new Map(
    poolsOf(config).flatMap(({ key, index, servers }) => {
      const state = states[index]
      const home = homeOf(config, index)
      if (!state || !home) return []
      const known = servers.flatMap((server) => {
        const real = home.virtual.realServers[server.index]
        const it = state.servers[server.index]
        return real && it ? [[server.key, { real, ...it }] as const] : []
      })
      return [[key, { home, up: state.up, servers: new Map(known) }] as const]
    }),
  )
}

function goneEffects(before: Served, kept: ReadonlySet<string>): NotifyEffect[] {
  return [...serversByKey(before)].flatMap(([key, { home, up, servers }]) => {
    if (kept.has(key)) return []
    return [
      log('info', `Removing Virtual Server ${home.name}`),
      ...[...servers.values()].flatMap(({ real, alive }) => (alive ? serverGone(real, home) : [])),
      ...(up ? serviceEffects(home, { up: false, body: 'Removing' }) : []),
    ]
  })
}

function changedPool({ home, servers }: ServedPool, before: ServedPool | undefined): NotifyEffect[] {
  const { notifyInitialServers } = home.config.global
  const gone = [...(before?.servers ?? [])].flatMap(([key, { real, alive }]) => {
    if (!before || servers.has(key)) return []
    const text = `service ${serverName(real, before.home)} no longer exist`
    return [log('info', text), ...(alive ? serverGone(real, before.home) : [])]
  })
  const changed = [...servers].flatMap(([key, { real, alive, weight }]) => {
    const was = before?.servers.get(key)
    if (!was) return alive && notifyInitialServers ? serverEffects(real, home, { alive: true }) : []
    return was.weight === weight ? [] : [weightLine(real, home, { before: was.weight, weight, alive })]
  })
  return [...gone, ...changed]
}

function serverGone(real: RealServer, home: Home): NotifyEffect[] {
  return serverLeaves(real, home, { body: 'Removing', told: true })
}

function serverLeaves(
  real: RealServer,
  home: Home,
  { body, told }: { readonly body: 'Removing' | 'Shutting down'; readonly told: boolean },
): NotifyEffect[] {
  const server = serverName(real, home)
  const mail = { server, service: home.name, wanted: real.mailAlerts, alive: false, body }
  return [
    log('info', `${body} service ${server} from VS ${home.name}`),
    ...(told ? [...serverEffects(real, home, { alive: false }), ...serverMail(mail)] : []),
  ]
}
