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
  const [was, now] = [poolsByKey(before), poolsByKey(after)]
  const [known, kept] = [serversByService(was.values()), serversByService(now.values())]
  return [
    ...[...was].flatMap(([key, pool]) => (now.has(key) ? [] : poolGone(pool, kept.get(pool.service)))),
    ...[...now].flatMap(([key, pool]) => [
      ...serversGone(was.get(key), kept.get(pool.service)),
      ...serversChanged(pool, [was.get(key)?.servers, known.get(pool.service)]),
    ]),
  ]
}

/** What is to be told when this host stops serving: nothing of virtual servers without omega but the log. */
export function servicesStopped(served: Served): NotifyEffect[] {
  return [...poolsByKey(served).values()].flatMap(({ home, up, servers }) => [
    ...[...servers.values()].flatMap(({ real, alive }) =>
      alive ? serverLeaves(real, home, { body: 'Shutting down', told: home.virtual.omega }) : [],
    ),
    ...(up && home.virtual.omega ? serviceEffects(home, { up: false, body: 'Shutting down' }) : []),
  ])
}

interface ServedPool {
  readonly home: Home
  readonly service: string
  readonly up: boolean
  readonly servers: Servers
}

/** By address and port. */
type Servers = ReadonlyMap<string, ServedServer>

interface ServedServer {
  readonly real: RealServer
  readonly alive: boolean
  readonly weight: number
}

/** Those that are served, by what tells them apart. */
function poolsByKey({ config, states }: Served): Map<string, ServedPool> {
  return new Map(
    poolsOf(config).flatMap(({ service, key, servers }, index) => {
      const state = states[index]
      const home = homeOf(config, index)
      if (!state || !home) return []
      const known = servers.flatMap((server) => {
        const real = home.virtual.realServers[server.index]
        const it = state.servers[server.index]
        return real && it ? [[server.key, { real, ...it }] as const] : []
      })
      return [[key, { home, service, up: state.up, servers: new Map(known) }] as const]
    }),
  )
}

/** Virtual servers that are one service have their servers in common: one that goes from one to the other stays. */
function serversByService(pools: Iterable<ServedPool>): ReadonlyMap<string, Servers> {
  const grouped = Map.groupBy(pools, ({ service }) => service)
  return new Map([...grouped].map(([service, all]) => [service, new Map(all.flatMap(({ servers }) => [...servers]))]))
}

function poolGone(pool: ServedPool, kept: Servers | undefined): NotifyEffect[] {
  const { home, up, servers } = pool
  return [
    log('info', `Removing Virtual Server ${home.name}`),
    ...[...servers].flatMap(([key, { real, alive }]) => (alive && !kept?.has(key) ? serverGone(real, home) : [])),
    ...(up ? serviceEffects(home, { up: false, body: 'Removing' }) : []),
  ]
}

function serversGone(before: ServedPool | undefined, kept: Servers | undefined): NotifyEffect[] {
  if (!before) return []
  const { home, servers } = before
  return [...servers].flatMap(([key, { real, alive }]) => {
    if (kept?.has(key)) return []
    const text = `service ${serverName(real, home)} no longer exist`
    return [log('info', text), ...(alive ? serverGone(real, home) : [])]
  })
}

function serversChanged(
  { home, servers }: ServedPool,
  [own, known]: readonly [own: Servers | undefined, known: Servers | undefined],
): NotifyEffect[] {
  const { notifyInitialServers } = home.config.global
  return [...servers].flatMap(([key, { real, alive, weight }]) => {
    const was = own?.get(key) ?? known?.get(key)
    if (!was) return alive && notifyInitialServers ? serverEffects(real, home, { alive: true }) : []
    return was.weight === weight ? [] : [weightLine(real, home, { before: was.weight, weight, alive })]
  })
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
